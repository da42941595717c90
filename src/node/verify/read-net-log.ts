import { readFile } from 'node:fs/promises';
import type { SeenRequest } from './evidence.js';

/** What Chromium names as the initiator of what it does by itself. */
const NOBODY = 'not an origin';

interface LogEvent {
  readonly type: number;
  readonly time: string;
  readonly source: { readonly id: number };
  readonly params?: { readonly url?: string; readonly method?: string; readonly initiator?: string };
}

interface LogConstants {
  readonly logEventTypes: { readonly [name: string]: number };
  readonly timeTickOffset: number | string;
}

/**
 * Returns what pages, frames and workers asked for, as the network service logged it: no page can bend that, and it has what
 * was sent while a page went. It has no bodies.
 */
export async function readNetLog(file: string): Promise<SeenRequest[]> {
  // Chromium writes one event a line; a log that was cut off can be read so too.
  const lines = (await readFile(file, 'utf8')).split('\n');
  const constants = readConstants(lines.at(0) ?? '');
  const started = constants.logEventTypes['URL_REQUEST_START_JOB'];
  // A request that is started again, as after a lost connection or for a redirect, keeps its number.
  const known = new Set<string>();
  const askedAt = new Map<number, number>();
  return lines.flatMap((line): SeenRequest[] => {
    const event = parseLine(line) as LogEvent | undefined;
    if (event?.type !== started || event?.params?.url === undefined) return [];
    const { url, method = 'GET', initiator = NOBODY } = event.params;
    const request = `${event.source.id} ${url}`;
    if (initiator === NOBODY || !/^https?:/.test(url) || known.has(request)) return [];
    known.add(request);
    const at = askedAt.get(event.source.id) ?? Number(event.time) + Number(constants.timeTickOffset);
    askedAt.set(event.source.id, at);
    return [
      {
        at,
        method,
        url,
        type: 'Other',
        by: 'page',
        document: initiator,
        headers: {},
        stack: [],
        body: undefined,
        witness: 'network-log',
      },
    ];
  });
}

/** How far two witnesses' times for one request lie apart at most. */
const APART = 2000;

/**
 * Returns the requests that the DevTools protocol did not tell of, such as beacons of a page that goes. Each of its requests
 * stands for one of the log that has the same method and address, in the order of both: the log is late on a busy machine,
 * so that the nearest in time may be the next one of a page that asks over and over.
 */
export function unseenOf(logged: readonly SeenRequest[], seen: readonly SeenRequest[]): SeenRequest[] {
  const left = new Map<string, number[]>();
  for (const { method, url, at } of inOrder(seen)) {
    const request = `${method} ${withoutFragment(url)}`;
    left.set(request, [...(left.get(request) ?? []), at]);
  }
  return inOrder(logged).filter(({ method, url, at }) => {
    // What the browser asks before the request itself is none of the page's.
    if (method === 'OPTIONS') return false;
    const times = left.get(`${method} ${url}`) ?? [];
    const next = times.findIndex((time) => Math.abs(time - at) <= APART);
    if (next < 0) return true;
    times.splice(0, next + 1);
    return false;
  });
}

function inOrder(requests: readonly SeenRequest[]): SeenRequest[] {
  return [...requests].sort((one, other) => one.at - other.at);
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

function readConstants(line: string): LogConstants {
  const { constants } = (parseLine(`${line.replace(/,\s*$/, '')}}`) ?? {}) as { constants?: LogConstants };
  if (constants) return constants;
  throw new Error('The browser wrote no network log.');
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line.replace(/(,|\]\}|\],?)\s*$/, ''));
  } catch {
    return undefined;
  }
}
