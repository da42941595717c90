import { own } from '../safety/own.js';

/** A name that people know from elsewhere. */
const ALSO_KNOWN: { readonly [name: string]: string } = { globalprivacycontrol: 'gpc' };

/** Finds an adapter by its name; also by one that differs in case, or that it is known by elsewhere, which is said. */
export function findAdapter<T>(
  adapters: { readonly [name: string]: T },
  name: string,
  say: (name: string) => void,
): T | undefined {
  const exact = own(adapters, name);
  if (exact) return exact;
  say(name);
  const plain = name.toLowerCase();
  const meant = own(ALSO_KNOWN, plain) ?? plain;
  return Object.entries(adapters).find(([known]) => known.toLowerCase() === meant)?.[1];
}
