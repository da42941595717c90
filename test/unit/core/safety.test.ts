import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manual } from '../../../src/consent/sources/manual.js';
import { createProtect } from '../../../src/safety/protect.js';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';

const fields = {
  text: { type: 'string', optional: true },
  number: { type: 'number', optional: true },
  flag: { type: 'boolean', optional: true },
} as const;
const manifest = manifestOf({
  step: eventOf({ fields }),
  paid: eventOf({ basis: 'contract', categories: [], fields }),
  signed: eventOf({ fields: { user: { type: 'string', protect: 'pseudonymise', optional: true } } }),
});

const unhandled: unknown[] = [];
const onRejection = (error: unknown): void => void unhandled.push(error);
const before = Object.getOwnPropertyNames(Object.prototype).sort();

beforeEach(() => void process.on('unhandledRejection', onRejection));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onRejection);
  expect(unhandled.splice(0)).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect(Object.keys(Array.prototype)).toEqual([]);
});

const throwing = new Proxy(
  {},
  {
    get: () => fail(),
    has: () => fail(),
    ownKeys: () => fail(),
    getOwnPropertyDescriptor: () => fail(),
    getPrototypeOf: () => fail(),
  },
);

/** What a careless or hostile script may pass. */
const hostile: readonly [string, unknown][] = [
  ['an object whose getters throw', Object.defineProperty({}, 'text', { get: fail, enumerable: true })],
  ['a proxy that throws at everything', throwing],
  ['a revoked proxy', revoked()],
  ['an object that throws as text', { toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail }],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { text: 'x' })],
  ['an object in itself', circular()],
  ['a prototype as JSON', JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')],
  ['a symbol', Symbol('x')],
  ['a big number', 10n ** 400n],
  ['a function', () => fail()],
  ['a frozen object', Object.freeze({ text: 'x' })],
  ['a promise that rejects', rejected()],
  ['a window-like object', globalThis],
  ['a long text', 'x'.repeat(100_000)],
  ['a long list', Array.from({ length: 10_000 }, () => 'x')],
  ['nothing', undefined],
  ['null', null],
];

describe('a public method', () => {
  it.each(hostile)('takes %s wherever it may stand, and never throws', async (_, value) => {
    const { page, banner } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    const { headgate } = page;
    const methods = headgate as unknown as { readonly [name: string]: (...args: unknown[]) => unknown };
    for (const name of ['step', 'paid', 'signed', value]) expect(() => methods['track']!(name, value)).not.toThrow();
    expect(() => methods['track']!('paid', { text: value, number: value, flag: value })).not.toThrow();
    for (const method of ['consent', 'status', 'onConsent']) expect(() => methods[method]!(value)).not.toThrow();
    for (const method of ['flush', 'access', 'forget']) {
      await expect(page.run(methods[method]!(value) as Promise<unknown>)).resolves.not.toThrow();
    }
    await expect(page.run(methods['forget']!({ user: value }) as Promise<unknown>)).resolves.toBeDefined();
    banner.say({ analytics: 'denied' });
    await page.pass(5000);
    for (const lane of ['warehouse', '']) page.tally(lane);
    expect(() => methods['stop']!(value)).not.toThrow();
  });

  it('takes anything, and sends nothing that the manifest does not declare', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.oneof(fc.constantFrom('step', 'paid'), fc.anything()),
            fc.anything({
              withBigInt: true,
              withDate: true,
              withMap: true,
              withNullPrototype: true,
              withSparseArray: true,
            }),
          ),
          { maxLength: 10 },
        ),
        async (calls) => {
          const { page, banner, collector } = await setUp({ manifest });
          banner.say({ analytics: 'granted' });
          for (const [name, data] of calls) {
            const result = page.headgate.track(name as string, data as never);
            expect(['allow', 'refuse']).toContain(result.outcome);
          }
          await page.pass(3000);
          for (const { event, data } of collector.seen()) {
            expect(['step', 'paid']).toContain(event);
            expect(Object.keys(data).filter((field) => !Object.hasOwn(fields, field))).toEqual([]);
          }
          page.tally();
          page.headgate.stop();
          await collector.close();
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each<[string, unknown]>([
    ['a list with its name', ['paid']],
    ['an object that reads as its name', { toString: () => 'paid', secret: 'alice@example.com' }],
    ['a text object', Object('paid')],
    ['an object that throws as text', { toString: fail }],
  ])('takes no event whose name is not text: %s', async (_, name) => {
    const { page, collector } = await setUp({ manifest });
    expect(page.headgate.track(name as string, {})).toEqual({ outcome: 'refuse', reason: 'undeclared' });
    await page.pass(5000);
    expect(collector.requests).toEqual([]);
    expect(page.tally('')).toMatchObject({ tracked: 1, refused: 1 });
  });

  it('works without the instance that it came from', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    const { track, flush, status, consent, access } = page.headgate;
    const { id } = track('step', {});
    await page.run(flush());
    expect(collector.events().map((event) => event.id)).toEqual([id]);
    expect([typeof status(), typeof consent(), await page.run(access())]).toEqual(['object', 'object', []]);
  });
});

