import type { ConsentState } from '../consent/consent.js';
import type { Tracked } from '../headgate.js';
import { createProtect } from '../safety/protect.js';
import { parseFrameMessage, parseHello, type HostMessage } from './protocol.js';

export interface BridgeOptions {
  /** Origins of the embedded pages that may track through this page. */
  readonly origins?: readonly string[];
  /**
   * Frames sandboxed without `allow-same-origin`, as elements or selectors: their origin is `null`, which names nobody. Such
   * a frame is let in once. Whatever document it holds later is a stranger, since nobody can tell which one it is.
   */
  readonly sandboxed?: readonly (string | HTMLIFrameElement)[];
}

/** What a bridge leads to: a `Headgate`, or the `Frame` of a page that is itself embedded. */
export interface BridgeTarget {
  track(name: string, data: never): Tracked | void;
  onConsent(listener: (state: ConsentState) => void): () => void;
}

/** What became of the messages of embedded pages. */
export interface BridgeStatus {
  /** Embedded pages that were let in. */
  readonly frames: number;
  /** Events that they handed over. */
  readonly events: number;
  /** Messages from windows that nobody named, and greetings of a sandboxed frame's second document. */
  readonly strangers: number;
  /** Messages of a frame that was let in, or wanted to be, that are not of the protocol. */
  readonly malformed: number;
  /** Frames that lost their port because they sent too much. */
  readonly flooded: number;
}

export interface Bridge {
  status(): BridgeStatus;
  /** Closes all ports and listens no more. */
  stop(): void;
}

type Counts = { -readonly [count in keyof BridgeStatus]: number };

interface Link {
  readonly id: string;
  close(): void;
}

/** Greetings that one window may send: a page that reloads often is heard, one that never stops is not. */
const MAX_GREETINGS = 100;
/** Messages that a frame may send at once, and each second after that. */
const BURST = 300;
const PER_SECOND = 50;

/**
 * The host page's side of the bridge. An embedded page that is named says hello with a MessagePort; from then on it gets
 * consent and hands over events on that port, which belongs to its one document. Its events go the way of the page's
 * own: this page's manifest, this page's gate.
 */
export function startBridge(target: BridgeTarget, { origins = [], sandboxed = [] }: BridgeOptions): Bridge {
  const protect = createProtect(() => {});
  const counts: Counts = { frames: 0, events: 0, strangers: 0, malformed: 0, flooded: 0 };
  const greetings = new WeakMap<object, number>();
  const links = new Map<Window, Link>();

  const isSandboxed = (source: Window): boolean =>
    sandboxed.some((frame) =>
      (typeof frame === 'string' ? [...document.querySelectorAll<HTMLIFrameElement>(frame)] : [frame]).some(
        ({ contentWindow }) => contentWindow === source,
      ),
    );

  const greet = protect((event: MessageEvent): void => {
    // Strangers cost a comparison, and their data are never read: anybody can send any number of anything.
    const isNamed = origins.includes(event.origin);
    const source = event.source as Window | null;
    // `parent` may be read across origins: only this window's own frames have it for parent, and a top window itself.
    const isFrame = source?.parent === window && source !== window;
    if (!isFrame || !(isNamed || (event.origin === 'null' && sandboxed.length > 0))) {
      counts.strangers++;
      return;
    }
    const port = event.ports[0];
    // The embedded page's other messages, to the page's own scripts.
    if (!port) return;
    const count = (greetings.get(source) ?? 0) + 1;
    greetings.set(source, count);
    if (count > MAX_GREETINGS) return;
    const hello = parseHello(event.data);
    const link = links.get(source);
    if (!hello) counts.malformed++;
    else if (!isNamed && (link ? link.id !== hello.id : !isSandboxed(source))) counts.strangers++;
    else if (link?.id !== hello.id) {
      link?.close();
      links.set(source, connect(port, hello.id, target, counts));
      forgetGone();
    }
  });

  /** Frames that were removed from the page. */
  function forgetGone(): void {
    for (const [source, link] of links) {
      if (!source.closed) continue;
      link.close();
      links.delete(source);
    }
  }

  addEventListener('message', greet);
  return {
    status: () => ({ ...counts }),
    stop() {
      removeEventListener('message', greet);
      for (const { close } of links.values()) close();
    },
  };
}

/** Lets a document in: consent goes down its port at once and at every change, events come up, and no more of them than fits. */
function connect(port: MessagePort, id: string, target: BridgeTarget, counts: Counts): Link {
  let credit = BURST;
  let refilledAt = Date.now();
  const send = (message: HostMessage): void => port.postMessage(message);
  port.onmessage = createProtect(() => {})((message: MessageEvent): void => {
    const now = Date.now();
    credit = Math.min(BURST, credit + ((now - refilledAt) / 1000) * PER_SECOND) - 1;
    refilledAt = now;
    if (credit < 0) {
      counts.flooded++;
      send({ kind: 'closed' });
      close();
      return;
    }
    const parsed = parseFrameMessage(message.data);
    if (!parsed) counts.malformed++;
    else {
      counts.events++;
      const result = target.track(parsed.name, parsed.data as never);
      if (result) send({ kind: 'tracked', call: parsed.call, result });
    }
  });
  // The proof stays here: a consent id would let the embedded page recognise the visitor.
  const unsubscribe = target.onConsent((state) => send({ kind: 'consent', state: { ...state, proof: {} } }));
  counts.frames++;
  function close(): void {
    unsubscribe();
    port.onmessage = null;
    port.close();
  }
  return { id, close };
}
