import { expect, it } from 'vitest';
import type { SourceCase } from './source-case.js';
import { pass } from './source-page.js';
import { A_WHILE, both, isStep, take, type Context } from './source-steps.js';

/** A path and a domain can each have a cookie of one name, and which of them comes first says nothing. */
export function describeTwoCookies(one: SourceCase, { open, page }: Context): void {
  const { install, acceptAll, rejectAll } = one.steps;
  if (!one.cookies.length || one.oneCookie || !isStep(rejectAll)) return;

  it.each(['first', 'last'])(
    'is closed by an older page’s cookie of its name that refuses and comes %s',
    async (place) => {
      await take(install, rejectAll);
      const refused = readCookies(one.cookies);
      await take(acceptAll);
      const older = refused.filter((cookie) => !document.cookie.split('; ').includes(cookie));
      expect(older).not.toEqual([]);
      open();
      await pass(A_WHILE);
      expect(page().choices()).toEqual(both('granted'));
      const end = addCookies(older, place === 'first');
      try {
        dispatchEvent(new Event('pageshow'));
        await pass(A_WHILE);
        expect(page().choices()).not.toContain('granted');
      } finally {
        end();
      }
      await pass(A_WHILE);
      expect(page().choices()).toEqual(both('granted'));
    },
  );
}

/** The cookies of these names, as they stand. */
export function readCookies(names: readonly string[]): string[] {
  return document.cookie.split('; ').filter((cookie) => names.some((name) => cookie.startsWith(`${name}=`)));
}

/** As a browser lists them that has them for another path too. Returns what removes them. */
export function addCookies(cookies: readonly string[], areFirst: boolean): () => void {
  const { get, set } = findCookieProperty();
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    set(cookie: string) {
      set!.call(document, cookie);
    },
    get() {
      const own = get!.call(document) as string;
      return (areFirst ? [...cookies, own] : [own, ...cookies]).filter(Boolean).join('; ');
    },
  });
  return () => void Reflect.deleteProperty(document, 'cookie');
}

function findCookieProperty(): PropertyDescriptor {
  for (let owner: object = document; ; owner = Object.getPrototypeOf(owner) as object) {
    const property = Object.getOwnPropertyDescriptor(owner, 'cookie');
    if (property) return property;
  }
}
