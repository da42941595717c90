import type { BridgeOptions } from '../bridge/start-bridge.js';
import type { MagentoOptions } from '../consent/sources/magento.js';
import type { ManualOptions } from '../consent/sources/manual.js';
import type { JsonOptions } from '../delivery/collectors/json.js';
import type { HeadgateOptions } from '../headgate.js';
import type { Manifest } from '../manifest/manifest.js';

/** The script tag's configuration: JSON, so it needs no inline script and no nonce. */
export interface Configuration extends Partial<Omit<HeadgateOptions<Manifest>, 'sources' | 'collectors'>> {
  readonly sources?: {
    readonly manual?: ManualOptions;
    readonly magento?: MagentoOptions;
    readonly onetrust?: object;
    readonly gpc?: object;
  };
  readonly collectors?: { readonly [lane: string]: JsonOptions & { readonly type: 'json' } };
  /** Embedded pages that may track through this page: their origins, or with selectors of sandboxed frames. */
  readonly frames?: readonly string[] | BridgeOptions;
}

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
