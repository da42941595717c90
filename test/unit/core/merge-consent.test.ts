import { describe, expect, it } from 'vitest';
import type { Choice, ConsentReading } from '../../../src/consent/consent.js';
import { applyLaw } from '../../../src/consent/law.js';
import { explainConsent, mergeConsent } from '../../../src/consent/merge.js';
import type { Manifest, Regime } from '../../../src/manifest/manifest.js';

const OPT_IN = { categories: { analytics: {} } };
const OPT_OUT: Pick<Manifest, 'categories' | 'regimes'> = { ...OPT_IN, regimes: { default: 'opt-out' } };

function reading(choice?: Choice, changes: Partial<ConsentReading> = {}): ConsentReading {
  return { source: 'banner', evidence: 'explicit', categories: choice ? { analytics: choice } : {}, ...changes };
}

const merge = (manifest: Pick<Manifest, 'categories' | 'regimes'>, ...readings: (ConsentReading | undefined)[]) =>
  mergeConsent(manifest, readings);
const choiceOf = (manifest: typeof OPT_OUT, ...readings: (ConsentReading | undefined)[]): Choice | undefined =>
  merge(manifest, ...readings).categories['analytics'];

const granted = reading('granted');
const denied = reading('denied');
const undecided = reading('undecided');
const silent = reading();
const byDefault = reading('granted', { evidence: 'default' });

describe('the consent of several sources', () => {
  it.each<[string, (ConsentReading | undefined)[], Choice]>([
    ['a grant', [granted], 'granted'],
    ['a denial', [denied], 'denied'],
    ['no answer', [undecided], 'undecided'],
    ['two grants', [granted, granted], 'granted'],
    ['a grant and a denial', [granted, denied], 'denied'],
    ['a denial and a grant', [denied, granted], 'denied'],
    ['a grant and no answer', [granted, undecided], 'undecided'],
    ['no answer and a denial', [undecided, denied], 'denied'],
    ['a grant and a source without an opinion', [granted, silent], 'granted'],
    ['a denial and a source without an opinion', [silent, denied], 'denied'],
    ['a grant and a source that has not reported', [granted, undefined], 'undecided'],
    ['a denial and a source that has not reported', [undefined, denied], 'denied'],
    ['a source that has not reported', [undefined], 'undecided'],
    ['a grant, no answer, no opinion and a denial', [granted, undecided, silent, denied], 'denied'],
  ])('is the strictest of %s', (_, readings, expected) => {
    expect(choiceOf(OPT_IN, ...readings)).toBe(expected);
    expect(choiceOf(OPT_OUT, ...readings)).toBe(expected);
  });

  it.each<[string, (ConsentReading | undefined)[], Choice, Choice]>([
    ['no source has an opinion', [silent, silent], 'undecided', 'granted'],
    ['a grant is a default', [byDefault], 'undecided', 'granted'],
    ['a grant is implied', [reading('granted', { evidence: 'implied' })], 'undecided', 'granted'],
    ['a grant comes from a signal', [reading('granted', { evidence: 'signal' })], 'undecided', 'granted'],
    [
      'a grant comes from a source that does not apply',
      [reading('granted', { evidence: 'not-applicable' })],
      'undecided',
      'granted',
    ],
    ['one of two grants is a default', [granted, byDefault], 'undecided', 'granted'],
    ['a denial is a default', [reading('denied', { evidence: 'default' })], 'denied', 'denied'],
    ['a denial is a signal', [granted, reading('denied', { evidence: 'signal' })], 'denied', 'denied'],
  ])('where %s is %3$s, and %4$s where the law is opt-out', (_, readings, optIn, optOut) => {
    expect(choiceOf(OPT_IN, ...readings)).toBe(optIn);
    expect(choiceOf(OPT_OUT, ...readings)).toBe(optOut);
  });

  it.each<[string, (ConsentReading | undefined)[], readonly string[]]>([
    ['an explicit grant', [granted], ['analytics']],
    ['a grant by default', [byDefault], []],
    ['an explicit grant and one by default', [granted, byDefault], []],
    ['an explicit grant beside a source without an opinion', [granted, silent], ['analytics']],
    ['no opinion at all', [silent], []],
    ['a denial', [denied], []],
  ])('tells which grants are explicit, for %s, under every law', (_, readings, expected) => {
    expect(merge(OPT_OUT, ...readings).explicit).toEqual(expected);
    expect(merge(OPT_IN, ...readings).explicit).toEqual(expected);
  });

  it('cannot be made explicit by the page that it is handed to', () => {
    const { explicit } = merge(OPT_OUT, byDefault);
    expect(() => (explicit as string[]).push('analytics')).toThrow(TypeError);
  });

  it('names every category of the manifest, and none that only a source knows', () => {
    const manifest = { categories: { analytics: {}, marketing: {} } };
    const said = reading('granted', { categories: { analytics: 'granted', spying: 'granted' } });
    expect(merge(manifest, said).categories).toEqual({ analytics: 'granted', marketing: 'undecided' });
  });

  it.each<[unknown]>([['GRANTED'], ['yes'], [''], [true], [1], [null], [{}], [['granted']], [new Date(0)]])(
    'is not opened by the choice %j',
    (choice) => {
      const garbage = reading(undefined, { categories: { analytics: choice as Choice } });
      expect(choiceOf(OPT_IN, garbage)).not.toBe('granted');
      expect(choiceOf(OPT_OUT, garbage)).not.toBe('granted');
      expect(choiceOf(OPT_OUT, granted, garbage)).not.toBe('granted');
    },
  );

  it('does not take what every object inherits for an opinion that grants', () => {
    const manifest = { categories: { constructor: {}, toString: {} }, regimes: { default: 'opt-out' as const } };
    expect(Object.values(merge(manifest, silent).categories)).not.toContain('granted');
  });
});

