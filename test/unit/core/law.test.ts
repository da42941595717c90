import { describe, expect, it } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { applyLaw, parseRegion, regimeFor } from '../../../src/consent/law.js';
import type { Manifest, Regime } from '../../../src/manifest/manifest.js';
import { manual } from '../../../src/consent/sources/manual.js';
import type { HeadgateOptions } from '../../../src/instance/options.js';
import { eventOf, manifestOf, openPage } from '../../support/core-page.js';
import { withEveryObject } from '../../support/with-altered-prototypes.js';

const said = (changes: Partial<ConsentReading>): ConsentReading => ({
  source: 'banner',
  evidence: 'default',
  categories: {},
  ...changes,
});

describe('a region', () => {
  it.each([
    ['US-CA', 'US-CA'],
    ['us-ca', 'US-CA'],
    ['US;CA', 'US-CA'],
    ['US_CA', 'US-CA'],
    ['AT;9', 'AT-9'],
    ['DE;', 'DE'],
    ['de', 'DE'],
    ['EU', 'EU'],
    ['us-06', 'US-06'],
    ['XX', undefined],
    ['xx-1', undefined],
    ['ZZ', undefined],
    ['T1', undefined],
    ['D', undefined],
    ['DEU', undefined],
    ['Germany', undefined],
    ['US-', 'US'],
    ['US-CALI', undefined],
    ['US-CA-1', undefined],
    ['US CA', undefined],
    ['', undefined],
    [undefined, undefined],
    [null, undefined],
    [5, undefined],
    [{}, undefined],
    [['DE'], undefined],
  ])('written as %j is %j', (text, region) => {
    expect(parseRegion(text)).toBe(region);
  });
});

describe('the manifest’s regime', () => {
  const regimes: Manifest['regimes'] = {
    'US-CO': 'opt-in',
    US: 'opt-out',
    EU: 'opt-in',
    CH: 'opt-out',
    default: 'opt-out',
  };

  it.each<[string | undefined, Regime]>([
    ['US-CO', 'opt-in'],
    ['us;co', 'opt-in'],
    ['US-CA', 'opt-out'],
    ['US', 'opt-out'],
    ['CH-ZH', 'opt-out'],
    ['DE', 'opt-in'],
    ['de', 'opt-in'],
    ['DE-BY', 'opt-in'],
    ['EU', 'opt-in'],
    ['NO', 'opt-in'],
    ['IS', 'opt-in'],
    ['LI-11', 'opt-in'],
    ['GB', 'opt-out'],
    ['NL', 'opt-in'],
    ['NZ', 'opt-out'],
    [undefined, 'opt-out'],
    ['nowhere', 'opt-out'],
  ])('for %j is %s: part, country, European Economic Area, default', (region, regime) => {
    expect(regimeFor(regimes, region)).toBe(regime);
  });

  it.each([undefined, 'US', 'DE', 'XX'])('for %j is opt-in where none is said', (region) => {
    expect(regimeFor({}, region)).toBe('opt-in');
    expect(regimeFor(undefined, region)).toBe('opt-in');
  });

  it('is not opened by a word that is no regime', () => {
    expect(regimeFor({ DE: 'OPT-OUT' as Regime, default: 'opt-out' }, 'DE')).toBe('opt-in');
  });
});

