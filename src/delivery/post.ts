import type { Environment } from '../instance/environment.js';
import type { CollectorRequest } from './collector.js';

export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** One request to a collector: nothing of the page goes with it. */
export function post(
  fetch: Environment['fetch'],
  { url, type = 'text/plain;charset=UTF-8', headers }: CollectorRequest,
  body: Uint8Array<ArrayBuffer>,
  more?: RequestInit,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...headers },
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    // A captive portal answers with a redirect; as an error it is told apart from the collector.
    redirect: 'error',
    cache: 'no-store',
    ...more,
  });
}
