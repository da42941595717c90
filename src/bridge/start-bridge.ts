import type { Headgate } from '../headgate.js';
import { createProtect } from '../safety/protect.js';
import { isHello, parseFrameMessage, type HostMessage } from './protocol.js';

export interface BridgeOptions {
  /** Origins of the embedded pages that may track through this page. */
  readonly origins: readonly string[];
}

/**
 * The host page's side of the bridge. An embedded page of an allowed origin says hello with a MessagePort; from then on it
 * gets consent and hands over events on that port, which belongs to its one document. Its events go the way of the
 * page's own: this page's manifest, this page's gate. Returns what closes all ports.
 */
export function startBridge(headgate: Pick<Headgate, 'track' | 'onConsent'>, { origins }: BridgeOptions): () => void {
  const protect = createProtect(() => {});
  const closers = new Set<() => void>();

  const greet = protect((event: MessageEvent): void => {
    // Strangers cost one comparison.
    if (!origins.includes(event.origin)) return;
    const port = event.ports[0];
    if (!port || !isHello(event.data) || !isEmbedded(event.source)) return;
    const send = (message: HostMessage): void => port.postMessage(message);
    port.onmessage = protect((message: MessageEvent) => {
      const parsed = parseFrameMessage(message.data);
      if (parsed)
        send({ kind: 'tracked', call: parsed.call, result: headgate.track(parsed.name, parsed.data as never) });
    });
    const unsubscribe = headgate.onConsent((state) => send({ kind: 'consent', state }));
    closers.add(() => {
      unsubscribe();
      port.close();
    });
  });

  addEventListener('message', greet);
  return () => {
    removeEventListener('message', greet);
    for (const close of closers) close();
  };
}

/** Whether a window is a frame of this document. */
function isEmbedded(source: MessageEventSource | null): boolean {
  return [...document.querySelectorAll('iframe')].some(({ contentWindow }) => contentWindow === source);
}
