import type { ConsentState } from '../consent/consent.js';
import type { Tracked } from '../headgate.js';

/** The version of the wire format. Both sides ignore what carries another one. */
export const PROTOCOL = 'headgate/1';

/** The embedded page to its host's window, with a MessagePort. Said again, with another port, until the host answers. */
export interface Hello {
  readonly protocol: typeof PROTOCOL;
  readonly kind: 'hello';
  /** Random for each document, so that a host knows a greeting said twice from another document in the same frame. */
  readonly id: string;
}

/** The embedded page to its host, on the port. */
export type FrameMessage = {
  readonly kind: 'track';
  readonly call: number;
  readonly name: string;
  readonly data: unknown;
};

/** The host to the embedded page, on the port. The first is `consent`: it makes the port the one in use. */
export type HostMessage =
  | { readonly kind: 'consent'; readonly state: ConsentState }
  | { readonly kind: 'tracked'; readonly call: number; readonly result: Tracked }
  /** The host hears this page no more: it sent too much. */
  | { readonly kind: 'closed' };

export function parseHello(message: unknown): Hello | undefined {
  if (!isObject(message) || message['protocol'] !== PROTOCOL || message['kind'] !== 'hello') return undefined;
  const { id } = message;
  return typeof id === 'string' ? { protocol: PROTOCOL, kind: 'hello', id } : undefined;
}

export function parseFrameMessage(message: unknown): FrameMessage | undefined {
  if (!isObject(message) || message['kind'] !== 'track') return undefined;
  const { call, name, data } = message;
  return typeof call === 'number' && typeof name === 'string' ? { kind: 'track', call, name, data } : undefined;
}

export function parseHostMessage(message: unknown): HostMessage | undefined {
  if (!isObject(message)) return undefined;
  const { kind, state, result, call } = message;
  if (kind === 'closed') return { kind };
  if (kind === 'consent' && isObject(state)) return { kind, state: state as unknown as ConsentState };
  if (kind === 'tracked' && isObject(result) && typeof call === 'number') {
    return { kind, call, result: result as unknown as Tracked };
  }
  return undefined;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
