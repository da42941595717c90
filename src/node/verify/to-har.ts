import type { SeenRequest, Visit } from './evidence.js';

/** Returns what was sent as an HTTP archive (HAR 1.2): one page a visit. Answers were not recorded, and are left empty. */
export function toHar(visits: readonly Visit[], version: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'headgate verify', version },
      pages: visits.map(({ kind, steps }) => ({
        startedDateTime: toTime(steps.at(0)?.from ?? 0),
        id: kind,
        title: kind,
        pageTimings: {},
      })),
      entries: visits.flatMap(({ kind, requests }) => requests.map((request) => toEntry(kind, request))),
    },
  };
}

function toEntry(page: string, { at, method, url, type, headers, stack, body, witness }: SeenRequest): object {
  const named = (pairs: Iterable<readonly [string, string]>): object[] =>
    [...pairs].map(([name, value]) => ({ name, value }));
  return {
    pageref: page,
    startedDateTime: toTime(at),
    time: 0,
    request: {
      method,
      url,
      httpVersion: '',
      cookies: [],
      headers: named(Object.entries(headers)),
      queryString: named(new URL(url).searchParams),
      headersSize: -1,
      bodySize: body?.length ?? 0,
      ...(body && { postData: { mimeType: headers['Content-Type'] ?? '', ...toText(body) } }),
    },
    response: {
      status: 0,
      statusText: '',
      httpVersion: '',
      cookies: [],
      headers: [],
      content: NOTHING,
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _resourceType: type,
    _witness: witness,
    _stack: stack,
  };
}

const NOTHING = { size: 0, mimeType: '' };

function toText(body: Uint8Array): { text: string; encoding?: 'base64' } {
  const bytes = Buffer.from(body);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { text } : { text: bytes.toString('base64'), encoding: 'base64' };
}

function toTime(at: number): string {
  return new Date(at).toISOString();
}
