import { vi } from 'vitest';

/** What was added to the page since, and is still there. */
export interface Left {
  readonly listeners: readonly string[];
  readonly timers: number;
  readonly globals: readonly string[];
}

export interface PageWatch {
  /** The types of the events that are listened to now. */
  types(): string[];
  hasTimers(): boolean;
  end(): Left;
}

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
type Options = boolean | AddEventListenerOptions | undefined;

/** Watches listeners, fake timers and globals, the members of `globals` too; `end` says what remains of them. */
export function watchPage(globals: readonly string[] = []): PageWatch {
  const listeners = watchListeners();
  const timers = vi.getTimerCount();
  const before = readGlobals(globals);
  return {
    types: () => [...new Set(listeners.keys().map((key) => key.split(' ')[1]!))].sort(),
    hasTimers: () => vi.getTimerCount() > timers,
    end() {
      const after = readGlobals(globals);
      const names = new Set([...before.keys(), ...after.keys()]);
      return {
        listeners: listeners.end(),
        timers: Math.max(0, vi.getTimerCount() - timers),
        globals: [...names].filter((name) => !Object.is(before.get(name), after.get(name))),
      };
    },
  };
}

/** Every way to add a listener that a page has. */
function watchListeners(): { keys(): string[]; end(): string[] } {
  const kept = new Map<string, AbortSignal | undefined>();
  const ids = new Map<unknown, number>();
  const idOf = (value: unknown): number => ids.get(value) ?? ids.set(value, ids.size).get(value)!;
  const targets = new Map([
    [globalThis as unknown as Target, 'window'],
    [ownerOf(document), 'document'],
    [ownerOf(document.body), 'target'],
    [EventTarget.prototype, 'target'],
  ]);
  const ends = [...targets].map(([target, name]) => {
    const { addEventListener, removeEventListener } = target;
    const keyOf = (holder: unknown, type: string, listener: unknown, options: Options): string =>
      `${name} ${type} ${idOf(holder)} ${idOf(listener)} ${!!(typeof options === 'object' ? options.capture : options)}`;
    target.addEventListener = function (this: Target, type: string, listener: never, options?: Options) {
      const signal = typeof options === 'object' ? options.signal : undefined;
      // What hears a signal is how a listener with that signal ends.
      if (!(this instanceof AbortSignal)) kept.set(keyOf(this, type, listener, options), signal);
      return addEventListener.call(this ?? target, type, listener, options);
    };
    target.removeEventListener = function (this: Target, type: string, listener: never, options?: Options) {
      kept.delete(keyOf(this, type, listener, options));
      return removeEventListener.call(this ?? target, type, listener, options);
    };
    return () => {
      target.addEventListener = addEventListener;
      target.removeEventListener = removeEventListener;
    };
  });
  const keys = (): string[] => [...kept].filter(([, signal]) => !signal?.aborted).map(([key]) => key);
  return {
    keys,
    end() {
      for (const end of ends) end();
      return keys();
    },
  };
}

/** The object of a target's prototype chain that has the method itself. */
function ownerOf(target: Target): Target {
  return Object.hasOwn(target, 'addEventListener') ? target : ownerOf(Object.getPrototypeOf(target) as Target);
}

/** The identity of each global, and of each member of some. Getters are compared, never called. */
function readGlobals(members: readonly string[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const readOwn = (prefix: string, holder: object): void => {
    for (const name of Reflect.ownKeys(holder)) {
      const { value, get } = Reflect.getOwnPropertyDescriptor(holder, name) ?? {};
      found.set(`${prefix}${String(name)}`, value ?? get);
    }
  };
  readOwn('', globalThis);
  readOwn('document.', document);
  readOwn('navigator.', navigator);
  for (const name of members) {
    const value = (globalThis as { [name: string]: unknown })[name];
    if ((typeof value === 'object' && value) || typeof value === 'function') readOwn(`${name}.`, value);
  }
  return found;
}
