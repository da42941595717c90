/** The entry `headgate/react`: an instance for a tree of components. React comes from the page (a peer dependency). */
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useRef,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { ConsentState } from './consent/consent.js';
import type { Headgate, Tracked } from './headgate.js';
import type { EventData, EventName, Manifest } from './manifest/manifest.js';

/** What a server knows of consent, and a browser until the page has come to life. */
const UNKNOWN: ConsentState = { categories: {}, regime: 'opt-in', basis: 'default', source: '', proof: {} };
const NOT_PROVIDED: Tracked = { outcome: 'refuse', reason: 'misconfigured' };

const Context = createContext<Headgate | undefined>(undefined);

/** An instance for whatever manifest: each entry of the package has its own types, which are compared by what they have. */
export interface ProvidedHeadgate extends Pick<Headgate, 'consent' | 'onConsent'> {
  track(name: never, data: never): Tracked;
}

export interface HeadgateProviderProps {
  /** From `createHeadgate`, made once outside of components. On a server that is an instance that refuses everything. */
  readonly headgate: ProvidedHeadgate;
  readonly children?: ReactNode;
}

/** Gives an instance to all components below it. */
export function HeadgateProvider({ headgate, children }: HeadgateProviderProps): ReactElement {
  return createElement(Context.Provider, { value: headgate as Headgate }, children);
}

/** The instance of the nearest provider; `undefined` without one. */
export function useHeadgate<M extends Manifest = Manifest>(): Headgate<M> | undefined {
  return useContext(Context);
}

/**
 * `track` of the nearest provider, the same function at each render. Call it from event handlers. `useTrack<typeof manifest>()` knows the
 * events of a manifest. Without a provider it refuses everything.
 */
export function useTrack<M extends Manifest = Manifest>(): Headgate<M>['track'] {
  return useHeadgate<M>()?.track ?? refuse;
}

const refuse = (): Tracked => NOT_PROVIDED;

/**
 * Tracks an event when the component is first shown: once, also where StrictMode runs effects twice, and never on a server.
 * Later changes of `data` do not track again.
 */
export function useTrackOnMount<M extends Manifest = Manifest, N extends EventName<M> = EventName<M>>(
  name: N,
  data?: EventData<M, N>,
): void {
  const track = useTrack() as (name: string, data?: object) => Tracked;
  const isTracked = useRef(false);
  useEffect(() => {
    if (isTracked.current) return;
    isTracked.current = true;
    track(name, data);
  });
}

/** The consent of now; renders again at every change. On a server, and while a page comes to life, nothing is known. */
export function useConsent(): ConsentState {
  const store = storeOf(useHeadgate());
  return useSyncExternalStore(store.subscribe, store.read, () => UNKNOWN);
}

interface Store {
  subscribe(this: void, onChange: () => void): () => void;
  read(this: void): ConsentState;
}

const NO_STORE: Store = { subscribe: () => () => {}, read: () => UNKNOWN };
const stores = new WeakMap<Headgate, Store>();

/** React wants the same object until something changes. */
function storeOf(headgate: Headgate | undefined): Store {
  if (!headgate) return NO_STORE;
  let store = stores.get(headgate);
  if (!store) {
    let state = headgate.consent();
    store = {
      subscribe: (onChange) =>
        headgate.onConsent((next) => {
          state = next;
          onChange();
        }),
      read: () => state,
    };
    stores.set(headgate, store);
  }
  return store;
}
