/**
 * A fake of Didomi's web SDK, built from recorded facts: queues that work before and after it loads, purposes that are
 * `enabled: false` before anybody was asked, and `consent.changed` for changes only.
 */
import { drop, getCookie, page, putCookie, type FakePlatform, type Place } from './fake-platform.js';

const ID = '18f0a1b2-6c7d-4e8f-9a0b-1c2d3e4f5a6b';
const PURPOSES = ['measure_content_performance', 'select_personalized_ads'];
const REGULATIONS = { 'opt-in': 'gdpr', 'opt-out': 'cpra', 'no-banner': 'none' };

interface Token {
  readonly user_id: string;
  readonly created: string;
  readonly updated: string;
  readonly purposes: { readonly enabled: readonly string[]; readonly disabled: readonly string[] };
}

export function fakeDidomi(): FakePlatform & { readonly listeners: () => number; addSnippet(): void } {
  let place: Place = 'opt-in';
  let listeners: (() => void)[] = [];
  const read = (): Token | undefined => {
    const token = getCookie('didomi_token');
    return token ? JSON.parse(atob(decodeURIComponent(token))) : undefined;
  };

  const sdk = {
    on: (event: string, listener: () => void) => void (event === 'consent.changed' && listeners.push(listener)),
    shouldUserStatusBeCollected: () => place === 'opt-in' && !read(),
    isUserStatusPartial: () => !read(),
    getUserConsentStatusForPurpose(id: string) {
      if (read()?.purposes.enabled.includes(id)) return true;
      return read()?.purposes.disabled.includes(id) ? false : undefined;
    },
    getCurrentUserStatus: () => {
      const token = read();
      const isOn = (id: string): boolean => (token ? token.purposes.enabled.includes(id) : place === 'opt-out');
      return {
        purposes: Object.fromEntries(PURPOSES.map((id) => [id, { id, enabled: isOn(id) }])),
        vendors: {},
        regulation: REGULATIONS[place],
        user_id: ID,
        created: token?.created,
        updated: token?.updated,
        consent_string: token ? 'CQuCLYAQuCLYAAKADAENAwFgAIMAAAPAAAYgAMgA' : '',
        addtl_consent: '',
      };
    },
  };

  const addSnippet = (): void => {
    page['didomiOnReady'] ??= [];
    page['didomiEventListeners'] ??= [];
  };

  return {
    addSnippet,
    load(where = 'opt-in') {
      place = where;
      addSnippet();
      const queued = page['didomiOnReady'].splice(0);
      const didomi = { ...sdk };
      page['Didomi'] = didomi;
      page['didomiOnReady'] = { push: (ready: (sdk: object) => void) => ready(didomi) };
      page['didomiEventListeners'] = {
        push: (one: { event: string; listener(): void }) => sdk.on(one.event, one.listener),
      };
      for (const ready of queued) ready(didomi);
    },
    loadHalf: addSnippet,
    unload() {
      listeners = [];
      drop('Didomi', 'didomiOnReady', 'didomiEventListeners');
    },
    choose(analytics, marketing) {
      const isOn = (id: string): boolean => [analytics, marketing][PURPOSES.indexOf(id)]!;
      const token: Token = {
        user_id: ID,
        created: '2026-11-21T23:19:40.059Z',
        updated: '2026-11-21T23:20:00.000Z',
        purposes: { enabled: PURPOSES.filter(isOn), disabled: PURPOSES.filter((id) => !isOn(id)) },
      };
      putCookie('didomi_token', encodeURIComponent(btoa(JSON.stringify(token))));
      for (const listener of listeners) listener();
    },
    forget: () => putCookie('didomi_token'),
    listeners: () => listeners.length,
  };
}
