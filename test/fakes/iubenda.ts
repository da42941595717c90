/**
 * A fake of iubenda's cookie solution, built from recorded facts: callbacks in a configuration that the page sets first,
 * purposes by number or one consent for all, a time without padding, and no event.
 */
import { drop, getCookie, page, putCookie, type FakePlatform, type Place } from './fake-platform.js';

export interface FakeIubenda extends FakePlatform {
  /** The page's configuration, before the script. */
  configure(callback?: object): void;
  /** A banner without purposes: one consent for everything. */
  chooseAtOnce(consent: boolean): void;
  /** The visitor tells the shop not to sell. */
  optOut(): void;
}

const COOKIE = '_iub_cs-252372';

export function fakeIubenda(): FakeIubenda {
  let place: Place = 'opt-in';
  let isOptedOut = false;
  const configure = (callback: object = {}): void => void (page['_iub'] = { csConfiguration: { callback } });

  function publish(): void {
    const stored = getCookie(COOKIE);
    page['_iub'].cs.consent = stored ? JSON.parse(decodeURIComponent(stored)) : {};
  }

  function save(choice: object): void {
    const consent = {
      timestamp: '2024-10-1T01:57:25.825Z',
      version: '1.67.1',
      ...choice,
      id: 252372,
      cons: { rand: '92f72a' },
    };
    putCookie(COOKIE, encodeURIComponent(JSON.stringify(consent)));
    publish();
    page['_iub'].csConfiguration.callback.onPreferenceExpressed?.(consent);
  }

  return {
    configure,
    load(where = 'opt-in') {
      place = where;
      if (!page['_iub']) configure();
      page['_iub'].cs = {
        api: {
          isPreferenceExpressed: () => getCookie(COOKIE) !== undefined,
          gdprApplies: () => place === 'opt-in',
          lgpdApplies: () => false,
          ccpaApplies: () => place !== 'opt-in',
          isCcpaOptedOut: () => isOptedOut,
          getPreferenceId: () => '92f72a',
        },
      };
      publish();
      page['_iub'].csConfiguration.callback.onReady?.();
    },
    loadHalf() {
      configure();
      page['_iub'].cs = {};
    },
    unload: () => drop('_iub'),
    choose: (measurement, marketing) =>
      save({ purposes: { 1: true, 2: measurement, 3: measurement, 4: measurement, 5: marketing } }),
    chooseAtOnce: (consent) => save({ consent }),
    optOut: () => void (isOptedOut = true),
    forget() {
      isOptedOut = false;
      putCookie(COOKIE);
    },
  };
}
