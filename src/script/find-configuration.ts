import type { Configuration } from './start-script.js';

export type { Configuration };

const BLOCK = 'headgate-config';

/**
 * Finds the configuration: the `data-config` attribute of the script element that is running, as JSON or as the id of a JSON
 * block, else the block `#headgate-config`. Only script elements count, and the document's own methods are used: markup
 * that a visitor can write (`<img name=currentScript>`, `<a id=headgate-config>`) is never taken for it.
 */
export function findConfiguration(running: unknown): Configuration | undefined {
  const attribute = running instanceof HTMLScriptElement ? running.getAttribute('data-config') : null;
  const text = attribute?.startsWith('{') ? attribute : readBlock(attribute ?? BLOCK);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readBlock(id: string): string {
  const selector = `script[type="application/json"][id="${CSS.escape(id)}"]`;
  return Document.prototype.querySelector.call(document, selector)?.textContent ?? '';
}
