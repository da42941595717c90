import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';

/** What is read of the page. Before its script is there, `window.Osano` is a queue without `cm`. */
interface Page {
  readonly Osano?: { readonly cm?: ConsentManager };
}

interface ConsentManager {
  addEventListener(event: string, listener: () => void): void;
  removeEventListener(event: string, listener: () => void): void;
  getConsent(): { readonly [category: string]: string | undefined };
  readonly consentModel?: string;
  readonly gdprApplies?: boolean;
  readonly jurisdiction?: unknown;
}

const DEFAULTS = {
  necessary: 'ESSENTIAL',
  functional: 'STORAGE',
  personalization: 'PERSONALIZATION',
  analytics: 'ANALYTICS',
  marketing: 'MARKETING',
};
const SAVED = 'osano-cm-consent-saved';

/**
 * Osano (https://developers.osano.com/cmp). `getConsent()` answers with defaults before the visitor does, and its storage
 * is encrypted: that a choice is stored is known only because a listener for its saving is then called at once. The choice
 * `OPT_OUT` has the opposite sense, and closes all but what is essential. A switch that is not saved is no choice.
 *
 * @example
 * ```ts
 * import { createHeadgate, osano } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [osano()], collectors });
 * ```
 */
export function osano(): ConsentSource {
  return (host) => {
    let isSaved = false;
    return followPlatform(host, {
      name: 'osano',
      defaults: DEFAULTS,
      listen(update) {
        const cm = (window as Page).Osano?.cm;
        const onSaved = (): void => {
          isSaved = true;
          update();
        };
        cm?.addEventListener(SAVED, onSaved);
        return cm && (() => cm.removeEventListener(SAVED, onSaved));
      },
      read() {
        const cm = (window as Page).Osano?.cm;
        return cm && readOsano(cm, isSaved);
      },
    });
  };
}

function readOsano(cm: ConsentManager, isSaved: boolean): PlatformAnswer {
  const { consentModel, gdprApplies, jurisdiction } = cm;
  const consent = cm.getConsent();
  const id = isSaved && localStorage.getItem('osano_consentmanager_uuid');
  return {
    allows: (code) =>
      Object.hasOwn(consent, code)
        ? consent[code] === 'ACCEPT' && (code === 'ESSENTIAL' || consent['OPT_OUT'] !== 'ACCEPT')
        : undefined,
    evidence: isSaved ? 'explicit' : 'default',
    regime: gdprApplies || consentModel === 'explicit' ? 'opt-in' : consentModel === 'implied' ? 'opt-out' : undefined,
    region: String(jurisdiction ?? '').toUpperCase(),
    proof: id ? { id } : undefined,
  };
}
