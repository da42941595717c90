// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createConsent } from '../../src/consent/create-consent.js';
import { createProtect } from '../../src/safety/protect.js';
import { loadCases } from '../dom/sources/load-cases.js';
import type { SourceCase } from '../support/source-contract.js';
import { createPlatform, type Script } from './create-platform.js';
import { fuzz } from './fuzz.js';
import { digitless, text } from './hostile.js';
import { createTestWithdrawals } from '../support/test-withdrawals.js';

/** What stands where a consent platform should: globals, cookies and storage of every source. */

const cases = await loadCases(undefined);
const CATEGORIES = ['analytics', 'marketing'] as const;

const nothing: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, false, NaN, -1, 1.5, 0, 1, '', 1n, Symbol('x')),
  digitless,
);
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(true, 'granted', 'true', '1YNN', 'opt_in', 'ACCEPT', 'asserted', 'explicit', 'ready', 2, 8),
  nothing,
  text,
);
const script = (leaves: fc.Arbitrary<unknown>): fc.Arbitrary<Script> =>
  fc.record({
    kinds: fc.array(fc.nat(99), { minLength: 3, maxLength: 12 }),
    leaves: fc.array(leaves, { minLength: 1, maxLength: 6 }),
  });
const page = (leaves: fc.Arbitrary<unknown>, texts: fc.Arbitrary<string>) =>
  fc.record({
    which: fc.nat(cases.length - 1),
    script: script(leaves),
    hasGlobals: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
    cookies: fc.array(texts, { maxLength: 3 }),
    storage: texts,
  });

const errors: unknown[] = [];
process.on('unhandledRejection', (reason) => errors.push(reason));
addEventListener('error', (event) => void errors.push(event.error ?? 'an error'));

it('knows every source', () => {
  const files = readdirSync('src/consent/sources').filter((file) => file.endsWith('.ts') && file !== 'iab-api.ts');
  expect(new Set(cases.map(({ key }) => key)).size).toBe(files.length);
});

it('takes nothing for a grant that is none, wherever it stands', async () => {
  const visited = new Set<string>();
  await fuzz({
    name: 'sources: globals, cookies, storage',
    share: 0.08,
    input: page(nothing, digitless),
    run({ which, ...setting }) {
      const one = cases[which]!;
      visited.add(one.key);
      if (play(one, setting).includes('granted')) throw new Error(`${one.name} opened`);
    },
    rest,
  });
  expect(visited.size).toBeGreaterThan(15);
});

it('throws nothing into the page, whatever a platform says and however it lies', async () => {
  await fuzz({
    name: 'sources: lies',
    share: 0.05,
    input: page(anything, text),
    run: ({ which, ...setting }) => void play(cases[which]!, setting),
    rest,
  });
});

function rest(): void {
  if (errors.length) throw new Error(`nobody caught: ${String(errors.splice(0, 3))}`);
}

interface Setting {
  readonly script: Script;
  readonly hasGlobals: boolean;
  readonly cookies: readonly string[];
  readonly storage: string;
}

/** One life of a page with one source. Returns what it ever said. */
function play(one: SourceCase, { script: said, hasGlobals, cookies, storage }: Setting): string[] {
  const undo = [
    ...(hasGlobals ? one.globals.map((name) => put(globalThis, name, createPlatform(said, name))) : []),
    put(document, 'cookie', one.cookies.map((name, index) => `${name}=${cookies[index] ?? ''}`).join('; ')),
    put(globalThis, 'localStorage', createStorage(one.storage, storage)),
  ];
  const choices: string[] = [];
  const source = one.create();
  const categories = Object.fromEntries(
    CATEGORIES.map((name) => [name, { sources: { [one.key]: one.codes[name] ?? true } }]),
  );
  const protect = createProtect(() => {});
  const withdrawals = createTestWithdrawals(CATEGORIES);
  const consent = createConsent({ categories }, [source], undefined, () => {}, protect, withdrawals);
  withdrawals.onChange(() => void choices.push(...Object.values(consent.state().categories)));
  consent.start();
  for (const type of ['pageshow', 'storage', 'message']) dispatchEvent(new Event(type));
  consent.stop();
  for (const restore of undo) restore();
  return choices;
}

function put(target: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  return () => (before ? Object.defineProperty(target, name, before) : Reflect.deleteProperty(target, name));
}

function createStorage(names: readonly string[], value: string): object {
  const items = Object.fromEntries(names.map((name) => [name, value]));
  return Object.assign(items, {
    getItem: (name: string) => items[name] ?? null,
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
}
