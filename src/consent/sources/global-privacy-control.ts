import type { Regime } from '../../manifest/manifest.js';
import type { ConsentSource } from '../consent.js';

export interface GlobalPrivacyControlOptions {
  /**
   * The regime of this visitor, where the page knows it. In `opt-in`, where the law does not bind to the signal and a choice
   * made here says more, it closes only the categories that the manifest marks with `"gpc": true`.
   */
  readonly regime?: Regime;
}

/**
 * Global Privacy Control (https://w3c.github.io/gpc/). A signal that only ever closes: without it, this source has no
 * opinion. It denies every category, except those that the manifest takes out with `"gpc": false` because they are neither
 * sold, shared nor used for advertising. The value is fixed for a page, so it is read again only when the page is shown.
 */
export function globalPrivacyControl({ regime }: GlobalPrivacyControlOptions = {}): ConsentSource {
  return ({ codes, report }) => {
    const bound = Object.entries(codes('gpc')).filter(([, code]) => (code ?? regime !== 'opt-in') !== false);
    const read = (): void => {
      const signal: unknown = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
      const isOn = signal === true || signal === '1';
      const categories = Object.fromEntries(isOn ? bound.map(([category]) => [category, 'denied' as const]) : []);
      report({ source: 'gpc', categories, basis: 'signal' });
    };
    read();
    addEventListener('pageshow', read);
    return () => removeEventListener('pageshow', read);
  };
}