describe('the law of a visitor', () => {
  const regimes: Manifest['regimes'] = { US: 'opt-out', 'US-CO': 'opt-in', EU: 'opt-in' };
  const optOut = said({ regime: 'opt-out' });

  it.each([['DE'], ['FR'], ['de'], ['EU'], ['GB'], ['nowhere'], [undefined]])(
    'in %j is not loosened by a source that calls it opt-out',
    (region) => {
      expect(applyLaw(regimes, [optOut], region)[0]).toBe('opt-in');
      expect(applyLaw({ default: 'opt-in' }, [optOut, optOut], region)[0]).toBe('opt-in');
    },
  );

  it('is tightened by a source that calls it opt-in, or by a word that nobody knows', () => {
    expect(applyLaw(regimes, [optOut], 'US')[0]).toBe('opt-out');
    expect(applyLaw(regimes, [optOut, said({ regime: 'opt-in' })], 'US')[0]).toBe('opt-in');
    expect(applyLaw(regimes, [said({ regime: 'notice' as Regime })], 'US')[0]).toBe('opt-in');
  });

  it('is that of the region which a source knows, where the page knows none', () => {
    expect(applyLaw(regimes, [said({ region: 'US;CA' })])[0]).toBe('opt-out');
    expect(applyLaw(regimes, [said({ region: 'US;CA' })], 'XX')[0]).toBe('opt-out');
    expect(applyLaw(regimes, [said({ region: 'US;CA' })], 'DE')[0]).toBe('opt-in');
  });

  it('is the strictest of the regions that several sources know, and the default where none knows one', () => {
    expect(applyLaw(regimes, [said({ region: 'US-CA' }), said({ region: 'US-CO' })])[0]).toBe('opt-in');
    expect(applyLaw(regimes, [said({ region: 'US-CA' }), said({ region: 'somewhere' })])[0]).toBe('opt-out');
    expect(applyLaw({ ...regimes, default: 'opt-out' }, [said({}), undefined])[0]).toBe('opt-out');
  });
});

describe('a signal that binds less in opt-in', () => {
  const signal = said({ source: 'gpc', evidence: 'signal', categories: { analytics: 'denied' }, inOptIn: {} });
  const isLifted = (regimes: Manifest['regimes'], region: string | undefined, ...others: ConsentReading[]): boolean =>
    !applyLaw(regimes, [signal, ...others], region)[1][0]!.categories['analytics'];

  it.each<[string, Manifest['regimes'], string | undefined, boolean]>([
    ['the entry of the region', { DE: 'opt-in' }, 'DE', true],
    ['the entry of the country', { DE: 'opt-in' }, 'DE-BY', true],
    ['the entry of the Union', { EU: 'opt-in' }, 'FR', true],
    ['an entry that is opt-out', { US: 'opt-out' }, 'US-CA', false],
    ['the default', { default: 'opt-in' }, 'DE', false],
    ['no entry', { DE: 'opt-in' }, 'BR', false],
    ['no region', { DE: 'opt-in' }, undefined, false],
    ['no manifest’s law', undefined, 'DE', false],
  ])('depends on %s', (_, regimes, region, lifted) => {
    expect(isLifted(regimes, region)).toBe(lifted);
  });

  it('is never lifted by what a banner says of the law, and is by the region that it knows', () => {
    expect(isLifted({ EU: 'opt-in', default: 'opt-in' }, undefined, said({ regime: 'opt-in' }))).toBe(false);
    expect(isLifted({ EU: 'opt-in' }, undefined, said({ region: 'DE' }))).toBe(true);
    expect(isLifted({ EU: 'opt-in', US: 'opt-out' }, undefined, said({ region: 'DE' }), said({ region: 'US' }))).toBe(
      false,
    );
    expect(isLifted({ EU: 'opt-in' }, 'US', said({ region: 'DE' }))).toBe(false);
  });
});

it('a manifest without regimes has none of what the page gave every object', () => {
  const everywhere = { DE: 'opt-out', EU: 'opt-out', default: 'opt-out' };
  expect(withEveryObject(everywhere, () => regimeFor(undefined, 'DE'))).toBe('opt-in');
  expect(regimeFor(everywhere as Manifest['regimes'], 'DE')).toBe('opt-out');
});

it('what the page gave every object is no option of a page that sets none', () => {
  const manifest = manifestOf({ viewed: eventOf() }, { regimes: { US: 'opt-out' } });
  const consentOf = (options: Partial<HeadgateOptions<Manifest>>) => {
    const { headgate, close } = openPage({ manifest, collectors: {}, ...options });
    const { regime, categories } = headgate.consent();
    close();
    return [regime, categories['analytics']];
  };
  const choice = manual();
  choice.grant('analytics');
  const given = { region: 'US', consent: [choice] };
  expect(withEveryObject(given, () => consentOf({}))).toEqual(['opt-in', 'undecided']);
  expect(consentOf(given)).toEqual(['opt-out', 'granted']);
});
