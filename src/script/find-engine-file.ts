/** What a page says of where the second file is. */
export interface EnginePlace {
  /** The script elements that hold the first file. */
  readonly inclusions: readonly unknown[];
  /** The address, where the page names one. */
  readonly engine?: string | undefined;
}

/** The second file, as it is asked for. */
export interface EngineFile {
  readonly address: URL;
  /** Asked for like the first one: `null` without CORS. */
  readonly crossOrigin: string | null;
  readonly nonce: string;
  /** Whether the browser can compare it with its hash: what is loaded from elsewhere without CORS it does not let anybody read. */
  readonly isChecked: boolean;
}

/**
 * Finds the second file beside the first one, with the same query; or where the page says that it is, by `data-engine` or by the
 * queue's `configure`.
 *
 * @param file - Its name, `headgate-engine.min.js`.
 * @throws where nobody knows where the first one came from.
 */
export function findEngineFile({ inclusions, engine }: EnginePlace, file: string): EngineFile {
  const scripts = inclusions.filter((script) => script instanceof HTMLScriptElement);
  const first = scripts.find(({ src, dataset }) => src || dataset['engine']) ?? findByName(file.replace('-engine', ''));
  const { src = '', crossOrigin = null, nonce = '', dataset } = first ?? {};
  const named = engine ?? dataset?.['engine'];
  const address = new URL(named ?? file, src || (named && location.href));
  if (named === undefined) address.search = new URL(src).search;
  const isOwn = address.origin === location.origin && globalThis.origin !== 'null';
  return { address, crossOrigin, nonce, isChecked: crossOrigin !== null || isOwn };
}

/** A module does not say from which element it runs. */
function findByName(file: string): HTMLScriptElement | undefined {
  const scripts = [...Document.prototype.querySelectorAll.call(document, 'script[src]')] as HTMLScriptElement[];
  return scripts.find(({ src }) => URL.canParse(src) && new URL(src).pathname.endsWith(`/${file}`));
}
