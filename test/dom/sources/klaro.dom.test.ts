import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { klaro, type KlaroApi } from '../../../src/consent/sources/klaro.js';
import type { CategoryCodes } from '../../../src/manifest/manifest.js';
import { startSource, type SourceProbe } from '../../support/dom-source.js';
import { klaroConfig, klaroPlatform } from './platforms/klaro.js';

const { install, leave, load, manager, remove, save } = klaroPlatform;
const page = globalThis as unknown as { klaro: KlaroApi };

let probe: SourceProbe;

function start(code: CategoryCodes[string] = 'matomo', ...options: Parameters<typeof klaro>): void {
  probe = startSource(klaro(...options), { analytics: { klaro: code } });
}

const aMoment = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1500);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  probe.stop();
  remove();
  localStorage.clear();
  vi.useRealTimers();
});

describe('klaro', () => {
  it('takes no service for granted because it is switched on by default', () => {
    install({ default: true, ...klaroConfig });
    expect((manager() as unknown as { getConsent(name: string): boolean }).getConsent('matomo')).toBe(true);
    start();
    expect(probe.last()).toMatchObject({ evidence: 'default', categories: { analytics: 'undecided' } });
  });

  it('changes nothing for a switch that is not saved yet', () => {
    install();
    start();
    save('matomo');
    manager().updateConsent('matomo', false);
    expect(probe.choice()).toBe('granted');
    manager().saveAndApplyConsents();
    expect(probe.choice()).toBe('denied');
    manager().updateConsent('matomo', true);
    expect(probe.choice()).toBe('denied');
  });

  it('leaves a service undecided that is newer than the choice, whatever it is by default', () => {
    install();
    save('matomo', 'pixel');
    leave();
    for (const isOn of [true, false]) {
      const services = [...klaroConfig.services, { name: 'chat', title: 'Chat', purposes: ['help'], default: isOn }];
      install({ services });
      start('chat');
      expect(probe.choice()).toBe('undecided');
      probe.stop();
      leave();
    }
  });

  it('never says no on the way to a yes', async () => {
    start();
    install();
    await aMoment();
    save('matomo', 'pixel');
    expect(probe.choice()).toBe('granted');
    expect(probe.readings.map(({ categories }) => categories['analytics'])).not.toContain('denied');
  });

  it('closes before the platform has told its services of a withdrawal', () => {
    const seen: unknown[] = [];
    install({ ...klaroConfig, callback: () => seen.push(probe?.choice()) });
    start();
    save('matomo', 'pixel');
    seen.length = 0;
    save();
    expect(seen).toEqual(['denied', 'denied']);
  });

  it('is undecided again when the page has a new service to ask about', () => {
    install();
    save('matomo', 'pixel');
    leave();
    install({ services: [...klaroConfig.services, { name: 'chat', purposes: ['support'] }] });
    start();
    expect(manager().confirmed).toBe(false);
    expect(probe.choice()).toBe('undecided');
  });

  it('is granted for a purpose once all services of it are on', () => {
    install({ services: [...klaroConfig.services, { name: 'heatmap', purposes: ['stats'] }] });
    start('stats');
    save('matomo');
    expect(probe.choice()).toBe('denied');
    save('matomo', 'heatmap');
    expect(probe.choice()).toBe('granted');
  });

  it('grants by default what runs until it is refused, in an opt-out regime only', () => {
    install({ optOut: true, default: true, ...klaroConfig });
    probe = startSource(klaro(), { analytics: { klaro: 'matomo' } }, { default: 'opt-out' });
    expect(probe.last()).toMatchObject({ evidence: 'default', categories: { analytics: 'granted' } });
    expect(probe.choice()).toBe('granted');
    probe.stop();
    start();
    expect(probe.choice()).toBe('undecided');
  });

  it('is undecided after a reset', () => {
    install();
    start();
    save('matomo');
    manager().resetConsents();
    expect(probe.choice()).toBe('undecided');
  });

  it('is denied when another tab takes the service back, and undecided when it forgets the choice', async () => {
    install();
    start();
    save('matomo', 'pixel');
    document.cookie = `klaro=${encodeURIComponent(JSON.stringify({ matomo: false, pixel: true }))}; path=/`;
    await aMoment();
    expect(probe.choice()).toBe('denied');
    save('matomo', 'pixel');
    expect(probe.choice()).toBe('granted');
    document.cookie = 'klaro=; max-age=-1; path=/';
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('does not open for a cookie alone: this tab has not been answered', async () => {
    install();
    start();
    document.cookie = `klaro=${encodeURIComponent(JSON.stringify({ matomo: true, pixel: true }))}; path=/`;
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('finds a choice wherever the platform keeps it', async () => {
    install({ storageMethod: 'localStorage', storageName: 'shop-choice', ...klaroConfig });
    start();
    save('matomo');
    expect(document.cookie).not.toContain('shop-choice');
    expect(probe.choice()).toBe('granted');
    localStorage.removeItem('shop-choice');
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('waits for a configuration that loads later', async () => {
    load();
    start();
    await aMoment();
    expect(probe.choice()).toBe('undecided');
    expect(probe.readings).not.toContain(undefined);
    (page.klaro as unknown as { setup(config: object): void }).setup(klaroConfig);
    await aMoment();
    save('matomo');
    expect(probe.choice()).toBe('granted');
  });

  it('does not make the platform act on a document that is still loading', async () => {
    install();
    const getManager = vi.fn(manager);
    const state = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
    start('matomo', { api: { getManager } });
    await aMoment();
    expect(getManager).not.toHaveBeenCalled();
    state.mockReturnValue('interactive');
    await aMoment();
    expect(getManager).toHaveBeenCalled();
  });

  it('reads the module of a page that bundles it', () => {
    install();
    const api = page.klaro;
    Reflect.deleteProperty(globalThis, 'klaro');
    start('matomo', { api });
    const watched = api.getManager() as ReturnType<typeof manager>;
    watched.changeAll(true);
    watched.saveAndApplyConsents('accept');
    expect(probe.choice()).toBe('granted');
    expect(probe.last().proof).toBeUndefined();
  });

  it('looks for a category without a code by its own name, and leaves out one that says false', () => {
    install();
    probe = startSource(klaro(), { matomo: {}, research: { klaro: false }, other: {} });
    save('matomo');
    expect(probe.last().categories).toEqual({ matomo: 'granted', other: 'undecided' });
  });
});