describe('the regime', () => {
  const regimes: NonNullable<Manifest['regimes']> = {
    default: 'opt-in',
    US: 'opt-out',
    'US-CO': 'opt-in',
    DE: 'opt-in',
  };
  const of = (
    table: Manifest['regimes'],
    configured: string | undefined,
    ...readings: (ConsentReading | undefined)[]
  ): Regime => mergeConsent({ categories: {}, ...(table && { regimes: table }) }, readings, configured).regime;

  it.each<[string, string | undefined, (ConsentReading | undefined)[], Regime]>([
    ['the default where no region is known', undefined, [silent], 'opt-in'],
    ['that of the configured region', 'US', [silent], 'opt-out'],
    ['that of the country where the state has none', 'US-CA', [silent], 'opt-out'],
    ['that of the state before that of the country', 'US-CO', [silent], 'opt-in'],
    ['the default for a region without one', 'FR', [silent], 'opt-in'],
    [
      'that of the region which a source reports',
      undefined,
      [silent, reading(undefined, { region: 'US-CA' })],
      'opt-out',
    ],
    [
      'that of the configured region where a source reports another',
      'DE',
      [reading(undefined, { region: 'US' })],
      'opt-in',
    ],
    [
      'the default where a source states a looser one',
      undefined,
      [reading(undefined, { regime: 'opt-out' })],
      'opt-in',
    ],
    ['the stricter of region and source', 'DE', [reading(undefined, { regime: 'opt-out' })], 'opt-in'],
    ['the stricter of source and region', 'US', [reading(undefined, { regime: 'opt-in' })], 'opt-in'],
    [
      'the stricter of two sources',
      undefined,
      [reading(undefined, { regime: 'opt-out' }), reading(undefined, { regime: 'opt-in' })],
      'opt-in',
    ],
    [
      'the stricter of the regions that two sources report',
      undefined,
      [reading(undefined, { region: 'US' }), reading(undefined, { region: 'DE' })],
      'opt-in',
    ],
    ['the default while no source has reported', undefined, [undefined], 'opt-in'],
  ])('is %s', (_, configured, readings, expected) => {
    expect(of(regimes, configured, ...readings)).toBe(expected);
  });

  it('is opt-in where the manifest has none', () => {
    expect(of(undefined, undefined, silent)).toBe('opt-in');
    expect(of(undefined, 'US', silent)).toBe('opt-in');
    expect(of({}, undefined, silent)).toBe('opt-in');
  });

  it.each(['OPT-OUT', 'optout', '', true, {}])('is opt-in where it is the unknown %j', (regime) => {
    expect(of({ default: regime as Regime }, undefined, silent)).toBe('opt-in');
    expect(of({}, undefined, reading(undefined, { regime: (regime || 'x') as Regime }))).toBe('opt-in');
  });

  it.each(['constructor', 'toString', '__proto__', '__proto__-x'])('is opt-in for the region %s', (region) => {
    expect(of({}, region, silent)).toBe('opt-in');
  });
});

