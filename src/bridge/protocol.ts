import type { ConsentState } from '../consent/consent.js';
import type { Tracked } from '../instance/headgate.js';

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
export type FrameMessage =
  | { readonly kind: 'track'; readonly call: number; readonly name: string; readonly data: unknown }
  /** Its document is about to go, or tracks no more. */
  | { readonly kind: 'closed' };

/** The host to the embedded page, on the port. The first is `consent`: it makes the port the one in use. */
export type HostMessage =
  | { readonly kind: 'consent'; readonly state: ConsentState }
  | { readonly kind: 'tracked'; readonly call: number; readonly result: Tracked }
  /** The host hears this page no more: it sent too much, or the host has ended. */
  | { readonly kind: 'closed' };

export function parseHello(message: unknown): Hello | undefined {
  const { protocol, kind, id } = read(message);
  return protocol === PROTOCOL && kind === 'hello' && typeof id === 'string' ? { protocol, kind, id } : undefined;
}

export function parseFrameMessage(message: unknown): FrameMessage | undefined {
  const { kind, call, name, data } = read(message);
  if (kind === 'closed') return { kind };
  const isTrack = kind === 'track' && typeof call === 'number' && typeof name === 'string';
  return isTrack ? { kind, call, name, data } : undefined;
}

export function parseHostMessage(message: unknown): HostMessage | undefined {
  const { kind, call, state, result } = read(message);
  if (kind === 'closed') return { kind };
  if (kind === 'consent' && isObject(state)) return { kind, state: state as unknown as ConsentState };
  const isTracked = kind === 'tracked' && typeof call === 'number' && isObject(result);
  return isTracked ? { kind, call, result: result as unknown as Tracked } : undefined;
}

interface Fields {
  readonly [field: string]: unknown;
}

function read(message: unknown): Fields {
  return isObject(message) ? message : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
