import type { Environment } from '../environment.js';
import type { Collector } from './collector.js';

/** Asks a collector to erase events. Answers whether it said yes; one that cannot erase says no. */
export async function askErasure(
  collector: Collector,
  ids: readonly string[],
  subject: { readonly [field: string]: string },
  { fetch }: Pick<Environment, 'fetch'>,
): Promise<boolean> {
  if (!ids.length && !Object.keys(subject).length) return false;
  try {
    const request = 'erase' in collector ? collector.erase?.(ids, subject) : undefined;
    if (!request) return false;
    const { url, body, type = 'text/plain;charset=UTF-8', headers } = request;
    const response = await fetch(url, {
      ...{ method: 'POST', body, headers: { 'content-type': type, ...headers } },
      ...{ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', cache: 'no-store' },
    });
    return response.ok;
  } catch {
    return false;
  }
}
