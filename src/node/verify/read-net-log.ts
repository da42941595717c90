import { readFile } from 'node:fs/promises';
import type { SeenRequest } from './evidence.js';

/** What Chromium names as the initiator of what it does by itself. */
const NOBODY = 'not an origin';

interface LogEvent {
  readonly type: number;
  readonly time: string;
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
  return lines.flatMap((line): SeenRequest[] => {
    const event = parseLine(line) as LogEvent | undefined;
    if (event?.type !== started || event?.params?.url === undefined) return [];
    const { url, method = 'GET', initiator = NOBODY } = event.params;
    if (initiator === NOBODY || !/^https?:/.test(url)) return [];
    return [
      {
        at: Number(event.time) + Number(constants.timeTickOffset),
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

/** Returns those whose address the DevTools protocol did not see, each once. */
export function unseenOf(logged: readonly SeenRequest[], seen: readonly SeenRequest[]): SeenRequest[] {
  const known = new Set(seen.map(({ url }) => withoutFragment(url)));
  return logged.filter(({ url }) => {
    const isNew = !known.has(url);
    known.add(url);
    return isNew;
  });
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
