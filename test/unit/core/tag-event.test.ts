import { describe, expect, it } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { explainConsent, mergeConsent } from '../../../src/consent/merge.js';
import type { EventDefinition } from '../../../src/manifest/manifest.js';
import { tagEvent, toStamp } from '../../../src/tag/tag-event.js';
import { eventOf, manifestOf } from '../../support/core-page.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

const manifest = manifestOf({});

/** The consent stamp of a rule, as these readings make it. */
function stamp({ categories = [] }: EventDefinition, ...readings: (ConsentReading | undefined)[]) {
  return toStamp(categories, mergeConsent(manifest, readings), explainConsent(readings, categories));
}

const tag = (rule: EventDefinition, data: { [field: string]: number | string }) =>
  tagEvent('id-0', 'step', rule, manifest.version, { captured: stamp(rule, granted) }, data, NOW);

const granted: ConsentReading = {
  source: 'banner',
  evidence: 'explicit',
  categories: { analytics: 'granted' },
  proof: { id: 'receipt-1', time: '2026-11-20T08:00:00.000Z', version: '7', string: 'CQ…' },
};

describe('a tagged event', () => {
  it('carries its own legal metadata', () => {
    expect(tag(eventOf({ retentionDays: 7 }), { number: 1 })).toEqual({
      id: 'id-0',
      event: 'step',
      time: '2026-11-21T12:00:00.000Z',
      tier: 'pseudonymous',
      purpose: 'adoption',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 7,
      expires: '2026-11-28T12:00:00.000Z',
      manifest: '1',
      consent: {
        captured: {
          state: 'granted',
          regime: 'opt-in',
          evidence: 'explicit',
          source: 'banner',
          version: '7',
        },
      },
      data: { number: 1 },
    });
  });

  it('has no name, text or number of the page but its data', () => {
    const { data: _, ...metadata } = tag(eventOf(), { secret: 'alice' });
    expect(JSON.stringify(metadata)).not.toContain('alice');
  });

  it.each([0, 1, 365, 3650])('expires %d days after it was tracked', (retentionDays) => {
    const { time, expires } = tag(eventOf({ retentionDays }), {});
    expect(Date.parse(expires) - Date.parse(time)).toBe(retentionDays * 86_400_000);
  });

  it('needs no category where its basis asks for none', () => {
    const { categories: _, ...rule } = eventOf({ basis: 'contract' });
    const event = tag(rule, {});
    expect(event.categories).toEqual([]);
    expect(event.consent.captured).toMatchObject({ state: 'granted', evidence: 'not-applicable', source: '' });
  });
});

describe('the stamp of consent', () => {
  const two = eventOf({ categories: ['analytics', 'marketing'] });

  it.each([
    ['granted', 'granted', 'granted'],
    ['granted', 'undecided', 'undecided'],
    ['undecided', 'denied', 'denied'],
    ['denied', 'granted', 'denied'],
  ] as const)('names the strictest state: %s and %s make %s', (analytics, marketing, state) => {
    expect(stamp(two, { ...granted, categories: { analytics, marketing } }).state).toBe(state);
  });

  it('tells two events of other categories apart', () => {
    expect(stamp(eventOf(), granted).state).toBe('granted');
    expect(stamp(two, granted).state).toBe('undecided');
  });
});
