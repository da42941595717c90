/** A server that takes what any tracker sends, keeps it, and answers as its vendor's does, or fails as networks do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { listen } from './listen.js';

/** `200` takes the event. `reset` breaks the connection off, `hang` never answers, `redirect` and `portal` lead to a page of HTML. */
export type Answer = 200 | 429 | 503 | 'reset' | 'redirect' | 'portal' | 'hang';

export interface Received {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Address and body, in every reading of them that makes sense. */
  readonly text: string;
  readonly isTaken: boolean;
}

export interface RecordingCollector {
  readonly origin: string;
  /** In order of arrival, without preflights. */
  readonly received: readonly Received[];
  /** From now on: what any request but one for settings is answered. */
  readonly answer: (answer: Answer) => void;
  /** Returns whether an event with this note came and was taken. */
  readonly hasTaken: (note: string) => boolean;
  /** Returns how many requests came with this note, whatever they were answered. */
  readonly countSeen: (note: string) => number;
  readonly close: () => Promise<void>;
}

const LOGIN = '<!doctype html><title>Welcome</title><p>Log in to use this network.</p>';

/** Starts one on a free port of this machine. */
export async function openCollector(): Promise<RecordingCollector> {
  const received: Received[] = [];
  let current: Answer = 200;
  let origin = '';

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowOrigin(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const path = (request.url ?? '/').replace(/\?.*/, '');
    if (path === '/login') return void response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN);
    const settings = findSettings(path, origin);
    const answer = settings ? 200 : current;
    const bytes = await readBytes(request);
    const text = readings(Buffer.from(request.url ?? ''), bytes);
    received.push({ method: request.method ?? '', path, text, isTaken: answer === 200 });
    if (answer === 200) sendJson(response, 200, settings ?? acknowledge(bytes));
    else fail(answer, response);
  }

  const { port, close } = await listen((request, response) => void exchange(request, response));
  // Another site than the shop's, and to the browser as trustworthy as https.
  origin = `http://localhost:${port}`;
  return {
    origin,
    received,
    answer(next) {
      current = next;
    },
    hasTaken: (note) => received.some(({ text, isTaken }) => isTaken && text.includes(note)),
    countSeen: (note) => received.filter(({ text }) => text.includes(note)).length,
    close,
  };
}

function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
}

function fail(answer: Exclude<Answer, 200>, response: ServerResponse): void {
  switch (answer) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'redirect':
      response.writeHead(302, { location: '/login' }).end();
      return;
    case 'portal':
      response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN);
      return;
    case 429:
      response.setHeader('retry-after', '1');
      response.setHeader('access-control-expose-headers', 'retry-after');
      sendJson(response, answer, {});
      return;
    case 503:
      sendJson(response, answer, {});
  }
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** What Segment's client asks for before it starts. */
function findSettings(path: string, origin: string): object | undefined {
  if (!path.endsWith('/settings')) return undefined;
  // Such as `/v1/projects/KEY/settings`: its queue on the device is named after the key that comes back.
  const apiKey = path.split('/').at(-2);
  const apiHost = `${origin.replace('http://', '')}/v1`;
  return {
    integrations: { 'Segment.io': { apiKey, apiHost, protocol: 'http' } },
    consentSettings: { allCategories: ['analytics'], hasUnmappedDestinations: false },
  };
}

/** Success, in the words of each vendor. Headgate asks which events were taken. */
function acknowledge(bytes: Buffer): object {
  const common = { status: 1, code: 200, success: true };
  try {
    const { events } = JSON.parse(bytes.toString()) as { events: readonly { readonly id: string }[] };
    return { ...common, accepted: events.map(({ id }) => id), rejected: [] };
  } catch {
    return common;
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // Broken off by a page that ended: what came is what is known of it.
  }
  return Buffer.concat(chunks);
}

/** As it came, unpacked, and out of percent signs and base64: a note is found however it was written. */
function readings(...parts: readonly Buffer[]): string {
  const plain = parts.map((part) => unpack(part).toString());
  const decoded = plain.map(decodePercent);
  const encoded = decoded.flatMap((text) => text.match(/[A-Za-z0-9+/_-]{40,}/g) ?? []);
  return [...plain, ...decoded, ...encoded.map((text) => Buffer.from(text, 'base64').toString())].join('\n');
}

function unpack(part: Buffer): Buffer {
  if (part[0] !== 0x1f || part[1] !== 0x8b) return part;
  try {
    return gunzipSync(part);
  } catch {
    // Broken off in the middle.
    return part;
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
