import type { CDPSession, Protocol } from 'puppeteer-core';
import type { SeenRequest } from './evidence.js';
import { toStack } from './read-stack.js';

/** How much of a body the browser keeps for us. */
export const LARGEST_BODY = 10_000_000;

/** Where all that watch requests write to. */
export interface RequestLog {
  readonly requests: SeenRequest[];
  /** Requests without an end yet. */
  readonly open: Set<string>;
  /** By this machine's clock: when one was last seen to begin or end. */
  lastRequest: number;
  /** Work that has to be done before the log is complete. */
  readonly track: (work: Promise<unknown>) => void;
}

/** Logs what a page, a frame or a worker sends: requests with their bodies, and messages on open connections. */
export function watchRequests(session: CDPSession, target: Protocol.Target.TargetInfo, log: RequestLog): void {
  const note = (request: Omit<SeenRequest, 'by' | 'witness'>): SeenRequest => {
    const seen: SeenRequest = { ...request, by: target.type, witness: 'devtools' };
    log.lastRequest = Date.now();
    log.requests.push(seen);
    return seen;
  };
  const askedAt = new Map<string, number>();
  session.on(
    'Network.requestWillBeSent',
    ({ request, requestId, redirectResponse, wallTime, type = 'Other', initiator, documentURL }) => {
      if (!/^https?:/.test(request.url)) return;
      // Where a request is redirected to was decided when the page asked, as when the browser itself makes it HTTPS.
      const at = (redirectResponse && askedAt.get(requestId)) ?? wallTime * 1000;
      askedAt.set(requestId, at);
      // Nobody waits for what is sent in passing, or for a stream.
      if (type !== 'Ping' && type !== 'EventSource') log.open.add(`${target.targetId} ${requestId}`);
      const { url, method, headers, hasPostData } = request;
      const place = { url, type, document: documentURL || target.url, stack: toStack(initiator) };
      const seen = note({ at, method, headers, body: bodyIn(request), ...place });
      if (hasPostData && !seen.body) log.track(askBody(session, requestId, seen));
    },
  );
  const end = ({ requestId }: { readonly requestId: string }): void => {
    askedAt.delete(requestId);
    log.open.delete(`${target.targetId} ${requestId}`);
    log.lastRequest = Date.now();
  };
  session.on('Network.loadingFinished', end);
  session.on('Network.loadingFailed', end);
  watchConnections(session, target, note);
}

function watchConnections(
  session: CDPSession,
  target: Protocol.Target.TargetInfo,
  note: (request: Omit<SeenRequest, 'by' | 'witness'>) => SeenRequest,
): void {
  const sockets = new Map<string, SeenRequest>();
  const toOpening = (
    url: string,
    initiator: Protocol.Network.Initiator | undefined,
  ): Omit<SeenRequest, 'by' | 'witness'> => ({
    at: Date.now(),
    method: 'CONNECT',
    url,
    type: 'WebSocket',
    document: target.url,
    headers: {},
    stack: initiator ? toStack(initiator) : [],
    body: undefined,
  });
  session.on('Network.webSocketCreated', ({ requestId, url, initiator }) => {
    sockets.set(requestId, note(toOpening(url, initiator)));
  });
  session.on('Network.webSocketFrameSent', ({ requestId, response }) => {
    const socket = sockets.get(requestId);
    const isText = response.opcode === 1;
    const body = Buffer.from(response.payloadData, isText ? 'utf8' : 'base64');
    if (socket) note({ ...socket, at: Date.now(), method: 'SEND', body });
  });
  session.on('Network.webTransportCreated', ({ url, initiator }) => {
    note({ ...toOpening(url, initiator), type: 'WebTransport' });
  });
}

/** The body as it stands in the event; nothing where it has to be asked for. */
function bodyIn({ postDataEntries = [], postData }: Protocol.Network.Request): Uint8Array | undefined {
  const parts = postDataEntries.map(({ bytes }) => bytes);
  const isWhole = parts.length > 0 && parts.every((bytes) => bytes !== undefined);
  if (isWhole) return Buffer.concat(parts.map((bytes) => Buffer.from(bytes ?? '', 'base64')));
  return postData === undefined ? undefined : Buffer.from(postData);
}

async function askBody(session: CDPSession, requestId: string, request: SeenRequest): Promise<void> {
  const { postData } = await session.send('Network.getRequestPostData', { requestId });
  request.body = Buffer.from(postData);
}
