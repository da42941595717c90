import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
// @ts-expect-error It comes without types.
import jQuery from 'jquery';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { magento, type MagentoOptions } from '../../../src/consent/sources/magento.js';
import { fakeMagento } from '../../fakes/magento.js';
import { clearCookies, startSource, watchErrors, type SourceProbe } from '../../support/dom-source.js';

const COOKIE = 'user_allowed_save_cookie';
const ALLOWED = '%7B%221%22%3A1%7D';
const CODES = { analytics: { magento: true }, marketing: { magento: false }, research: {} };
const probes: SourceProbe[] = [];

function start(options: MagentoOptions = { websiteId: 1 }): SourceProbe {
  const probe = startSource(magento(options), CODES);
  probes.push(probe);
  return probe;
}

const set = (value: string): string => (document.cookie = `${COOKIE}=${value}`);
const remove = (): string => (document.cookie = `${COOKIE}=; max-age=0`);

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  clearCookies();
  vi.useRealTimers();
});

describe('the cookie of the cookie restriction mode', () => {
  it.each<[string, number | string, 'granted' | 'undecided']>([
    [ALLOWED, 1, 'granted'],
    [ALLOWED, '1', 'granted'],
    [ALLOWED, 2, 'undecided'],
    ['%7B%222%22%3A1%7D', 1, 'undecided'],
    ['%7B%222%22%3A1%7D', 2, 'granted'],
    ['%7B%221%22%3A1%2C%222%22%3A1%7D', 2, 'granted'],
    ['{"1":1}', 1, 'granted'],
    ['%7B%7D', 1, 'undecided'],
    ['{}', 1, 'undecided'],
    ['%7B%221%22%3A0%7D', 1, 'undecided'],
    ['%7B%221%22%3A%221%22%7D', 1, 'undecided'],
    ['%7B%221%22%3Atrue%7D', 1, 'undecided'],
    ['%7B%2211%22%3A1%7D', 1, 'undecided'],
    ['1', 1, 'undecided'],
    ['null', 1, 'undecided'],
    ['', 1, 'undecided'],
    ['%5B0%2C1%5D', 2, 'undecided'],
    ['[object Object]', 1, 'undecided'],
    ['%E0%A4%A', 1, 'undecided'],
    ['%7B%221%22%3A1', 1, 'undecided'],
    [ALLOWED, 'constructor', 'undecided'],
    [ALLOWED, '__proto__', 'undecided'],
  ])('with the value %s says on website %s: %s', (value, websiteId, expected) => {
    set(value);
    const probe = start({ websiteId });
    expect(probe.choice('analytics')).toBe(expected);
    expect(probe.last()).toMatchObject({
      source: 'magento',
      evidence: expected === 'granted' ? 'explicit' : 'default',
    });
  });

  it('is no answer where it is missing', () => {
    expect(start().choice()).toBe('undecided');
  });

  it('is found between other cookies, and not mistaken for one whose name ends the same way', () => {
    document.cookie = `old_${COOKIE}=${ALLOWED}`;
    document.cookie = 'cart=5';
    expect(start().choice()).toBe('undecided');
    set(ALLOWED);
    document.cookie = 'zip=12345';
    expect(start().choice()).toBe('granted');
  });

  it('says something of the categories that the manifest maps to it, and of no other', () => {
    set(ALLOWED);
    expect(start().last().categories).toEqual({ analytics: 'granted' });
  });
});

