import { describe, expect, it } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { explainConsent, mergeConsent } from '../../../src/consent/merge-consent.js';
import { createTagger } from '../../../src/tag/create-tagger.js';
import { eventOf, manifestOf } from '../../support/core-page.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

function setUp(readings: (ConsentReading | undefined)[]) {
  const manifest = manifestOf({});
  const clock = { now: NOW };
  let count = 0;
  const tagger = createTagger({
    version: manifest.version,
    now: () => clock.now,
    createId: () => `id-${count++}`,
    consent: {
      state: () => mergeConsent(manifest, readings, new Set()),
      explain: (categories) => explainConsent(readings, categories),
    },
  });
  return { tagger, clock, readings };
}

const granted: ConsentReading = {
  ...{ source: 'banner', basis: 'explicit', categories: { analytics: 'granted' } },
  proof: { id: 'receipt-1', time: '2026-11-20T08:00:00.000Z' },
};

describe('a tagged event', () => {
  it('carries its own legal metadata', () => {
    const { tagger } = setUp([granted]);
    expect(tagger.tag('step', eventOf({ retentionDays: 7 }), { number: 1 })).toEqual({
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
          ...{ state: 'granted', regime: 'opt-in', basis: 'explicit', source: 'banner' },
          ...{ proof: granted.proof, since: '2026-11-21T12:00:00.000Z' },
        },
      },
      data: { number: 1 },
    });
  });

  it('has no name, text or number of the page but its data', () => {
    const { tagger } = setUp([granted]);
    const { data: _, ...metadata } = tagger.tag('step', eventOf(), { secret: 'alice' });
    expect(JSON.stringify(metadata)).not.toContain('alice');
  });

  it.each([0, 1, 365, 3650])('expires %d days after it was tracked', (retentionDays) => {
    const { tagger } = setUp([granted]);
    const { time, expires } = tagger.tag('step', eventOf({ retentionDays }), {});
    expect(Date.parse(expires) - Date.parse(time)).toBe(retentionDays * 86_400_000);
  });

  it('needs no category where its basis asks for none', () => {
    const { tagger } = setUp([granted]);
    const { categories: _, ...rule } = eventOf({ basis: 'contract' });
    const event = tagger.tag('step', rule, {});
    expect(event.categories).toEqual([]);
    expect(event.consent.captured).toMatchObject({ state: 'granted', basis: 'not-applicable', source: '', proof: {} });
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
    const { tagger } = setUp([{ ...granted, categories: { analytics, marketing } }]);
    expect(tagger.stamp(two).state).toBe(state);
  });

  it('stays as it is until consent changes, and then names the new state and its time', () => {
    const { tagger, clock, readings } = setUp([undefined]);
    const before = tagger.stamp(two);
    expect(before).toMatchObject({ state: 'undecided', since: '2026-11-21T12:00:00.000Z' });
    clock.now += 60_000;
    readings[0] = { ...granted, categories: { analytics: 'granted', marketing: 'granted' } };
    expect(tagger.stamp(two)).toBe(before);
    tagger.renew();
    expect(tagger.stamp(two)).toMatchObject({ state: 'granted', since: '2026-11-21T12:01:00.000Z' });
  });

  it('tells two events of other categories apart', () => {
    const { tagger } = setUp([granted]);
    expect(tagger.stamp(eventOf()).state).toBe('granted');
    expect(tagger.stamp(two).state).toBe('undecided');
  });
});