describe('a signal that binds less where the law is opt-in', () => {
  const regimes: Manifest['regimes'] = { default: 'opt-in', 'US-CA': 'opt-out', DE: 'opt-in' };
  const signal = reading('denied', { source: 'gpc', evidence: 'signal', inOptIn: {} });

  it.each<[string, string | undefined, ConsentReading, Choice]>([
    ['denies while nobody knows the law', undefined, granted, 'denied'],
    ['denies where the configured region is opt-out', 'US-CA', granted, 'denied'],
    ['denies where a source calls the law opt-out', undefined, reading('granted', { regime: 'opt-out' }), 'denied'],
    ['denies where a source calls the law opt-in', undefined, reading('granted', { regime: 'opt-in' }), 'denied'],
    ['leaves the choice to others where the configured region is opt-in', 'DE', granted, 'granted'],
    [
      'leaves it to others where the region of a source is opt-in',
      undefined,
      reading('granted', { region: 'DE' }),
      'granted',
    ],
    [
      'leaves it to others where the region is opt-in, whatever a source calls the law',
      'DE',
      reading('granted', { regime: 'opt-out' }),
      'granted',
    ],
    ['opens nothing that another one denies', 'DE', denied, 'denied'],
    ['opens nothing that nobody answered', 'DE', undecided, 'undecided'],
  ])('%s', (_, region, other, expected) => {
    for (const readings of [
      [signal, other],
      [other, signal],
    ]) {
      expect(mergeConsent({ ...OPT_IN, regimes }, readings, region).categories['analytics']).toBe(expected);
    }
  });

  it('is not named for a category that it leaves to others', () => {
    const [, said] = applyLaw(regimes, [signal, granted], 'DE');
    expect(explainConsent(said, ['analytics'])).toMatchObject({ evidence: 'explicit', source: 'banner' });
    expect(explainConsent(applyLaw(regimes, [signal, granted])[1], ['analytics'])).toMatchObject({
      evidence: 'signal',
    });
  });
});

describe('how consent is explained', () => {
  const proof = { id: 'receipt-1' };

  it.each<[string, (ConsentReading | undefined)[], object]>([
    ['the source that spoke', [granted], { evidence: 'explicit', source: 'banner', proof: { observed: true } }],
    ['nobody where nobody spoke', [silent, undefined], { evidence: 'default', source: '', proof: { observed: true } }],
    [
      'every source that spoke',
      [granted, silent, reading('granted', { source: 'platform' })],
      { evidence: 'explicit', source: 'banner+platform', proof: { observed: true } },
    ],
    [
      'the weakest basis among them',
      [granted, reading('granted', { source: 'platform', evidence: 'default' })],
      { evidence: 'default', source: 'banner+platform', proof: { observed: true } },
    ],
    [
      'the proof of whichever offers one',
      [granted, reading('granted', { source: 'platform', proof })],
      { evidence: 'explicit', source: 'banner+platform', proof },
    ],
  ])('names %s', (_, readings, expected) => {
    expect(explainConsent(readings, ['analytics'])).toEqual(expected);
  });

  it('needs no explanation for an event without categories', () => {
    expect(explainConsent([granted], [])).toEqual({ evidence: 'not-applicable', source: '', proof: {} });
  });

  it('leaves out sources that spoke of other categories', () => {
    const other = reading(undefined, { source: 'other', categories: { marketing: 'granted' }, proof });
    expect(explainConsent([other, granted], ['analytics'])).toEqual({
      evidence: 'explicit',
      source: 'banner',
      proof: { observed: true },
    });
  });
});
