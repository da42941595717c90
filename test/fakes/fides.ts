/**
 * A fake of fides.js, built from its public source: notices that have a value before anybody answers, `updatedAt` that is
 * empty until something is saved, methods of saving that are no choice, and cookies in three encodings.
 */
import { drop, getCookie, page, putCookie, tell, type FakePlatform, type Place } from './fake-platform.js';

const COOKIE = 'fides_consent';

export interface FakeFides extends FakePlatform {
  /** Saves values in a way that fides knows: `accept`, `dismiss`, `gpc` … */
  save(analytics: boolean, marketing: boolean, method: string): void;
}

export function fakeFides(encoding: 'json' | 'base64' = 'json'): FakeFides {
  const encode = (text: string): string => encodeURIComponent(encoding === 'json' ? text : btoa(text));
  const decode = (text: string): string =>
    encoding === 'json' ? decodeURIComponent(text) : atob(decodeURIComponent(text));

  function save(analytics: boolean, marketing: boolean, consentMethod: string): void {
    const { Fides } = page;
    Fides.consent = { essential: true, analytics, marketing };
    Fides.fides_meta = { ...Fides.fides_meta, updatedAt: '2026-11-21T23:20:00.000Z', consentMethod };
    const { consent, identity, fides_meta } = Fides;
    putCookie(COOKIE, encode(JSON.stringify({ consent, identity, fides_meta, tcf_consent: {} })));
    tell('FidesUpdating');
    tell('FidesUpdated', { consent, fides_meta, extraDetails: { consentMethod } });
  }

  return {
    load(place: Place = 'opt-in') {
      const cookie = getCookie(COOKIE);
      const stored = cookie ? JSON.parse(decode(cookie)) : undefined;
      const isOn = place !== 'opt-in';
      const mechanism = place === 'opt-in' ? 'opt_in' : 'opt_out';
      page['Fides'] = {
        initialized: true,
        consent: stored?.consent ?? { essential: true, analytics: isOn, marketing: isOn },
        fides_meta: stored?.fides_meta ?? { version: '0.9.0', createdAt: '2026-11-21T23:19:40.059Z', updatedAt: '' },
        fides_string: ',,',
        identity: { fides_user_device_id: '3f8b1a52-5f0b-4f4c-8d51-6a7e6c1f2b90' },
        geolocation: place === 'opt-in' ? { country: 'DE', location: 'DE' } : { country: 'US', location: 'US-CA' },
        experience: {
          privacy_notices: [
            { notice_key: 'essential', consent_mechanism: 'notice_only' },
            { notice_key: 'analytics', consent_mechanism: mechanism },
            { notice_key: 'marketing', consent_mechanism: mechanism },
          ],
        },
      };
      if (stored) tell('FidesConsentLoaded', stored);
      tell('FidesReady', page['Fides']);
    },
    loadHalf: () => void (page['Fides'] = { initialized: false, consent: {} }),
    unload: () => drop('Fides'),
    choose: (analytics, marketing) =>
      save(analytics, marketing, analytics && marketing ? 'accept' : analytics ? 'save' : 'reject'),
    save,
    forget: () => putCookie(COOKIE),
  };
}
