/** The entry `headgate/react`: hooks for one instance. React comes from the page (a peer dependency). */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ConsentState } from './consent/consent.js';
import type { Headgate, Tracked } from './instance/headgate.js';
import type { Manifest } from './manifest/manifest.js';
import type { EventData, EventName } from './manifest/manifest-types.js';

/** What a server knows of consent, and a browser until the page has come to life. */
const UNKNOWN: ConsentState = { categories: {}, regime: 'opt-in', evidence: 'default', source: '', proof: {} };

/** What the hooks need of an instance: `createHeadgate`'s, or what stands before it, such as `withJourneys`. */
export interface HookedHeadgate<M extends Manifest> extends Pick<Headgate, 'consent' | 'onConsent'> {
  readonly manifest: M;
  track(name: never, data: never): Tracked;
}

/**
 * Hooks that know the events of one manifest.
 *
 * @example
 * ```ts
 * import { createHooks } from 'headgate/react';
 *
 * export const { useTrack, useTrackOnMount, useConsent } = createHooks(headgate);
 * ```
 */
export interface Hooks<M extends Manifest> {
  /** The instance's `track`, the same function at each render. Call it from event handlers. */
  useTrack(this: void): Headgate<M>['track'];
  /**
   * Tracks an event when the component is first shown: once, also where StrictMode runs effects twice, and never on a
   * server. Later changes of `data` do not track again.
   */
  useTrackOnMount<N extends EventName<M>>(
    this: void,
    name: N,
    ...data: Record<never, never> extends EventData<M, N> ? [data?: EventData<M, N>] : [data: EventData<M, N>]
  ): void;
  /** The consent of now; renders again at every change. On a server, and while a page comes to life, nothing is known. */
  useConsent(this: void): ConsentState;
}

/**
 * Makes the hooks of an instance, once, outside of components. On a server the instance refuses everything and the hooks
 * render what a visitor sees of whom nothing is known.
 *
 * @example
 * ```tsx
 * import { createHooks } from 'headgate/react';
 *
 * export const { useTrack, useTrackOnMount, useConsent } = createHooks(headgate);
 *
 * function SearchButton() {
 *   const track = useTrack();
 *   return <button onClick={() => track('search_used', { results: 12 })}>Search</button>;
 * }
 * ```
 */
export function createHooks<const M extends Manifest>(headgate: HookedHeadgate<M>): Hooks<M> {
  const { consent, onConsent } = headgate;
  const track = headgate.track as unknown as Headgate<M>['track'];
  // React wants the same object until something changes.
  let state: ConsentState | undefined;

  function subscribe(onChange: () => void): () => void {
    return onConsent((next) => {
      state = next;
      onChange();
    });
  }

  function useTrackOnMount(name: string, data?: object): void {
    const isTracked = useRef(false);
    useEffect(() => {
      if (isTracked.current) return;
      isTracked.current = true;
      track(name as never, ...([data] as never));
    });
  }

  return {
    useTrack: () => track,
    useTrackOnMount,
    useConsent: () =>
      useSyncExternalStore(
        subscribe,
        () => (state ??= consent()),
        () => UNKNOWN,
      ),
  };
}
