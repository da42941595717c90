import { describe, expect, it } from 'vitest';
import type { ConsentSource, ConsentState, SourceHost } from '../../../src/consent/consent.js';
import { setUp } from '../../support/core-collector.js';
import { createBanner, eventOf, manifestOf } from '../../support/core-page.js';

const failing: ConsentSource = () => {
  throw new TypeError('no platform here');
};

describe('a consent source', () => {
  it('that throws at the start keeps everything closed and is reported once', async () => {
    const { page, banner } = await setUp({ consent: [failing] });
    await page.settle();
    banner.say({ analytics: 'granted' });
    expect(page.codes()).toEqual(['source-failed']);
    expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'hold', reason: 'undecided' });
  });

  it('that throws at the start keeps closed what another one grants', async () => {
    const banner = createBanner({ analytics: 'granted' });
    const { page, collector } = await setUp({ consent: [failing, banner] });
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
    await page.run(page.headgate.flush());
    expect(collector.requests).toEqual([]);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('that grants and then throws at the start is closed', async () => {
    const { page } = await setUp({
      consent: [
        ({ report }) => {
          report({ source: 'hasty', evidence: 'explicit', categories: { analytics: 'granted' } });
          throw new TypeError('too soon');
        },
      ],
    });
    expect(page.headgate.consent().categories['analytics']).toBe('undecided');
  });

  it('that never reports keeps everything undecided', async () => {
    const { page } = await setUp({ consent: [() => () => {}] });
    await page.pass(600_000);
    expect(page.headgate.consent().categories).toEqual({ analytics: 'undecided', marketing: 'undecided' });
  });

  it('that reports late releases what is held', async () => {
    const { page, banner, collector } = await setUp();
    const { id } = page.headgate.track('step', { number: 1 });
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
    banner.say({ analytics: 'granted' });
    await page.pass(2000);
    expect(collector.events().map((event) => event.id)).toEqual([id]);
  });

  it('is heard once for the same words', async () => {
    const states: ConsentState[] = [];
    const { banner, page } = await setUp({ onConsent: (state) => void states.push(state) });
    await page.settle();
    banner.say({ analytics: 'granted' });
    banner.say({ analytics: 'granted' });
    banner.say({ analytics: 'denied' });
    expect(states.map(({ categories }) => categories['analytics'])).toEqual(['granted', 'denied']);
  });

  it('is given the codes that the manifest has for it', async () => {
    const seen: object[] = [];
    const source: ConsentSource = ({ codes }: SourceHost) => {
      seen.push(codes('onetrust'), codes('constructor'));
      return () => {};
    };
    const categories = { analytics: { sources: { onetrust: 'C0002' } }, marketing: { sources: { tcf: [1, 2] } } };
    const { page } = await setUp({ consent: [source], manifest: manifestOf({ step: eventOf() }, { categories }) });
    await page.settle();
    expect(seen[0]).toEqual({ analytics: 'C0002', marketing: undefined });
  });

  it('is told by which refusals a visitor objects to a legitimate interest', async () => {
    const told: unknown[] = [];
    const source: ConsentSource = ({ isObjection }: SourceHost) => {
      told.push(isObjection?.('analytics'), isObjection?.('marketing'));
      return () => {};
    };
    const rules = { step: eventOf(), seen: eventOf({ basis: 'legitimate_interests', categories: ['marketing'] }) };
    const { page } = await setUp({
      consent: [source],
      manifest: manifestOf(rules, { categories: { analytics: {}, marketing: {} } }),
    });
    await page.settle();
    expect(told).toEqual([false, true]);
  });

  it('is stopped with the instance, whether or not it can', async () => {
    const stopped: string[] = [];
    const broken: ConsentSource = () => () => {
      stopped.push('broken');
      throw new Error('cannot stop');
    };
    const sound: ConsentSource = () => () => void stopped.push('sound');
    const { page } = await setUp({ consent: [broken, (() => undefined) as unknown as ConsentSource, sound] });
    expect(() => page.headgate.stop()).not.toThrow();
    expect(stopped).toEqual(['broken', 'sound']);
  });

  it('that reports after the instance was stopped opens nothing and touches nothing', async () => {
    const { page, banner, collector } = await setUp();
    page.headgate.track('step', {});
    page.headgate.stop();
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(page.browser.disk.touches).toBe(0);
    expect(collector.requests).toEqual([]);
  });
});

const circular: { self?: unknown; categories: object } = { categories: { analytics: 'denied' } };
circular.self = circular;