describe('the page', () => {
  it('may throw in every callback that it passes', async () => {
    const { page, banner, collector } = await setUp({ manifest, onDiagnostic: fail, onAudit: fail, onConsent: fail });
    page.headgate.onConsent(fail);
    page.headgate.track('unknown', {});
    banner.say({ analytics: 'granted' });
    const { id } = page.headgate.track('step', { unknown: 1 });
    await page.pass(5000);
    expect(collector.events().map((event) => event.id)).toEqual([id]);
  });

  it('may track from a callback of its own', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    page.headgate.onConsent(({ categories }) => {
      if (categories['analytics'] === 'granted') page.headgate.track('step', { text: 'from a listener' });
    });
    page.headgate.track('step', { text: 'held' });
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    expect(
      collector
        .events()
        .map(({ data }) => (data as { text: string }).text)
        .sort(),
    ).toEqual(['from a listener', 'held']);
    page.tally();
  });

  it('may withdraw from a callback of its own', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    page.headgate.track('step', {});
    const unsubscribe = page.headgate.onConsent(({ categories }) => {
      if (categories['analytics'] !== 'granted') return;
      unsubscribe();
      banner.say({ analytics: 'denied' });
    });
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(page.headgate.consent().categories['analytics']).toBe('denied');
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ held: 0, buffered: 0 });
  });

  it.each(hostile)('may pass %s to the calls of a banner', async (_, value) => {
    const choice = manual();
    const { page } = await setUp({ manifest, consent: [choice] });
    for (const method of ['grant', 'deny', 'withdraw'] as const) {
      expect(() => choice[method](value as string)).not.toThrow();
    }
    expect(page.headgate.consent().categories).toEqual({ analytics: 'undecided', marketing: 'undecided' });
    choice.grant('analytics');
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
  });
});

describe('the wrapper at every entry', () => {
  it('gives back what the function gives, and takes what it is given', async () => {
    const protect = createProtect(fail);
    expect(protect((a: number, b: number) => a + b)(1, 2)).toBe(3);
    expect(await protect(async (text: string) => text)('x')).toBe('x');
  });

  it('turns an exception and a rejection into one report and nothing', async () => {
    const codes: string[] = [];
    const protect = createProtect(({ code }) => void codes.push(code));
    expect(protect(fail)()).toBeUndefined();
    expect(await protect(async () => fail())()).toBeUndefined();
    expect(codes).toEqual(['internal-error', 'internal-error']);
  });
});

function fail(): never {
  throw new Error('hostile');
}

function circular(): object {
  const value: { self?: object; text: string } = { text: 'x' };
  value.self = value;
  return value;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function rejected(): Promise<never> {
  const promise = Promise.reject(new Error('hostile'));
  promise.catch(() => {});
  return promise;
}
