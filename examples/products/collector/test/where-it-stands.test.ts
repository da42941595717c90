import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ConsentStamp, Manifest } from 'headgate/node';

import { createCollector } from '../src/create-collector.mjs';
import {
  manifest,
  newId,
  newSecret,
  post,
  postFrom,
  receipt,
  startCollector,
  toggleEvent,
} from './collector-fixture.js';

const { feature_toggle_enabled: definition } = manifest.events;
const regional: Manifest = {
  ...manifest,
  version: 'regional',
  events: {
    anywhere: definition,
    in_the_union: { ...definition, region: 'EU' },
    in_germany: { ...definition, region: 'DE' },
    in_california: { ...definition, region: 'US-CA' },
  },
};

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

describe('an event that names a region', () => {
  it.each([
    ['DE', ['anywhere', 'in_the_union', 'in_germany']],
    ['FR', ['anywhere', 'in_the_union']],
    ['EU', ['anywhere', 'in_the_union']],
    ['US-CA', ['anywhere', 'in_california']],
    ['US', ['anywhere']],
    [undefined, ['anywhere']],
  ])('is taken by a collector in %s only where that lies within it', async (region, taken) => {
    const { database } = running;
    const collector = await createCollector({ manifest: regional, database, ...(region ? { region } : {}) });
    const events = Object.keys(regional.events).map((event) =>
      toggleEvent({ id: newId(), event, manifest: 'regional' }),
    );
    const { accepted, rejected } = await post(collector, events);
    await collector.close();
    const [inside, outside] = [true, false].map((isInside) =>
      events.filter(({ event }) => taken.includes(event) === isInside),
    );
    expect(accepted).toEqual(inside!.map(({ id }) => id));
    expect(rejected).toEqual(outside!.map(({ id }) => ({ id, reason: 'outside-region' })));
  });
});

describe('a sensitive event', () => {
  const stampWith = (changes: Partial<ConsentStamp>) => ({
    captured: { ...toggleEvent().consent.captured, ...changes },
  });
  const sealed = `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM"}').toString('base64url')}..a.b.c`;
  const survey = (consent: ReturnType<typeof stampWith>) =>
    toggleEvent({
      id: newId(),
      event: 'survey_answered',
      tier: 'sensitive',
      purpose: 'feedback',
      categories: ['survey'],
      retentionDays: 7,
      expires: new Date(Date.parse(toggleEvent().time) + 7 * 86_400_000).toISOString(),
      data: { answer: sealed },
      consent,
    });

  it.each(['default', 'implied', 'signal', 'not-applicable'] as const)(
    'is rejected where the law is opt-out and its consent is %s',
    async (evidence) => {
      const event = survey(stampWith({ regime: 'opt-out', evidence }));
      expect(await post(running.collector, [event])).toMatchObject({
        accepted: [],
        rejected: [{ id: event.id, reason: 'consent-not-explicit' }],
      });
    },
  );

  it('is taken with an explicit grant', async () => {
    const event = survey(stampWith({ regime: 'opt-out' }));
    expect((await post(running.collector, [event])).accepted).toEqual([event.id]);
  });
});

describe('a receipt', () => {
  it('is stored with the hash of its device, beside which nobody else’s stands', async () => {
    const { subject } = newSecret();
    const proof = receipt();
    await postFrom(running.collector, subject, [proof]);
    await postFrom(running.collector, newSecret().subject, [proof]);
    const rows = await running.database.query('SELECT subject FROM receipts WHERE id = {id:String}', { id: proof.id });
    expect(rows).toEqual([{ subject }]);
  });

  it('is rejected without one where the operator asks for it, and only a receipt', async () => {
    const collector = await createCollector({ manifest, database: running.database, requireSubject: true });
    const [proof, event] = [receipt(), toggleEvent()];
    const alone = await post(collector, [proof, event]);
    const bound = await postFrom(collector, newSecret().subject, [proof]);
    await collector.close();
    expect(alone.accepted).toEqual([event.id]);
    expect(alone.rejected).toEqual([{ id: proof.id, reason: 'receipt-without-subject' }]);
    expect(bound.accepted).toEqual([proof.id]);
  });
});
