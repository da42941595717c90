import { readFileSync } from 'node:fs';
import type { Project } from './project.js';
import { TRACKING_WORDS } from './find-in-code.js';
import { VENDOR_GLOBALS, VENDOR_HOOKS, VENDOR_PACKAGES, VENDORS } from './vendors.js';

/** Whoever tracks by Headgate says its name, or that of the function, somewhere. */
const OWN_WORDS = /headgate|(?<![\w$])track(?![\w$])/i;

const WORDS: ReadonlySet<string> = new Set([...VENDOR_GLOBALS.keys(), ...VENDOR_HOOKS.keys()]);

const VENDOR_ADDRESSES = new RegExp(
  [...VENDOR_PACKAGES, ...VENDORS.flatMap(({ hosts = [] }) => hosts)].map((one) => escape(one)).join('|'),
  'i',
);

/** An import of a package that calls itself a tracker. */
const TRACKING_IMPORT = new RegExp(
  String.raw`(?:from|import|require)\s*\(?\s*['"](?=[\w@])[^'"\n]*(?:${TRACKING_WORDS})`,
  'i',
);

const IMPORTS = /\b(?:from|import|require)\s*\(?\s*(['"])([.@~$a-z][^'"\n]*)\1/g;
const EXPORTS = /\bexport\b[^'";]*\bfrom\s*(['"])([.@~][^'"\n]*)\1/g;

/**
 * Returns whether a file can have anything to find, so that the others need no parsing: by its words, or because it imports
 * from a file that offers what tracks, itself or from further on.
 */
export function createInterest(project: Project, events: readonly string[]): (file: string, text: string) => boolean {
  // What another package sends under the name of a declared event.
  const sending = new RegExp(
    String.raw`\b(?:track|capture|identify|page|screen|send|push|emit|publish|log)\w*\s*\(\s*['"](?:${events.map((one) => escape(one)).join('|')})['"]`,
  );
  const offers = new Map<string, boolean>();

  function isOffering(file: string): boolean {
    const known = offers.get(file);
    if (known !== undefined) return known;
    // Files may import each other in a circle.
    offers.set(file, false);
    const text = readFileSync(file, 'utf8');
    const isOffer = isTelling(text) || leadsTo(EXPORTS, file, text) || leadsTo(IMPORTS, file, text);
    offers.set(file, isOffer);
    return isOffer;
  }

  function leadsTo(pattern: RegExp, file: string, text: string): boolean {
    return [...text.matchAll(pattern)].some(([, , from = '']) => {
      const target = project.resolve(from, file);
      return target !== undefined && isOffering(target);
    });
  }

  function isTelling(text: string): boolean {
    return OWN_WORDS.test(text) || hasVendorWord(text) || sending.test(text);
  }

  return (file, text) => isTelling(text) || leadsTo(IMPORTS, file, text);
}

/** A word of prose is followed by the next one; what code does with a global is not. */
const IN_CODE = /(?<=\.)[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*(?!\s*[\w$])/g;

function hasVendorWord(text: string): boolean {
  for (const [word] of text.matchAll(IN_CODE)) if (WORDS.has(word)) return true;
  return VENDOR_ADDRESSES.test(text) || TRACKING_IMPORT.test(text);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
