import { describe, expect, it } from 'vitest';
import type { Watched } from '../../../src/audit/debugging.js';
import { status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

const manifest = manifestOf({ step: eventOf({}) }, { collectors: { warehouse: OURS } });

async function setUpWatched() {
  const visit = await setUp({ manifest, lanes: ['warehouse'] });
  const told: Watched[] = [];
  const watch = visit.page.headgate.watch((one) => void told.push(one));
  return { ...visit, told, watch };
}

const kindOf = (told: Watched): string => {
  if ('diagnostic' in told) return told.diagnostic.code;
  if ('tracked' in told) return `${String(told.name)} ${told.tracked.outcome}`;
  if ('sent' in told) return `${told.result} ${told.status} ${told.sent.join()}`;
  return `${told.state}:${told.reason}`;
};

describe('who watches an instance', () => {
  it('hears of each call, each step and each request, in their order', async () => {
    const { page, banner, told } = await setUpWatched();
    page.headgate.track('step', {});
    banner.say({ analytics: 'granted' });
    await page.settle();
    await page.pass(3000);
    expect(told.map(kindOf)).toEqual([
      'held:undecided',
      'step hold',
      'buffered:admitted',
      'answered 200 step',
      'delivered:accepted',
    ]);
  });

  it('hears of the status of a request that failed, and of one that got no answer', async () => {
    const { page, banner, collector, told } = await setUpWatched();
    banner.say({ analytics: 'granted' });
    collector.answer(status(503));
    page.headgate.track('step', {});
    await page.pass(3000);
    expect(told.map(kindOf)).toContain('failed 503 step');
  });

  it('hears nothing of the data of events', async () => {
    const { page, banner, told } = await setUpWatched();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(3000);
    const beyondTheCall = told.filter((one) => !('tracked' in one));
    expect(beyondTheCall.length).toBeGreaterThan(0);
    for (const one of beyondTheCall) expect(JSON.stringify(one)).not.toContain('"data"');
  });

  it('is given what each source said last, as it said it', async () => {
    const { banner, watch } = await setUpWatched();
    banner.say({ analytics: 'denied' });
    const [reading = ''] = watch.readings();
    expect(JSON.parse(reading)).toMatchObject({ categories: { analytics: 'denied' } });
  });

  it('hears nothing more once it has stopped', async () => {
    const { page, told, watch } = await setUpWatched();
    watch.stop();
    page.headgate.track('step', {});
    page.headgate.track('unknown' as 'step', {});
    expect(told).toEqual([]);
  });

  it('changes nothing for the page where it throws', async () => {
    const { page } = await setUpWatched();
    page.headgate.watch(() => {
      throw new Error('of the tool');
    });
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
    expect(page.headgate.status().problems).toEqual([]);
  });
});
