import type { Configuration } from './start-script.js';

export type { Configuration };

const BLOCK = 'headgate-config';

/** What the page says of configuration. */
export interface Found {
  readonly configuration?: Configuration;
  /** There is one that cannot be read, or several: nobody can tell which of them is the page's own. */
  readonly isFaulty: boolean;
  /** Nothing that is still to come in the markup can be another one. */
  readonly isProven: boolean;
}

/**
 * Finds the configuration: the `data-config` attribute of the script elements that hold this file, as JSON or as the id of a
 * JSON block, else the block `#headgate-config`. There is exactly one: an element that says nothing means the block, so an
 * attribute beside it is a second one. Only script elements count, and the document's own methods are used: markup that a
 * visitor can write (`<img name=currentScript>`, `<a id=headgate-config>`) is never taken for it. Where the page gives its
 * scripts a nonce, the block carries it too.
 */
export function findConfiguration(inclusions: readonly unknown[]): Found {
  const scripts = inclusions.filter((script) => script instanceof HTMLScriptElement);
  const nonce = findNonce(inclusions);
  const attributes = scripts.map((script) => script.getAttribute('data-config'));
  const said = new Set(attributes.filter((attribute) => attribute !== null));
  const places = new Set(scripts.length > 0 ? attributes.map((attribute) => attribute ?? BLOCK) : [BLOCK]);
  const texts = [...places].flatMap((place) => (place.startsWith('{') ? [place] : readBlocks(place, nonce)));
  const [text] = texts;
  const configuration = texts.length === 1 && said.size < 2 ? parse(text!) : undefined;
  return {
    ...(configuration && { configuration }),
    isFaulty: !configuration && (texts.length > 0 || said.size > 0),
    isProven: !!configuration && !!nonce,
  };
}

/** What explains problems, as the script elements say: the address of the file, and when. It is to be had where no configuration is. */
export function findDebug(inclusions: readonly unknown[]): Pick<Configuration, 'debug' | 'debugWhen'> {
  const script = inclusions.find((each) => each instanceof HTMLScriptElement && each.dataset['debug']);
  const { debug, debugWhen } = (script as HTMLScriptElement | undefined)?.dataset ?? {};
  return debug ? { debug, ...(debugWhen !== undefined && { debugWhen: 'asked' }) } : {};
}

/** The page's nonce, where one of these elements runs by it. */
export function findNonce(inclusions: readonly unknown[]): string | undefined {
  return inclusions.map((script) => (script instanceof HTMLScriptElement ? script.nonce : '')).find(Boolean);
}

function readBlocks(id: string, nonce = ''): string[] {
  const selector = `script[type="application/json"][id="${CSS.escape(id)}"]`;
  const blocks = [...Document.prototype.querySelectorAll.call(document, selector)] as HTMLScriptElement[];
  return blocks.filter((block) => !nonce || block.nonce === nonce).map(({ textContent }) => textContent ?? '');
}

function parse(text: string): Configuration | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value ? value : undefined;
  } catch {
    return undefined;
  }
}
