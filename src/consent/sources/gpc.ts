import type { Regime } from '../../manifest/manifest.js';
import type { ConsentReading, ConsentSource } from '../consent.js';

export interface GpcOptions {
  /** The regime of all visitors of this page. @defaultValue as the manifest says for the region */
  readonly regime?: Regime;
}

/**
 * Global Privacy Control (https://w3c.github.io/gpc/). A signal that only ever closes: without it, this source has no
 * opinion. It denies every category, except those that the manifest takes out with `"gpc": false` because they are neither
 * sold, shared nor used for advertising. Where the manifest says opt-in for the visitor's region, whose law does not bind to
 * the signal, a choice made here says more: there it denies only the categories that the manifest marks with `"gpc": true`.
 * A default for all other regions does not lift it, nor does what a banner says of the law. The value is fixed for a page, so
 * it is read again only when the page is shown.
 *
 * @example
 * ```ts
 * import { createHeadgate, gpc, onetrust } from 'headgate';
 *
 * // The strictest counts: the signal closes what the banner granted.
 * createHeadgate({ manifest, consent: [onetrust(), gpc()], collectors });
 * ```
 */
export function gpc({ regime }: GpcOptions = {}): ConsentSource {
  return ({ codes, report }) => {
    const read = (): void => {
      const signal: unknown = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
      const isOn = signal === true || signal === '1';
      const deny = (unmarked: boolean): ConsentReading['categories'] =>
        Object.fromEntries(
          Object.entries(codes('gpc'))
            .filter(([, code = unmarked]) => isOn && code !== false)
            .map(([category]) => [category, 'denied']),
        );
      const marked = deny(false);
      report({
        source: 'gpc',
        categories: regime === 'opt-in' ? marked : deny(true),
        ...(!regime && { inOptIn: marked }),
        evidence: 'signal',
      });
    };
    read();
    addEventListener('pageshow', read);
    return () => removeEventListener('pageshow', read);
  };
}
