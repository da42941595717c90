import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { magento, type MagentoOptions } from '../../src/consent/sources/magento.js';
import { clearCookies, startSource, watchErrors, type SourceProbe } from '../support/dom-source.js';

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
    expect(probe.last()).toMatchObject({ source: 'magento', basis: 'explicit' });
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
  it.each(['click', 'focus', 'pageshow', 'user-allowed-save-cookie'])('is seen at the event %s', (type) => {
    const probe = start();
    set(ALLOWED);
    dispatchEvent(new Event(type));
    expect(probe.choice()).toBe('granted');
  });

  it('is seen after a click anywhere in the page', () => {
    const probe = start();
    const button = document.body.appendChild(document.createElement('button'));
    button.addEventListener('click', () => set(ALLOWED));
    button.click();
    expect(probe.choice()).toBe('granted');
    button.remove();
  });

  it('is seen within the interval where only jQuery announces it', () => {
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
    dispatchEvent(new Event('focus'));
    expect(probe.choice()).toBe('undecided');
  });

  it('is not looked for once the source is stopped', () => {
    const probe = start();
    probe.stop();
    set(ALLOWED);
    vi.advanceTimersByTime(10_000);
    for (const type of ['click', 'focus', 'pageshow', 'user-allowed-save-cookie']) dispatchEvent(new Event(type));
    expect(probe.readings).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('leaves no timer and no listener behind where cookies cannot be read', () => {
  const blocked = vi.spyOn(document, 'cookie', 'get').mockImplementation(() => {
    throw new DOMException('sandboxed', 'SecurityError');
  });
  const watch = watchErrors();
  // What a source throws, the core reports; its categories stay undecided.
  expect(() => start()).toThrow('sandboxed');
  for (const type of ['click', 'focus', 'pageshow']) dispatchEvent(new Event(type));
  watch.stop();
  blocked.mockRestore();
  expect([watch.errors, vi.getTimerCount()]).toEqual([[], 0]);
});
