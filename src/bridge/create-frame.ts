import type { ConsentState } from '../consent/consent.js';
import { createProtect } from '../safety/protect.js';
import { parseHostMessage, PROTOCOL, type FrameMessage, type Hello } from './protocol.js';

export interface FrameOptions {
  /** Origins of the host pages that this page may be embedded in and track through. */
  readonly hosts: readonly string[];
  /** Most events that wait until a host answers. @defaultValue `100` */
  readonly maxHeld?: number;
}

/** An embedded page's way to track: through the page that embeds it. Writes nothing in its own origin. */
export interface Frame {
  /** Hands an event to the host, which looks it up in its own manifest and asks its own gate. Never throws. */
  track(name: string, data?: { readonly [field: string]: unknown }): void;
  /** Calls back with the host's consent, now if it is known and at every change. Returns what ends it. */
  onConsent(listener: (state: ConsentState) => void): () => void;
  /** How many events wait for a host, went to it, were dropped for want of one, and what its gate said of them. */
  status(): { readonly [outcome: string]: number };
  stop(): void;
}

/** How often an embedded page says hello until its host answers: the host's script may load later. */
const HELLO_INTERVAL = 500;

/**
 * Connects to the host page. Until it answers, events are held in memory; without a host, or with one that does not allow
 * this origin, they stay there and the oldest are dropped.
 */
export function createFrame({ hosts, maxHeld = 100 }: FrameOptions): Frame {
  const listeners = new Set<(state: ConsentState) => void>();
  const held: FrameMessage[] = [];
  const counts: { [outcome: string]: number } = { held: 0, sent: 0, dropped: 0 };
  let state: ConsentState | undefined;
  let port: MessagePort | undefined;
  let calls = 0;

  const protect = createProtect(() => {});
  const count = (outcome: string, by = 1): void => void (counts[outcome] = (counts[outcome] ?? 0) + by);

  function connect(answered: MessagePort): void {
    port = answered;
    clearInterval(timer);
    for (const message of held.splice(0)) {
      count('held', -1);
      send(message);
    }
  }

  function send(message: FrameMessage): void {
    port!.postMessage(message);
    count('sent');
  }

  function hear(from: MessagePort, data: unknown): void {
    const message = parseHostMessage(data);
    if (port && from !== port) return;
    if (message?.kind === 'tracked') count(message.result.outcome);
    if (message?.kind !== 'consent') return;
    if (!port) connect(from);
    state = message.state;
    for (const listener of listeners) listener(message.state);
  }

  const greetHost = protect((host: string): void => {
    if (parent === window) return;
    const hello: Hello = { protocol: PROTOCOL, kind: 'hello' };
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => hear(channel.port1, data);
    parent.postMessage(hello, host, [channel.port2]);
  });

  const greet = (): void => hosts.forEach(greetHost);
  const timer = setInterval(greet, HELLO_INTERVAL);
  greet();

  return {
    track(name, data = {}) {
      const message = copy({ kind: 'track', call: ++calls, name, data });
      if (!message) return count('dropped');
      if (port) return send(message);
      held.push(message);
      count('held');
      if (held.length > maxHeld) {
        held.shift();
        count('held', -1);
        count('dropped');
      }
    },
    onConsent(listener) {
      const heard = protect(listener);
      listeners.add(heard);
      if (state) heard(state);
      return () => void listeners.delete(heard);
    },
    status: () => ({ ...counts }),
    stop() {
      clearInterval(timer);
      port?.close();
    },
  };
}

/** What the page passed, as it is now; nothing where it cannot be copied. */
function copy(message: FrameMessage): FrameMessage | undefined {
  try {
    return structuredClone(message);
  } catch {
    return undefined;
  }
}
