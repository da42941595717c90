import { describe, expect, it } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { findRegion } from '../../../src/consent/find-region.js';
import { isWithinRegion } from '../../../src/manifest/is-within-region.js';

const said = (region?: string): ConsentReading => ({
  source: 'banner',
  evidence: 'explicit',
  categories: {},
  ...(region !== undefined && { region }),
});

describe('the region of the visitor', () => {
  it.each<[string, readonly (ConsentReading | undefined)[], string | undefined, string | undefined]>([
    ['is what the page says', [said('US')], 'DE', 'DE'],
    ['is what a source says', [undefined, said(), said('US-CA')], undefined, 'US-CA'],
    ['is what the first source says that knows it', [said('XX'), said('FR'), said('US')], undefined, 'FR'],
    ['is what a source says where the page does not know', [said('FR')], 'XX', 'FR'],
    ['is written as ISO 3166 has it', [], 'us_ca', 'US-CA'],
    ['is what a source says where the page says none', [said('us;ca')], 'California', 'US-CA'],
    ['is not known where nobody says it', [said(), undefined], undefined, undefined],
    ['is not known by the name of a country', [said('Germany')], 'germany', undefined],
  ])('%s', (_, readings, configured, region) => {
    expect(findRegion(readings, configured)).toBe(region);
  });
});

describe('a place', () => {
  const MEMBERS = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

  it('lies in the European Union if its country is a member, and only then', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    const codes = letters.flatMap((one) => letters.map((other) => one + other));
    expect(codes.filter((code) => isWithinRegion(code, 'EU'))).toEqual([...MEMBERS, 'EU'].sort());
    expect(codes.filter((code) => isWithinRegion(`${code}-1`, 'EU'))).toEqual([...MEMBERS, 'EU'].sort());
  });

  it.each<[string, string, boolean]>([
    ['DE', 'DE', true],
    ['DE-BY', 'DE', true],
    ['DE', 'DE-BY', false],
    ['EU', 'DE', false],
    ['US-CA', 'US', true],
    ['US', 'US-CA', false],
    ['US-CA', 'US-C', false],
    ['DEX', 'EU', false],
    ['', 'EU', false],
    ['', 'DE', false],
    ['DE', '', false],
  ])('%s lies in %s: %s', (place, region, isWithin) => {
    expect(isWithinRegion(place, region)).toBe(isWithin);
  });
});
