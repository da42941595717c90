/**
 * A fake of Ketch's tag, built from recorded facts: one function that queues until the tag is there, an event `consent` that
 * comes with defaults and is repeated to late listeners, and one for what a visitor changed.
 */
import { drop, getCookie, page, putCookie, type FakePlatform, type Place } from './fake-platform.js';

const COOKIE = '_ketch_consent_v1_';
type Listener = (value: unknown) => void;

export interface FakeKetch extends FakePlatform {
  /** The page's snippet, before the tag. */
  addSnippet(): void;
  listeners(): number;
  /** From now on `getConsent` answers like this, and everybody is told to ask. */
  answer(getConsent: () => unknown): void;
}

export function fakeKetch(): FakeKetch {
  let place: Place = 'opt-in';
  let getConsent: () => unknown = readConsent;
  let listeners: { event: string; listener: Listener }[] = [];
  const stored = (): { [purpose: string]: { status: string } } | undefined => {
    const cookie = getCookie(COOKIE);
    return cookie ? JSON.parse(atob(decodeURIComponent(cookie))) : undefined;
  };
  function readConsent(): object {
    const isOn = (purpose: string): boolean =>
      stored() ? stored()![purpose]?.status === 'granted' : place !== 'opt-in';
    const purposes = { analytics: isOn('analytics'), targeted_advertising: isOn('targeted_advertising') };
    return { purposes, protocols: {}, isGpcEnabled: false };
  }
  const emit = (event: string, value: unknown): void => {
    for (const one of listeners) if (one.event === event) one.listener(value);
  };

  function call(name: string, ...[first, second]: [unknown, unknown?]): void {
    if (name === 'getConsent') (first as Listener)(getConsent());
    if (name === 'off') listeners = listeners.filter((one) => one.event !== first || one.listener !== second);
    if (name !== 'on') return;
    listeners.push({ event: first as string, listener: second as Listener });
    if (first === 'consent') (second as Listener)(readConsent());
    if (first === 'jurisdiction') (second as Listener)(place === 'opt-in' ? 'gdpreu' : 'ccpaca');
    if (first === 'regionInfo') (second as Listener)(place === 'opt-in' ? 'DE' : 'US-CA');
  }

  function addSnippet(): void {
    page['semaphore'] = [];
    page['ketch'] = (...heard: unknown[]) => page['semaphore'].push(heard);
  }

  return {
    addSnippet,
    loadHalf: addSnippet,
    load(where = 'opt-in') {
      place = where;
      getConsent = readConsent;
      const queued: [string, unknown, unknown][] = page['semaphore'] ?? [];
      page['ketch'] = call;
      page['semaphore'] = { push: ([name, ...values]: [string, unknown, unknown]) => call(name, ...values) };
      for (const [name, ...values] of queued) call(name, ...values);
    },
    unload() {
      listeners = [];
      drop('ketch', 'semaphore');
    },
    choose(analytics, advertising) {
      const toStatus = (isOn: boolean): object => ({ status: isOn ? 'granted' : 'denied', canonicalPurposes: [] });
      const all = { analytics: toStatus(analytics), targeted_advertising: toStatus(advertising) };
      putCookie(COOKIE, encodeURIComponent(btoa(JSON.stringify(all))));
      emit('consent', readConsent());
      emit('userConsentUpdated', readConsent());
    },
    forget: () => putCookie(COOKIE),
    listeners: () => listeners.length,
    answer(instead) {
      getConsent = instead;
      emit('consent', undefined);
    },
  };
}
