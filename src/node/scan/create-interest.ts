import { readFileSync } from 'node:fs';
import type { Project } from './project.js';
import { VENDOR_GLOBALS, VENDOR_PACKAGES, VENDORS } from './vendors.js';

/** Whoever tracks by Headgate says its name, or that of the function, somewhere. */
const OWN_WORDS = /headgate|track/i;

const VENDOR_WORDS = new RegExp(
  [
    ...[...VENDOR_GLOBALS.keys(), ...VENDOR_PACKAGES.keys()]
      .map(escape)
      .map((name) => String.raw`(?<![\w$])${name}(?![\w$])`),
    ...VENDORS.flatMap(({ hosts = [] }) => hosts).map(escape),
  ].join('|'),
  'i',
);

const IMPORTS = /\b(?:from|import|require)\s*\(?\s*(['"])([.@~][^'"\n]*)\1/g;
const EXPORTS = /\bexport\b[^'";]*\bfrom\s*(['"])([.@~][^'"\n]*)\1/g;

/**
 * Returns whether a file can have anything to find, so that the others need no parsing: by its words, or because it imports
 * from a file that offers what tracks, itself or from further on.
 */
export function createInterest(project: Project): (file: string, text: string) => boolean {
  const offers = new Map<string, boolean>();

  function isOffering(file: string): boolean {
    const known = offers.get(file);
    if (known !== undefined) return known;
    // Files may import each other in a circle.
    offers.set(file, false);
    const text = readFileSync(file, 'utf8');
    const isOffer = OWN_WORDS.test(text) || leadsTo(EXPORTS, file, text);
    offers.set(file, isOffer);
    return isOffer;
  }

  function leadsTo(pattern: RegExp, file: string, text: string): boolean {
    return [...text.matchAll(pattern)].some(([, , from = '']) => {
      const target = project.resolve(from, file);
      return target !== undefined && isOffering(target);
    });
  }

  return (file, text) => OWN_WORDS.test(text) || VENDOR_WORDS.test(text) || leadsTo(IMPORTS, file, text);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
