import { afterEach, describe, expect, it, vi } from 'vitest';
import { followJQuery } from '../../../src/consent/follow-jquery.js';
import { isWebsiteAllowed } from '../../../src/consent/is-website-allowed.js';
import { readCookies } from '../../../src/consent/read-cookies.js';

/** What sources read of a page besides platforms: cookies, and the events of jQuery. */

let cookies = '';
Object.defineProperty(document, 'cookie', { configurable: true, get: () => cookies });

describe('a cookie', () => {
  it.each<[string, string, string, string | undefined]>([
    ['is found', 'a=1', 'a', '1'],
    ['is found after others', 'b=2; a=1', 'a', '1'],
    ['is found before others', 'a=1; b=2', 'a', '1'],
    ['is decoded', 'a=%7B%22x%22%3A1%7D', 'a', '{"x":1}'],
    ['is not another one whose name ends alike', 'ba=1', 'a', undefined],
    ['is not another one whose name begins alike', 'ab=1', 'a', undefined],
    ['is not there', '', 'a', undefined],
    ['is found where it is empty', 'a=; b=2', 'a', ''],
    ['is found by a pattern', 'fides_consent_x=1', 'fides_consent\\w*', '1'],
    ['keeps what else stands in it', 'a=b=c', 'a', 'b=c'],
    ['ends where the next one begins', 'a=1; b=2; c=3', 'a', '1'],
    ['ends at its semicolon', 'a=1;b=2', 'a', '1'],
  ])('%s', (_, text, name, value) => {
    cookies = text;
    expect(readCookies(name)).toEqual([value]);
  });

  it('is each of those that have its name: paths and domains can have their own', () => {
    cookies = 'a=1; b=0; a=2; a=; a=1';
    expect(readCookies('a')).toEqual(['1', '2', '', '1']);
  });

  it('is left as it stands for whoever decodes it another way', () => {
    cookies = 'a=%2B; a=+';
    expect(readCookies('a', String)).toEqual(['%2B', '+']);
  });

  it('that cannot be decoded throws, for whoever reads it to close', () => {
    cookies = 'a=%E0%A4%A';
    expect(() => readCookies('a')).toThrow(URIError);
  });
});

describe('the map of websites in Magento’s cookie', () => {
  const of = (value: string): string => `x=1; user_allowed_save_cookie=${encodeURIComponent(value)}; y=2`;

  it.each<[string, string, string | number | undefined, boolean]>([
    ['its own website', of('{"1":1}'), 1, true],
    ['its own website, named as text', of('{"1":1}'), '1', true],
    ['another website', of('{"2":1}'), 1, false],
    ['a text instead of the number', of('{"1":"1"}'), 1, false],
    ['a yes of another kind', of('{"1":true}'), 1, false],
    ['no website at all', of('{}'), 1, false],
    ['nothing that can be read', of('{'), 1, false],
    ['null', of('null'), 1, false],
    ['no cookie', '', 1, false],
    ['a cookie of another name', 'not_user_allowed_save_cookie=%7B%221%22%3A1%7D', 1, false],
    ['a website that nobody named', of('{"1":1}'), undefined, false],
    ['its own website in two paths', `${of('{"1":1}')}; user_allowed_save_cookie={"1":1,"2":1}`, 1, true],
    ['another website in a path', `${of('{"2":1}')}; user_allowed_save_cookie={"1":1}`, 1, false],
    ['another website in a later path', `${of('{"1":1}')}; user_allowed_save_cookie={"2":1}`, 1, false],
    ['the first cookie of all', 'user_allowed_save_cookie=%7B%221%22%3A1%7D', 1, true],
  ])('with %s', (_, text, website, isAllowed) => {
    cookies = text;
    expect(isWebsiteAllowed(website)).toBe(isAllowed);
  });
});

describe('jQuery', () => {
  const page = globalThis as { jQuery?: unknown; require?: unknown };
  afterEach(() => {
    delete page.jQuery;
    delete page.require;
  });

  function createJQuery() {
    const on = vi.fn();
    const off = vi.fn();
    return { on, off, jQuery: vi.fn(() => ({ on, off })) };
  }

  it('is heard on the document, and no more after the end', () => {
    const { on, off, jQuery } = createJQuery();
    page.jQuery = jQuery;
    const listener = (): void => {};
    const stop = followJQuery('a b', listener);
    expect(jQuery).toHaveBeenCalledExactlyOnceWith(document);
    expect(on).toHaveBeenCalledExactlyOnceWith('a b', listener);
    expect(off).not.toHaveBeenCalled();
    stop!();
    expect(off).toHaveBeenCalledExactlyOnceWith('a b', listener);
  });

  it('is nothing where it is not there', () => {
    expect(followJQuery('a', () => {})).toBeUndefined();
  });

  it('is taken from the modules that are loaded, before the global', () => {
    const [module, global] = [createJQuery(), createJQuery()];
    page.jQuery = global.jQuery;
    page.require = Object.assign((name: string) => (name === 'jquery' ? module.jQuery : undefined), {
      defined: (name: string) => name === 'jquery',
    });
    followJQuery('a', () => {});
    expect([module.on.mock.calls.length, global.on.mock.calls.length]).toEqual([1, 0]);
  });

  it('is the global one where the module is called defined, and asking for it throws', () => {
    const { on, jQuery } = createJQuery();
    page.require = Object.assign(() => fail(), { defined: () => true });
    expect(followJQuery('a', () => {})).toBeUndefined();
    page.jQuery = jQuery;
    expect(followJQuery('a', () => {})).toBeTypeOf('function');
    expect(on).toHaveBeenCalledOnce();
  });

  it('is never asked to be loaded', () => {
    const load = vi.fn();
    const { on, jQuery } = createJQuery();
    page.jQuery = jQuery;
    page.require = Object.assign(load, { defined: () => false });
    followJQuery('a', () => {});
    page.require = load;
    delete (load as { defined?: unknown }).defined;
    followJQuery('a', () => {});
    expect([load.mock.calls.length, on.mock.calls.length]).toEqual([0, 2]);
  });
});

function fail(): never {
  throw new Error('Module name "jquery" has not been loaded yet for context: _');
}
