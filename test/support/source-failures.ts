import { expect, it } from 'vitest';
import { garbage } from './garbage.js';
import type { Settled, SourceCase } from './source-case.js';
import { pass } from './source-page.js';
import { A_WHILE, both, given, take, type Context } from './source-steps.js';

/** Broken platforms, and what is none in a platform's place. */
export function describeFailures(one: SourceCase, { open, page }: Context): void {
  const { install, acceptAll, breaks } = one.steps;
  if (!('cannot' in breaks)) {
    for (const [how, run] of Object.entries<() => Settled>(breaks)) {
      given([acceptAll], `closes and says so once where its platform ${how}`, async () => {
        await take(install, acceptAll);
        open();
        await pass(A_WHILE);
        expect(page().choices()).toEqual(both('granted'));
        await take(run);
        dispatchEvent(new Event('pageshow'));
        await pass(60_000);
        expect(page().choices()).not.toContain('granted');
        const times = page().diagnostics.filter((code) => code === 'source-failed').length;
        expect(times).toBe(one.breaksSilently ? 0 : 1);
      });
    }
  }

  it.each(garbage())('grants nothing with %s in its platform’s place', async (_, value) => {
    for (const regime of ['opt-in', 'opt-out'] as const) {
      putInPlace(one, value);
      open({ default: regime });
      await pass(A_WHILE);
      dispatchEvent(new Event('pageshow'));
      await pass(A_WHILE);
      expect(page().readings.flatMap(({ categories }) => Object.values(categories))).not.toContain('granted');
      // Where it has no opinion, the regime decides.
      if (!one.never || regime === 'opt-in') expect(page().everGranted()).toBe(false);
      page().stop();
      clearPlace(one);
    }
  });
}

function putInPlace({ globals, cookies, storage }: SourceCase, value: unknown): void {
  for (const name of globals) Object.assign(globalThis, { [name]: value });
  for (const name of cookies) document.cookie = `${name}=${toText(value)}`;
  for (const name of storage) localStorage.setItem(name, toText(value));
}

function clearPlace({ globals, cookies, storage }: SourceCase): void {
  for (const name of globals) Reflect.deleteProperty(globalThis, name);
  for (const name of cookies) document.cookie = `${name}=; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  for (const name of storage) localStorage.removeItem(name);
}

/** A value as a cookie or a stored text would hold it. */
function toText(value: unknown): string {
  try {
    return encodeURIComponent(typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value));
  } catch {
    return '%E0%A4%A';
  }
}
