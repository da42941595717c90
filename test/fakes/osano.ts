/**
 * A fake of Osano's script, built from recorded facts: a consent that has values before the visitor answers, storage that
 * is encrypted, a listener for saving that is called a moment later where a choice is stored, and `OPT_OUT`.
 */
import { drop, page, type FakePlatform, type Place } from './fake-platform.js';

const SAVED = 'osano-cm-consent-saved';
const CHANGED = 'osano-cm-consent-changed';
const KEYS = ['osano_consentmanager', 'osano_consentmanager_uuid', 'osano_consentmanager_expdate'];

type Consent = { [category: string]: 'ACCEPT' | 'DENY' };

export interface FakeOsano extends FakePlatform {
  listeners(): number;
  /** A switch of the drawer is moved, and nothing saved. */
  toggle(): void;
  /** "Do not sell or share my personal information". */
  optOut(): void;
  /** The page's snippet: a queue, before the script. */
  addQueue(): void;
}

export function fakeOsano(): FakeOsano {
  let consent: Consent = {};
  let listeners: { event: string; listener: (consent: Consent) => void }[] = [];
  const emit = (event: string): void => {
    for (const one of listeners) if (one.event === event) one.listener({ ...consent });
  };
  const toConsent = (analytics: boolean, marketing: boolean): Consent => ({
    ESSENTIAL: 'ACCEPT',
    STORAGE: analytics ? 'ACCEPT' : 'DENY',
    PERSONALIZATION: marketing ? 'ACCEPT' : 'DENY',
    ANALYTICS: analytics ? 'ACCEPT' : 'DENY',
    MARKETING: marketing ? 'ACCEPT' : 'DENY',
    OPT_OUT: 'DENY',
  });
  /** Not the real cipher: only that nobody can read it. */
  const seal = (value: Consent): string => btoa(JSON.stringify(value)).split('').reverse().join('');
  const open = (text: string): Consent => JSON.parse(atob(text.split('').reverse().join('')));

  function save(value: Consent): void {
    consent = value;
    localStorage.setItem(KEYS[0]!, seal(consent));
    localStorage.setItem(KEYS[1]!, 'c0a8f1de-52b7-4f0e-9d6a-0f4e8a7b6c5d');
    emit(SAVED);
  }

  function addQueue(): void {
    const queue = Object.assign((...call: unknown[]) => queue.data.push(call), { data: [] as unknown[][] });
    page['Osano'] = queue;
  }

  return {
    addQueue,
    load(place: Place = 'opt-in') {
      const stored = localStorage.getItem(KEYS[0]!);
      consent = stored ? open(stored) : toConsent(place !== 'opt-in', place !== 'opt-in');
      page['Osano'] ??= () => {};
      page['Osano'].cm = {
        addEventListener(event: string, listener: (value: Consent) => void) {
          listeners.push({ event, listener });
          if (event === SAVED && localStorage.getItem(KEYS[0]!)) setTimeout(() => listener({ ...consent }), 16);
        },
        removeEventListener(event: string, listener: unknown) {
          listeners = listeners.filter((one) => one.event !== event || one.listener !== listener);
        },
        getConsent: () => ({ ...consent }),
        gdprApplies: place === 'opt-in',
        consentModel: place === 'opt-in' ? 'explicit' : 'implied',
        countryCode: place === 'opt-in' ? 'de' : 'us',
        jurisdiction: place === 'opt-in' ? 'de' : 'us-ca',
      };
    },
    loadHalf: addQueue,
    unload() {
      listeners = [];
      drop('Osano');
    },
    choose: (analytics, marketing) => save(toConsent(analytics, marketing)),
    toggle() {
      consent = { ...consent, ANALYTICS: 'ACCEPT' };
      emit(CHANGED);
    },
    optOut: () => save({ ...toConsent(true, true), OPT_OUT: 'ACCEPT' }),
    forget() {
      for (const key of KEYS) localStorage.removeItem(key);
    },
    listeners: () => listeners.length,
  };
}
