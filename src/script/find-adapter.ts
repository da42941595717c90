import { own } from '../safety/own.js';

/** A name that people know from elsewhere. */
const ALSO_KNOWN: { readonly [name: string]: string } = { globalprivacycontrol: 'gpc' };

/** Finds an adapter by its name; also by one that differs in case, or that it is known by elsewhere, which is said. */
export function findAdapter<T>(
  adapters: { readonly [name: string]: T },
  name: unknown,
  say: (name: string) => void,
): T | undefined {
  const text = String(name);
  const exact = own(adapters, text);
  if (exact) return exact;
  say(text);
  const plain = text.toLowerCase();
  const meant = own(ALSO_KNOWN, plain) ?? plain;
  return Object.entries(adapters).find(([known]) => known.toLowerCase() === meant)?.[1];
}
