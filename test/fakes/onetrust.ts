/**
 * A fake of OneTrust's banner script, built from recorded facts: groups that are filled before an answer, a configuration
 * in `window.OneTrust` before the script, a cookie with `groups` from the start, callbacks that are kept by their text.
 */
import { drop, getCookie, page, putCookie, tell, type FakePlatform, type Place } from './fake-platform.js';

const MODELS = { 'opt-in': 'opt-in', 'opt-out': 'opt-out', 'no-banner': 'opt-out' };
const ID = '7f3cf16d-b3e1-4781-8db1-61482d0a9dff';

export interface FakeOneTrust extends FakePlatform {
  /** The page's own configuration, or the stub's answer on where the visitor is: before the script. */
  configure(): void;
  /** A new version of the notice: everybody is asked again. */
  askAgain(): void;
  /** The banner of some regions has one button, which only closes it. */
  loadNotice(): void;
  close(): void;
}

export function fakeOneTrust(): FakeOneTrust {
  let place: Place | 'notice' = 'opt-in';
  let callbacks = new Map<string, (event: Event) => void>();

  function write(groups: readonly string[], answered: boolean, asked = false): void {
    page['OnetrustActiveGroups'] = page['OptanonActiveGroups'] = `,${groups.join(',')},`;
    const all = ['C0001', 'C0002', 'C0003', 'C0004'].map((id) => `${id}:${groups.includes(id) ? 1 : 0}`);
    const cookie = new URLSearchParams({
      isGpcEnabled: '0',
      datestamp: 'Wed Feb 01 2023 12:35:32 GMT+0100 (Central European Standard Time)',
      version: '202209.1.0',
      isIABGlobal: 'false',
      hosts: '',
      consentId: ID,
      interactionCount: answered ? '1' : '0',
      landingPath: answered ? 'NotLandingPage' : 'https://shop.example/',
      groups: all.join(','),
      geolocation: 'AT;9',
      AwaitingReconsent: String(asked),
    });
    putCookie('OptanonConsent', cookie.toString());
    if (answered) putCookie('OptanonAlertBoxClosed', '2023-02-01T11:35:32.000Z');
  }

  const readGroups = (): string[] =>
    (new URLSearchParams(getCookie('OptanonConsent')).get('groups') ?? '')
      .split(',')
      .filter((group) => group.endsWith(':1'))
      .map((group) => group.slice(0, -2));

  function announce(types: readonly string[]): void {
    const detail = String(page['OnetrustActiveGroups']).split(',').filter(Boolean);
    for (const type of types) tell(type, detail);
  }

  function load(where: Place | 'notice' = 'opt-in'): void {
    place = where;
    if (getCookie('OptanonAlertBoxClosed')) write(readGroups(), true);
    else write(place === 'opt-in' ? ['C0001'] : ['C0001', 'C0002', 'C0003', 'C0004'], false);
    page['OneTrust'] = {
      OnConsentChanged(callback: (event: Event) => void) {
        // Two callbacks of the same source text are one.
        if (callbacks.has(String(callback))) return;
        callbacks.set(String(callback), callback);
        addEventListener('consent.onetrust', callback);
      },
      IsAlertBoxClosed: () => getCookie('OptanonAlertBoxClosed') !== undefined,
      GetDomainData: () => ({
        ShowAlertNotice: place !== 'no-banner',
        Groups: [],
        ConsentModel: { Name: place === 'notice' ? 'notice only' : MODELS[place] },
      }),
    };
    page['OptanonWrapper']?.();
    announce(['OneTrustGroupsUpdated']);
  }

  function save(groups: readonly string[]): void {
    write(groups, true);
    page['OptanonWrapper']?.();
    announce(['consent.onetrust', 'OneTrustGroupsUpdated', 'OTConsentApplied']);
  }

  const configure = (): void => void (page['OneTrust'] = { geolocationResponse: { countryCode: 'DE' } });

  return {
    load,
    loadHalf: configure,
    unload() {
      for (const callback of callbacks.values()) removeEventListener('consent.onetrust', callback);
      callbacks = new Map();
      drop('OneTrust', 'OnetrustActiveGroups', 'OptanonActiveGroups');
    },
    choose: (analytics, marketing) =>
      save(['C0001', ...(analytics ? ['C0002'] : []), ...(marketing ? ['C0003', 'C0004'] : [])]),
    forget() {
      putCookie('OptanonConsent');
      putCookie('OptanonAlertBoxClosed');
    },
    configure,
    askAgain: () => write(readGroups(), true, true),
    loadNotice: () => load('notice'),
    close: () => save(String(page['OnetrustActiveGroups']).split(',').filter(Boolean)),
  };
}
