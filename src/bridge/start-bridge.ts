import type { ConsentState } from '../consent/consent.js';
import { attempt } from '../safety/attempt.js';
import { createProtect, type Protect } from '../safety/protect.js';
import type { Bridge, BridgeOptions, BridgeStatus, BridgeTarget } from './bridge.js';
import { parseFrameMessage, parseHello, type HostMessage } from './protocol.js';

type Counts = { -readonly [count in keyof BridgeStatus]: number };

/** What is known of a window, whatever documents it holds one after the other. */
interface Visitor {
  /** The document that was let in last. */
  id?: string;
  /** Whether one more message to this page's window is looked at. */
  mayKnock(this: void): boolean;
  /** Whether one more message on a port is taken. */
  maySend(this: void): boolean;
}

/** What closes the port of the document that each window holds. */
type Links = Map<Visitor, () => void>;

/** Messages that a window may send at once, to this page's and as many on its port; and after how many milliseconds one more. */
const BURST = 300;
const PAUSE = 20;

/**
 * The host page's side of the bridge. An embedded page that is named says hello with a MessagePort; from then on it gets
 * consent and hands over events on that port, which belongs to its one document. Its events go the way of the page's
 * own: this page's manifest, this page's gate.
 *
 * @example
 * ```ts
 * import { startBridge } from 'headgate';
 *
 * const bridge = startBridge(headgate, { origins: ['https://survey.example'], onDiagnostic: console.warn });
 * bridge.stop();
 * ```
 */
export function startBridge(target: BridgeTarget, options: BridgeOptions): Bridge {
  const protect = createProtect(() => {});
  const given: BridgeOptions = Object.assign(Object.create(null), options);
  const { origins, sandboxed: frames, onDiagnostic } = given;
  const read = (field: string, list: unknown, isSound: (frame: unknown) => boolean): readonly Allowed[] => {
    const { allowed, isMistaken } = readAllowed(list, isSound);
    if (isMistaken) protect(() => onDiagnostic?.({ code: 'misconfigured', field }))();
    return allowed;
  };
  const named = new Map(read('origins', origins, isOrigin) as readonly (readonly [string, Events])[]);
  const sandboxed = read('sandboxed', frames, (frame) => typeof frame === 'string' || typeof frame === 'object');
  const counts: Counts = { frames: 0, events: 0, refused: 0, strangers: 0, malformed: 0, flooded: 0 };
  const visitors = new WeakMap<Window, Visitor>();
  const links: Links = new Map();
  /** The window that sent too much a moment ago: until the next timer it is not asked for its credit. */
  let flooding: Window | undefined;

  const connect = createConnect(target, counts, links, protect);

  /** Lets in who is named. Returns whether the message is none of a stranger. */
  function onWindowMessage(event: MessageEvent): boolean {
    const source = event.source as Window | null;
    // Whoever floods costs a look at its window, which is the cheapest part of a message, and its data are never read.
    if (!source || source === flooding) return false;
    let visitor = visitors.get(source);
    if (!visitor) visitors.set(source, (visitor = { mayKnock: createCredit(), maySend: createCredit() }));
    if (!visitor.mayKnock()) {
      if (!flooding) setTimeout(() => (flooding = undefined));
      flooding ??= source;
      return false;
    }
    const { origin } = event;
    const isNamed = named.has(origin);
    // A script of this page can make up an event of any origin; only the browser's own are trusted.
    const isExpected = (isNamed || (origin === 'null' && sandboxed.length)) && event.isTrusted;
    if (!isExpected) return false;
    const [port] = event.ports;
    // The embedded page's other messages, to the page's own scripts.
    if (!port) return true;
    // `parent` may be read across origins: only this window's own frames have it for parent, and a top window itself.
    if (source.parent !== window || source === window) return false;
    const hello = parseHello(event.data);
    if (!hello) counts.malformed++;
    else if (visitor.id !== hello.id) {
      // Of a sandboxed frame, the first document alone.
      const frame = isNamed || visitor.id ? undefined : findFrame(sandboxed, source);
      if (!isNamed && !frame) return false;
      visitor.id = hello.id;
      const [, events] = frame ?? [origin, named.get(origin)];
      connect(port, source, visitor, events);
    }
    return true;
  }

  const greet = protect((event: MessageEvent): void => {
    if (!onWindowMessage(event)) counts.strangers++;
  });
  addEventListener('message', greet);
  return {
    status: () => ({ ...counts }),
    stop() {
      removeEventListener('message', greet);
      for (const close of links.values()) close();
    },
  };
}

