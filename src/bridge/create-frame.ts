import type { ConsentState } from '../consent/consent.js';
import { attempt } from '../safety/attempt.js';
import { createProtect } from '../safety/protect.js';
import { parseHostMessage, PROTOCOL, type FrameMessage, type Hello } from './protocol.js';

export interface FrameOptions {
  /** Origins of the host pages that this page may be embedded in and track through. */
  readonly hosts: readonly string[];
  /** Most events that wait until a host answers. @defaultValue `100` */
  readonly maxHeld?: number;
  /** How long an event waits for a host, in milliseconds. @defaultValue `1_800_000`, half an hour */
  readonly maxAge?: number;
}

/** What became of the events of an embedded page. */
export interface FrameStatus {
  /** Waiting in memory for a host. */
  readonly held: number;
  /** Handed to the host. */
  readonly sent: number;
  /** Ended here, for one of these reasons. */
  readonly dropped: number;
  readonly reasons: { readonly [R in DropReason]?: number };
  /** What the host's gate said of those that were sent. */
  readonly allow: number;
  readonly hold: number;
  readonly refuse: number;
}

/**
 * `unreadable`: what the page passed cannot be read. `full`, `too-old`: too many events waited for a host, or one too long.
 * `stopped`: the page or its host ended it.
 */
export type DropReason = 'unreadable' | 'full' | 'too-old' | 'stopped';

/**
 * An embedded page's way to track: through the page that embeds it. Writes nothing in its own origin.
 *
 * @example
 * ```ts
 * import { createFrame } from 'headgate/frame';
 *
 * const frame = createFrame({ hosts: ['https://shop.example'] });
 * frame.track('search_used', { results: 12 });
 * frame.stop();
 * ```
 */
export interface Frame {
  /** Hands an event to the host, which looks it up in its own manifest and asks its own gate. Never throws. */
  track(name: string, data?: { readonly [field: string]: unknown }): void;
  /** Calls back with the host's consent, now if it is known and at every change. Returns what ends it. */
  onConsent(listener: (state: ConsentState) => void): () => void;
  status(): FrameStatus;
  stop(): void;
}

/** When an embedded page says hello again to a host whose script may load later: soon at first, then ever more seldom. */
const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;

/**
 * Connects to the host page. Until it answers, events are held in memory; without a host, or with one that does not allow
 * this page, they are dropped there in the end, and counted.
 *
 * @example
 * ```ts
 * import { createFrame } from 'headgate/frame';
 *
 * const frame = createFrame({ hosts: ['https://shop.example'] });
 * frame.track('search_used', { results: 12 });
 * ```
 */
export function createFrame({ hosts, maxHeld = 100, maxAge = 1_800_000 }: FrameOptions): Frame {
  const protect = createProtect(() => {});
  const copy = protect(toMessage);
  const listeners = new Set<(state: ConsentState) => void>();
  const counts = { sent: 0, dropped: 0, allow: 0, hold: 0, refuse: 0 };
  const reasons: { [R in DropReason]?: number } = {};
  const hello: Hello = { protocol: PROTOCOL, kind: 'hello', id: `${Math.random()}` };
  const held: { readonly message: FrameMessage; readonly since: number }[] = [];
  /** One for each greeting: closed but for the one that is answered first. */
  const asked: MessagePort[] = [];
  let state: ConsentState | undefined;
  let port: MessagePort | undefined;
  let isClosed = false;
  let calls = 0;
  let delay = FIRST_DELAY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function onPortMessage(from: MessagePort, data: unknown): void {
    const message = parseHostMessage(data);
    // Several hosts may be allowed, and one may answer several greetings: the first answer decides.
    if (!message || (port && from !== port)) return;
    if (message.kind === 'tracked') {
      const { outcome } = message.result;
      if (Object.hasOwn(counts, outcome)) counts[outcome]++;
    } else if (message.kind === 'closed') stop();
    else {
      if (!port) connect(from);
      state = message.state;
      for (const listener of listeners) listener(message.state);
    }
  }

  function connect(answered: MessagePort): void {
    port = answered;
    end();
    counts.sent += held.length;
    for (const { message } of held.splice(0)) answered.postMessage(message);
  }

  function countDropped(reason: DropReason, count: number): void {
    counts.dropped += count;
    if (count) reasons[reason] = (reasons[reason] ?? 0) + count;
  }

  function dropOldest(reason: DropReason, count: number): void {
    countDropped(reason, held.splice(0, count).length);
  }

  /** Asks no more. */
  function end(): void {
    clearTimeout(timer);
    for (const each of asked) if (each !== port) each.close();
  }

  const greetHost = protect((host: string): void => {
    const channel = new MessageChannel();
    asked.push(channel.port1);
    channel.port1.onmessage = protect(({ data }: MessageEvent) => onPortMessage(channel.port1, data));
    parent.postMessage(hello, host, [channel.port2]);
  });

  function greet(): void {
    dropOldest('too-old', held.filter(({ since }) => Date.now() - since > maxAge).length);
    timer = setTimeout(greet, (delay = Math.min(delay * 1.5, LONGEST_DELAY)));
    if (parent !== window) hosts.forEach(greetHost);
  }

  function stop(): void {
    isClosed = true;
    removeEventListener('pagehide', leave);
    end();
    port?.postMessage({ kind: 'closed' } satisfies FrameMessage);
    port?.close();
    dropOldest('stopped', held.length);
  }

  /** A page that is kept may be shown again, with its port. */
  function leave({ persisted }: PageTransitionEvent): void {
    if (!persisted) stop();
  }

  addEventListener('pagehide', leave);
  greet();
  return {
    track(name, data = {}) {
      const message = copy(++calls, name, data);
      if (isClosed || !message) countDropped(isClosed ? 'stopped' : 'unreadable', 1);
      else if (port) {
        port.postMessage(message);
        counts.sent++;
      } else if (held.push({ message, since: Date.now() }) > maxHeld) dropOldest('full', 1);
    },
    onConsent(listener) {
      const onState = protect(listener);
      listeners.add(onState);
      if (state) onState(state);
      return () => void listeners.delete(onState);
    },
    status: () => ({ held: held.length, ...counts, reasons: { ...reasons } }),
    stop,
  };
}

/**
 * What the page passed, as it is now and as the host's manifest would read it here: own fields, from a proxy too. What is no
 * value of a field (an object, a function, what throws when it is read) goes as an empty object, which the host refuses
 * where it declares that field, and leaves out where it does not.
 */
function toMessage(call: number, name: unknown, data: unknown): FrameMessage {
  const source = (typeof data === 'object' && data) || {};
  const fields = Object.getOwnPropertyNames(source).map((field) => {
    const [value] = attempt((): readonly unknown[] => [source[field as keyof typeof source]]) ?? [{}];
    return [field, value == null || /^(?:string|number|boolean)$/.test(typeof value) ? value : {}];
  });
  return { kind: 'track', call, name: typeof name === 'string' ? name : '', data: Object.fromEntries(fields) };
}
