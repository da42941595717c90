import { readFileSync } from 'node:fs';

/** Where the overlay lies: beside the command's folder, and from the sources where it is built to. */
const PLACES = ['../headgate-inspector.min.js', '../../../dist/headgate-inspector.min.js'];

/**
 * Returns the overlay's module as an expression that opens it, and is `true` once the page has a Headgate to show. As an expression
 * that the DevTools protocol evaluates, it needs nothing of the page's policy.
 */
export function inspectorScript(): string {
  const module = readModule();
  const body = module.replace(/export\s*\{[^}]*\};?\s*$/, '');
  if (body === module) throw new Error('The built inspector has no list of exports at its end.');
  return `(() => {
    if (typeof globalThis.headgate?.watch !== 'function') return false;
    ${body}
    startInspector();
    return true;
  })()`;
}

function readModule(): string {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch {
      // Not there: from the other folder.
    }
  }
  throw new Error('This package has no headgate-inspector.min.js: build it.');
}