function createCredit(): () => boolean {
  let credit = 0;
  let refilledAt = 0;
  return () => {
    const now = Date.now();
    credit = Math.min(BURST, credit + (now - refilledAt) / PAUSE);
    refilledAt = now;
    return credit >= 1 && credit-- > 0;
  };
}

/** An origin, or a sandboxed frame, and the events that it may hand over; all of them where nobody said which. */
type Allowed = readonly [frame: string | HTMLIFrameElement, events: Events];
type Events = readonly string[] | undefined;

/** Reads an allow-list. What is no list, and what is not sound in it, allows nobody: a text has `includes` as well. */
function readAllowed(
  given: unknown,
  isSound: (frame: unknown) => boolean,
): { readonly allowed: readonly Allowed[]; readonly isMistaken: boolean } {
  const all: readonly (readonly unknown[])[] = Array.isArray(given)
    ? given.map((frame) => [frame, undefined])
    : Object.entries(typeof given === 'object' && given ? given : {});
  const isAllowed = ([frame, events]: readonly unknown[]): boolean =>
    isSound(frame) && (Array.isArray(given) || Array.isArray(events));
  const allowed = all.filter(isAllowed) as unknown as readonly Allowed[];
  const isMistaken = given !== undefined && (typeof given !== 'object' || allowed.length < all.length);
  return { allowed, isMistaken };
}

/** `null` is none: it is that of every sandboxed frame, and of files. */
function isOrigin(text: unknown): boolean {
  return attempt(() => new URL(text as string).origin) === text && text !== 'null';
}

function findFrame(frames: readonly Allowed[], source: Window): Allowed | undefined {
  return frames.find(([frame]) =>
    [...(typeof frame === 'string' ? document.querySelectorAll<HTMLIFrameElement>(frame) : [frame])].some(
      ({ contentWindow }) => contentWindow === source,
    ),
  );
}

/** Lets documents in: consent goes down the port at once and at every change, events come up, and no more of them than fits. */
function createConnect(target: BridgeTarget, counts: Counts, links: Links, protect: Protect) {
  return (port: MessagePort, source: Window, visitor: Visitor, events: Events): void => {
    // Of its last document.
    links.get(visitor)?.();
    const send = (message: HostMessage): void => port.postMessage(message);
    links.set(visitor, close);
    port.onmessage = protect((message: MessageEvent): void => {
      // A frame that loads another document has no more credit than before.
      if (!visitor.maySend()) {
        counts.flooded++;
        close();
        return;
      }
      const parsed = parseFrameMessage(message.data);
      if (!parsed) counts.malformed++;
      else if (parsed.kind === 'closed') close();
      else if (events && !events.includes(parsed.name)) {
        counts.refused++;
        send({ kind: 'tracked', call: parsed.call, result: { outcome: 'refuse', reason: 'undeclared' } });
      } else {
        counts.events++;
        const tracked = target.track(parsed.name, parsed.data as never);
        if (!tracked) return;
        // Not the event's id: whoever knows it may ask a collector for the event, or to erase it.
        const { outcome, reason } = tracked;
        send({ kind: 'tracked', call: parsed.call, result: { outcome, reason } });
      }
    });
    const unsubscribe = target.onConsent((state) => {
      // Its frame was removed, and it did not say so.
      if (source.closed) close();
      // The proof stays here: a consent id would let the embedded page recognise the visitor.
      else send({ kind: 'consent', state: withoutProof(state) });
    });
    counts.frames++;
    function close(): void {
      links.delete(visitor);
      unsubscribe();
      send({ kind: 'closed' });
      port.onmessage = null;
      port.close();
    }
  };
}

/** What a frame has to know of consent, and nothing that a later version adds to it. */
function withoutProof({ categories, regime, evidence, source }: ConsentState): ConsentState {
  return { categories: { ...categories }, regime, evidence, source, proof: {} };
}
