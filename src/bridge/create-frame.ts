import type { ConsentState } from '../consent/consent.js';
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
  /** Ended here: no host in time, too many, not to be copied, or a host that hears no more. */
  readonly dropped: number;
  /** What the host's gate said of those that were sent. */
  readonly allow: number;
  readonly hold: number;
  readonly refuse: number;
}

/** An embedded page's way to track: through the page that embeds it. Writes nothing in its own origin. */
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
 */
export function createFrame({ hosts, maxHeld = 100, maxAge = 1_800_000 }: FrameOptions): Frame {
  const protect = createProtect(() => {});
  /** What the page passed, as it is now; nothing where it cannot be copied. */
  const copy = protect((message: FrameMessage): FrameMessage => structuredClone(message));
  const listeners = new Set<(state: ConsentState) => void>();
  const counts = { sent: 0, dropped: 0, allow: 0, hold: 0, refuse: 0 };
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

  function hear(from: MessagePort, data: unknown): void {
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
    for (const { message } of drop(held.length, 'sent')) answered.postMessage(message);
  }

  /** Takes the oldest out of what is held. */
  function drop(count: number, outcome: 'sent' | 'dropped'): typeof held {
    counts[outcome] += count;
    return held.splice(0, count);
  }

  /** Asks no more. */
  function end(): void {
    clearTimeout(timer);
    for (const each of asked) if (each !== port) each.close();
  }

  const greetHost = protect((host: string): void => {
    const channel = new MessageChannel();
    asked.push(channel.port1);
    channel.port1.onmessage = protect(({ data }: MessageEvent) => hear(channel.port1, data));
    parent.postMessage(hello, host, [channel.port2]);
  });

  function greet(): void {
    drop(held.filter(({ since }) => Date.now() - since > maxAge).length, 'dropped');
    timer = setTimeout(greet, (delay = Math.min(delay * 1.5, LONGEST_DELAY)));
    if (parent !== window) hosts.forEach(greetHost);
  }

  function stop(): void {
    isClosed = true;
    removeEventListener('pagehide', leave);
    end();
    port?.postMessage({ kind: 'closed' } satisfies FrameMessage);
    port?.close();
    drop(held.length, 'dropped');
  }

  /** A page that is kept may be shown again, with its port. */
  function leave({ persisted }: PageTransitionEvent): void {
    if (!persisted) stop();
  }

  addEventListener('pagehide', leave);
  greet();
  return {
    track(name, data = {}) {
      const message = copy({ kind: 'track', call: ++calls, name, data });
      if (!message || isClosed) counts.dropped++;
      else if (port) {
        port.postMessage(message);
        counts.sent++;
      } else if (held.push({ message, since: Date.now() }) > maxHeld) drop(1, 'dropped');
    },
    onConsent(listener) {
      const heard = protect(listener);
      listeners.add(heard);
      if (state) heard(state);
      return () => void listeners.delete(heard);
    },
    status: () => ({ held: held.length, ...counts }),
    stop,
  };
}