describe('a reading that makes no sense', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'granted'],
    ['a number', 5],
    ['an empty object', {}],
    ['no categories', { source: 'x', evidence: 'explicit', categories: null }],
    ['categories as text', { source: 'x', evidence: 'explicit', categories: 'granted' }],
    ['a region that is no text', { source: 'x', evidence: 'explicit', categories: { analytics: 'denied' }, region: 5 }],
    ['itself in itself', circular],
    [
      'a number that JSON does not know',
      { source: 'x', evidence: 'explicit', categories: { analytics: 'denied' }, proof: 1n },
    ],
    [
      'choices that nobody knows',
      { source: 'x', evidence: 'explicit', categories: { analytics: true, marketing: 'yes' } },
    ],
  ])('closes when a source that granted reports %s', async (_, reading) => {
    const { page, banner } = await setUp();
    banner.say({ analytics: 'granted' });
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
    expect(() => banner.sayAnything(reading)).not.toThrow();
    expect(page.headgate.consent().categories['analytics']).not.toBe('granted');
    expect(page.headgate.track('step', {}).outcome).not.toBe('allow');
  });

  it('does not deafen: the next one that makes sense counts', async () => {
    const { page, banner } = await setUp();
    banner.sayAnything({});
    banner.sayAnything(circular);
    banner.say({ analytics: 'granted' });
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
  });
});

describe('without any source', () => {
  it.each(['opt-in', 'opt-out'] as const)('what needs consent stays closed in an %s regime', async (regime) => {
    const manifest = manifestOf({ step: eventOf() }, { regimes: { default: regime } });
    const { page } = await setUp({ consent: [], manifest });
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
  });

  it('it stays closed when another tab opens the category', async () => {
    const manifest = manifestOf({ step: eventOf() }, { regimes: { default: 'opt-out' } });
    const { banner, open, page: first } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await first.settle();
    // A withdrawal that a reload cut short: the next page finishes it, and listens to the other tabs from then on.
    first.browser.mark = 'analytics=f';
    const page = open({ consent: [] });
    await page.settle();
    banner.say({ analytics: 'denied' });
    await page.settle();
    banner.say({ analytics: 'granted' });
    await page.settle();
    expect(page.headgate.consent().categories['analytics']).not.toBe('granted');
    expect(page.headgate.track('step', {}).outcome).not.toBe('allow');
  });
});

describe('the state of consent', () => {
  it('names every category, the regime, and how it came to be known', async () => {
    const { page, banner } = await setUp({ region: 'DE' });
    expect(page.headgate.consent()).toMatchObject({
      categories: { analytics: 'undecided', marketing: 'undecided' },
      regime: 'opt-in',
    });
    banner.say({ analytics: 'granted', marketing: 'denied' }, { proof: { id: 'receipt-1' } });
    expect(page.headgate.consent()).toEqual({
      categories: { analytics: 'granted', marketing: 'denied' },
      regime: 'opt-in',
      evidence: 'explicit',
      source: 'banner',
      proof: { id: 'receipt-1' },
      explicit: ['analytics'],
    });
  });

  it('is told to a listener at once and at every change, until it unsubscribes', async () => {
    const { page, banner } = await setUp();
    const heard: (string | undefined)[] = [];
    const unsubscribe = page.headgate.onConsent(({ categories }) => void heard.push(categories['analytics']));
    banner.say({ analytics: 'granted' });
    unsubscribe();
    unsubscribe();
    banner.say({ analytics: 'denied' });
    expect(heard).toEqual(['undecided', 'granted']);
  });

  it('reaches every listener, whatever another one throws', async () => {
    const heard: string[] = [];
    const { page, banner } = await setUp({
      onConsent: () => {
        throw new Error('mine');
      },
    });
    page.headgate.onConsent(() => {
      heard.push('second');
      throw new Error('mine too');
    });
    page.headgate.onConsent(() => void heard.push('third'));
    heard.length = 0;
    expect(() => banner.say({ analytics: 'granted' })).not.toThrow();
    expect(heard).toEqual(['second', 'third']);
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
  });

  it('is not opened by whoever changes the state that it handed out', async () => {
    const { page } = await setUp();
    const open = (state: ConsentState): void => {
      try {
        (state.categories as { [category: string]: string })['analytics'] = 'granted';
      } catch {
        // A state that cannot be changed is as good.
      }
    };
    open(page.headgate.consent());
    page.headgate.onConsent(open);
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
  });

  it('is opened by no default and no implied grant where the law is opt-in', async () => {
    const { page, banner } = await setUp();
    for (const basis of ['default', 'implied', 'signal', 'not-applicable'] as const) {
      banner.say({ analytics: 'granted' }, { evidence: basis });
      expect(page.headgate.track('step', {}).outcome).toBe('hold');
    }
  });
});
