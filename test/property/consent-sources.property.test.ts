import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Choice, ConsentReading, ConsentSource } from '../../src/consent/consent.js';
import { createConsent, type Consent } from '../../src/consent/create-consent.js';
import { gpc } from '../../src/consent/sources/gpc.js';
import { manual } from '../../src/consent/sources/manual.js';
import type { Manifest, Regime } from '../../src/manifest/manifest.js';
import { createProtect } from '../../src/safety/protect.js';
import { createTestWithdrawals } from '../support/test-withdrawals.js';

const NAMES = ['analytics', 'marketing', 'research'] as const;
const OPENNESS: readonly Choice[] = ['denied', 'undecided', 'granted'];
const open = (choice: Choice | undefined): number => OPENNESS.indexOf(choice!);

const choice = fc.constantFrom<Choice>('granted', 'denied', 'undecided');
const regime = fc.constantFrom<Regime>('opt-in', 'opt-out');
const region = fc.constantFrom('DE', 'US', 'US-CA');
const reading = fc.record(
  {
    source: fc.constantFrom('one', 'two', 'three'),
    categories: fc.dictionary(fc.constantFrom(...NAMES), choice),
    evidence: fc.constantFrom<ConsentReading['evidence']>('explicit', 'default', 'implied', 'signal', 'not-applicable'),
    regime,
    region,
  },
  { requiredKeys: ['source', 'categories', 'evidence'] },
);
/** What a broken source may say. */
const nonsense = fc.constantFrom<unknown>(undefined, null, 5, 'granted', {}, { categories: 5 }, { categories: null });
const manifest = fc.record({
  categories: fc.record(
    Object.fromEntries(
      NAMES.map((name) => [name, fc.constantFrom({}, { sources: { gpc: true } }, { sources: { gpc: false } })]),
    ),
  ),
  regimes: fc.dictionary(fc.constantFrom('default', 'DE', 'US', 'US-CA'), regime),
}) as fc.Arbitrary<Pick<Manifest, 'categories' | 'regimes'>>;

type Step =
  | { readonly kind: 'says'; readonly index: number; readonly said: unknown }
  | { readonly kind: 'signal'; readonly isOn: boolean }
  | { readonly kind: 'grants' | 'denies' | 'vetoes'; readonly names: readonly string[] };

const index = fc.nat(2);
const names = fc.subarray([...NAMES], { minLength: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('says' as const), index, said: reading }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('says' as const), index, said: nonsense }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('signal' as const), isOn: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('grants' as const, 'denies' as const, 'vetoes' as const), names }),
  },
);
const steps = fc.array(step, { minLength: 1, maxLength: 12 });

let page: EventTarget;

beforeEach(() => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('navigator', {});
  // The banner tells the time of a choice: two pages are compared, at one time.
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setSignal(isOn: boolean): void {
  Object.assign(navigator, { globalPrivacyControl: isOn });
  page.dispatchEvent(new Event('pageshow'));
}

/** Three platforms that say anything at any time, a banner of the page, and the browser's signal where `gpc` is given. */
function createPage(table: Pick<Manifest, 'categories' | 'regimes'>, where: string | undefined, gpc?: ConsentSource) {
  const reports: ((reading: ConsentReading) => void)[] = [];
  const banner = manual();
  const readings: (ConsentReading | undefined)[] = [undefined, undefined, undefined];
  const chosen: { [category: string]: Choice } = {};
  const platforms = [0, 1, 2].map((number): ConsentSource => ({ report }) => {
    reports[number] = report;
    return () => {};
  });
  const protect = createProtect(() => {});
  const withdrawals = createTestWithdrawals(Object.keys(table.categories));
  const consent: Consent = createConsent(
    table,
    [...platforms, banner, ...(gpc ? [gpc] : [])],
    where,
    () => {},
    protect,
    withdrawals,
  );
  consent.start();

  function take(one: Step): void {
    vi.setSystemTime(Date.now() + 1);
    switch (one.kind) {
      case 'says':
        readings[one.index] = isReading(one.said) ? one.said : undefined;
        reports[one.index]!(one.said as ConsentReading);
        break;
      case 'grants':
      case 'denies':
        for (const name of one.names) chosen[name] = one.kind === 'grants' ? 'granted' : 'denied';
        (one.kind === 'grants' ? banner.grant : banner.deny)(...one.names);
        break;
      case 'vetoes':
        withdrawals.onClosedElsewhere(one.names, [], 'tab');
        break;
      case 'signal':
        break;
    }
  }

  /** What the strictest of them says now. */
  function strictest(name: string): number {
    const said = readings.map((one) => (one ? (one.categories[name] ?? 'granted') : 'undecided'));
    return Math.min(...said.map(open), open(chosen[name] ?? 'granted'));
  }

  /** Whether the visitor's region is known, and has an entry of its own in the manifest that says opt-in. */
  function isOptIn(): boolean {
    const places = where ? [where] : readings.flatMap((one) => one?.region ?? []);
    const laws = places.map((place) => table.regimes?.[place] ?? table.regimes?.[place.slice(0, 2)]);
    return laws.length > 0 && laws.every((law) => law === 'opt-in');
  }

  return { consent, take, strictest, isOptIn };
}

const isReading = (said: unknown): said is ConsentReading =>
  typeof (said as ConsentReading | undefined)?.categories === 'object' && !!(said as ConsentReading).categories;

const where = fc.option(region, { nil: undefined });

it('is never more open than the strictest of its sources, whatever they say one after the other', () => {
  let opened = 0;
  fc.assert(
    fc.property(manifest, where, steps, (table, place, all) => {
      const { consent, take, strictest } = createPage(table, place);
      for (const one of all) {
        take(one);
        for (const name of NAMES) {
          const { categories } = consent.state();
          expect(open(categories[name])).toBeLessThanOrEqual(strictest(name));
          if (one.kind === 'vetoes' && one.names.includes(name)) expect(categories[name]).toBe('denied');
          if (categories[name] === 'granted') opened++;
        }
      }
      consent.stop();
    }),
    { numRuns: 5000 },
  );
  expect(opened).toBeGreaterThan(100);
});

it('is opened by no signal of the browser, whether it is there, comes or goes', () => {
  const options = fc.constantFrom<Parameters<typeof gpc>[0]>(undefined, { regime: 'opt-in' }, { regime: 'opt-out' });
  let closed = 0;
  let left = 0;
  fc.assert(
    fc.property(manifest, where, options, fc.boolean(), steps, (table, place, option, isOn, all) => {
      setSignal(isOn);
      const without = createPage(table, place);
      const beside = createPage(table, place, gpc(option));
      for (const one of all) {
        if (one.kind === 'signal') setSignal(one.isOn);
        const time = Date.now();
        without.take(one);
        vi.setSystemTime(time);
        beside.take(one);
        const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
        for (const name of NAMES) {
          const [plain, masked] = [without, beside].map(({ consent }) => consent.state().categories[name]);
          expect(open(masked)).toBeLessThanOrEqual(open(plain));
          if (masked !== plain) closed++;
          const code = table.categories[name]?.sources?.['gpc'];
          const isLeft = option ? option.regime === 'opt-in' : without.isOptIn();
          if (!signal || code === false || (isLeft && !code)) expect(masked).toBe(plain);
          else expect(masked).toBe('denied');
          if (signal && isLeft && masked !== 'denied') left++;
        }
        expect(beside.consent.state().regime).toBe(without.consent.state().regime);
      }
      without.consent.stop();
      beside.consent.stop();
    }),
    { numRuns: 5000 },
  );
  expect(closed).toBeGreaterThan(100);
  expect(left).toBeGreaterThan(100);
});
