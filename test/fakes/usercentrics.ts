/**
 * Fakes of Usercentrics, versions 2 and 3, built from recorded facts: services that have a consent before the visitor
 * answers, a bootstrap that throws until it is ready, and a version 3 that answers by promises only.
 */
import { drop, page, tell, type FakePlatform, type Place } from './fake-platform.js';

const ID = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334455667788990011223344556';
const SERVICES = [
  { id: 'Hko_qNsui-Q', name: 'Consent Manager', slug: 'essential' },
  { id: 'BJTzqNi_i-m', name: 'Shop Analytics', slug: 'functional' },
  { id: 'S1pcEj_jZX', name: 'Shop Ads', slug: 'marketing' },
];

interface Stored {
  readonly given: { readonly [id: string]: boolean };
  readonly isExplicit: boolean;
}

const toGiven = (functional: boolean, marketing: boolean): Stored['given'] =>
  Object.fromEntries(SERVICES.map(({ id }, index) => [id, [true, functional, marketing][index]!]));

export interface FakeUsercentrics extends FakePlatform {
  /** The loader's bootstrap is there, and nothing behind it. */
  loadBootstrap(): void;
}

export function fakeUsercentricsTwo(): FakeUsercentrics {
  let place: Place = 'opt-in';
  let given: Stored['given'] = {};
  const isAnswered = (): boolean => localStorage.getItem('uc_user_interaction') === 'true';

  function write(): void {
    const services = SERVICES.map(({ id }) => ({ id, status: given[id], history: [] }));
    localStorage.setItem('uc_settings', JSON.stringify({ controllerId: ID, id: 'settings', language: 'en', services }));
  }

  return {
    load(where = 'opt-in') {
      place = where;
      given = isAnswered()
        ? Object.fromEntries(
            JSON.parse(localStorage.getItem('uc_settings')!).services.map((one: { id: string; status: boolean }) => [
              one.id,
              one.status,
            ]),
          )
        : toGiven(place !== 'opt-in', place !== 'opt-in');
      write();
      page['UC_UI'] = {
        isInitialized: () => true,
        getServicesBaseInfo: () =>
          SERVICES.map(({ id, name, slug }) => ({
            id,
            name,
            categorySlug: slug,
            isEssential: slug === 'essential',
            consent: { status: given[id], history: [] },
          })),
        areAllConsentsAccepted: () => Object.values(given).every(Boolean),
        getControllerId: () => ID,
        isConsentRequired: () => place === 'opt-in' && !isAnswered(),
      };
      tell('UC_UI_INITIALIZED');
    },
    loadBootstrap: () => void (page['UC_UI'] = { isInitialized: () => false, getServicesBaseInfo: notReady }),
    loadHalf: () => void (page['UC_UI'] = { isInitialized: () => false, getServicesBaseInfo: notReady }),
    unload: () => drop('UC_UI'),
    choose(functional, marketing) {
      given = toGiven(functional, marketing);
      localStorage.setItem('uc_user_interaction', 'true');
      write();
      tell('UC_UI_CMP_EVENT', { type: functional && marketing ? 'ACCEPT_ALL' : functional ? 'SAVE' : 'DENY_ALL' });
    },
    forget() {
      for (const name of ['uc_settings', 'uc_user_interaction']) localStorage.removeItem(name);
    },
  };
}

export function fakeUsercentricsThree(): FakeUsercentrics {
  let place: Place = 'opt-in';
  let state: Stored = { given: {}, isExplicit: false };

  function write(): void {
    const services = Object.fromEntries(SERVICES.map(({ id, name }) => [id, { name, consent: state.given[id] }]));
    localStorage.setItem(
      'ucData',
      JSON.stringify({ gcm: {}, consent: { services }, ui: { explicit: state.isExplicit } }),
    );
  }

  function read(): Stored | undefined {
    const stored = JSON.parse(localStorage.getItem('ucData') ?? 'null');
    if (!stored?.ui.explicit) return undefined;
    const all = Object.entries<{ consent: boolean }>(stored.consent.services);
    return { given: Object.fromEntries(all.map(([id, { consent }]) => [id, consent])), isExplicit: true };
  }

  const toDetails = (): object => ({
    consent: { status: 'SOME_DENIED', type: state.isExplicit ? 'EXPLICIT' : 'IMPLICIT', required: place === 'opt-in' },
    services: Object.fromEntries(
      SERVICES.map(({ id, name, slug }) => [
        id,
        {
          name,
          essential: slug === 'essential',
          consent: { given: state.given[id], type: state.isExplicit ? 'EXPLICIT' : 'IMPLICIT' },
        },
      ]),
    ),
    categories: Object.fromEntries(
      SERVICES.map(({ id, slug }) => [
        slug,
        { state: state.given[id] ? 'ALL_ACCEPTED' : 'ALL_DENIED', dps: { [id]: state.given[id] } },
      ]),
    ),
  });

  return {
    load(where = 'opt-in') {
      place = where;
      state = read() ?? { given: toGiven(place !== 'opt-in', place !== 'opt-in'), isExplicit: false };
      write();
      page['__ucCmp'] = {
        isInitialized: async () => true,
        getConsentDetails: async () => toDetails(),
        isConsentRequired: async () => place === 'opt-in' && !state.isExplicit,
        getControllerId: async () => ID,
      };
      tell('UC_CMP_API_READY');
      tell('UC_UI_INITIALIZED');
    },
    loadBootstrap: () => void (page['__ucCmp'] = { isInitialized: notReady }),
    loadHalf: () => void (page['__ucCmp'] = { isInitialized: notReady }),
    unload: () => drop('__ucCmp'),
    choose(functional, marketing) {
      state = { given: toGiven(functional, marketing), isExplicit: true };
      write();
      const type = functional && marketing ? 'ACCEPT_ALL' : functional ? 'SAVE' : 'DENY_ALL';
      tell('UC_UI_CMP_EVENT', { type, source: 'FIRST_LAYER' });
      tell('UC_CONSENT', toDetails());
    },
    forget: () => localStorage.removeItem('ucData'),
  };
}

function notReady(): never {
  throw new Error('Usercentrics is not initialized');
}