describe('a change of the cookie', () => {
  it.each(['pageshow', 'user-allowed-save-cookie'])('is seen at the event %s', (type) => {
    const probe = start();
    set(ALLOWED);
    dispatchEvent(new Event(type));
    expect(probe.choice()).toBe('granted');
  });

  it('is seen within the interval where nothing announces it', () => {
    const probe = start();
    set(ALLOWED);
    expect(probe.choice()).toBe('undecided');
    vi.advanceTimersByTime(1000);
    expect(probe.choice()).toBe('granted');
  });

  it('is looked for as often as the page wants', () => {
    const probe = start({ websiteId: 1, interval: 50 });
    set(ALLOWED);
    vi.advanceTimersByTime(50);
    expect(probe.choice()).toBe('granted');
  });

  it('closes when the cookie is deleted', () => {
    set(ALLOWED);
    const probe = start();
    expect(probe.choice()).toBe('granted');
    remove();
    vi.advanceTimersByTime(1000);
    expect(probe.choice()).toBe('undecided');
  });

  it('closes when the cookie names another website only', () => {
    set(ALLOWED);
    const probe = start();
    set('%7B%222%22%3A1%7D');
    dispatchEvent(new Event('pageshow'));
    expect(probe.choice()).toBe('undecided');
  });

  it('is not looked for once the source is stopped', () => {
    const probe = start();
    probe.stop();
    set(ALLOWED);
    vi.advanceTimersByTime(10_000);
    for (const type of ['pageshow', 'user-allowed-save-cookie']) dispatchEvent(new Event(type));
    expect(probe.readings).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('jQuery', () => {
  const page = window as unknown as { jQuery?: unknown; require?: unknown; requirejs?: unknown; define?: unknown };
  const announce = (): void => void jQuery(document).trigger('user:allowed:save:cookie');
  const allow = fakeMagento(announce);

  afterEach(() => {
    for (const name of ['jQuery', 'require', 'requirejs', 'define'] as const) delete page[name];
    jQuery(document).off();
    allow.forget();
  });

  /** The real RequireJS, with jQuery as a module that it has loaded, or only knows of. */
  function startRequire(isLoaded: boolean): void {
    const file = createRequire(import.meta.url).resolve('requirejs/require.js');
    // As a script of the page runs: its `var` are globals.
    // oxlint-disable-next-line no-eval
    (0, eval)(readFileSync(file, 'utf8'));
    const { define, require } = globalThis as unknown as {
      define(name: string, needs: string[], make: () => unknown): void;
      require(names: string[], done: () => void): void;
    };
    define('jquery', [], () => jQuery);
    if (isLoaded) require(['jquery'], () => {});
  }

  it('alone hears the event of Luma: a listener of the browser does not', () => {
    let heard = 0;
    const onTrigger = (): void => void heard++;
    document.addEventListener('user:allowed:save:cookie', onTrigger);
    jQuery(document).on('user:allowed:save:cookie', onTrigger);
    announce();
    document.removeEventListener('user:allowed:save:cookie', onTrigger);
    expect(heard).toBe(1);
  });

  it('as a global tells of the grant at once', () => {
    page.jQuery = jQuery;
    const probe = start();
    allow.choose(true, true);
    expect(probe.choice()).toBe('granted');
  });

  it('as a module of RequireJS tells of the grant at once', async () => {
    startRequire(true);
    await vi.advanceTimersByTimeAsync(100);
    const probe = start();
    allow.choose(true, true);
    expect(probe.choice()).toBe('granted');
  });

  it('is not loaded for our sake', () => {
    startRequire(false);
    const probe = start();
    const { require } = page as { require: { defined(name: string): boolean } };
    expect([require.defined('jquery'), document.querySelectorAll('script').length]).toEqual([false, 0]);
    expect(probe.choice()).toBe('undecided');
  });

  it('that comes later is found', () => {
    const probe = start();
    page.jQuery = jQuery;
    vi.advanceTimersByTime(1000);
    allow.choose(true, true);
    expect(probe.choice()).toBe('granted');
  });

  it('keeps no listener of a source that is stopped', () => {
    page.jQuery = jQuery;
    // oxlint-disable-next-line no-underscore-dangle
    const listeners = (): unknown => jQuery._data(document, 'events');
    const probe = start();
    expect(listeners()).toHaveProperty('user:allowed:save:cookie');
    probe.stop();
    expect(listeners()).toBeUndefined();
    allow.choose(true, true);
    expect(probe.choice()).toBe('undecided');
  });
});

it('says that it failed, and leaves nothing behind, where cookies cannot be read', () => {
  const blocked = vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
    throw new DOMException('sandboxed', 'SecurityError');
  });
  const watch = watchErrors();
  const probe = start();
  expect(probe.readings).toEqual([undefined]);
  expect(probe.choice()).toBe('undecided');
  probe.stop();
  dispatchEvent(new Event('pageshow'));
  watch.stop();
  blocked.mockRestore();
  expect([watch.errors, vi.getTimerCount()]).toEqual([[], 0]);
});
