import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok, poison, rejecting, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

const manifest = manifestOf(
  {
    step: eventOf({ collectors: ['warehouse', 'second'] }),
    paid: eventOf({ basis: 'contract', categories: [] }),
    note: eventOf({ tier: 'personal' }),
    offer: eventOf({ categories: ['marketing'], undecided: 'refuse' }),
  },
  { collectors: { warehouse: OURS, second: OURS } },
);

describe('status()', () => {
  it('adds up for every lane after every step of a visit', async () => {
    const { page, banner, collector, open } = await setUp({ manifest, lanes: ['warehouse', 'second'] });
    const pages = [page];
    const look = (): void => {
      for (const one of pages)
        for (const lane of ['warehouse', 'second', '']) expect(() => one.tally(lane)).not.toThrow();
    };
    const trackAll = (): void => {
      for (const one of pages)
        for (const name of ['step', 'paid', 'note', 'offer', 'unknown']) one.headgate.track(name, {});
      look();
    };
    trackAll();
    banner.say({ analytics: 'granted' });
    look();
    trackAll();
    await page.settle();
    collector.answer(status(503));
    trackAll();
    await page.pass(3000);
    look();
    pages.push(open());
    trackAll();
    await page.pass(1000);
    banner.say({ analytics: 'denied', marketing: 'granted' });
    look();
    await page.settle();
    trackAll();
    banner.say({ analytics: 'granted', marketing: 'granted' });
    trackAll();
    collector.answer(poison(({ event }) => event === 'note'));
    await page.pass(20_000);
    look();
    collector.answer(rejecting(({ event }) => (event === 'step' ? 'odd' : undefined)));
    trackAll();
    await page.pass(400_000);
    look();
    collector.answer(ok());
    trackAll();
    await page.run(page.headgate.forget());
    look();
    for (const one of pages) one.headgate.stop();
    look();
    expect(page.tally().buffered + page.tally().held).toBe(0);
  });

  it('adds up in any order of steps', async () => {
    const step = fc.constantFrom(
      ...(['step', 'paid', 'note', 'offer', 'unknown'] as const),
      ...(['grant', 'deny', 'reset', 'pass', 'wait', 'down', 'well', 'odd', 'flush', 'hide'] as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { page, banner, collector } = await setUp({ manifest, lanes: ['warehouse', 'second'] });
        await page.settle();
        const act: { readonly [name: string]: () => unknown } = {
          grant: () => banner.say({ analytics: 'granted', marketing: 'granted' }),
          deny: () => banner.say({ analytics: 'denied' }),
          reset: () => banner.say({ analytics: 'undecided' }),
          pass: () => page.pass(100),
          wait: () => page.pass(10_000),
          down: () => collector.answer(status(503)),
          well: () => collector.answer(ok()),
          odd: () => collector.answer(poison(({ event }) => event === 'note')),
          flush: () => page.run(page.headgate.flush()),
          hide: () => page.tab.page!.hidden(),
        };
        for (const name of steps) {
          await (act[name] ?? (() => page.headgate.track(name, {})))();
          for (const lane of ['warehouse', 'second', '']) {
            const { reasons: _, ...states } = page.tally(lane);
            expect(Object.values(states).filter((count) => count < 0)).toEqual([]);
          }
        }
        page.headgate.stop();
        await collector.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('onAudit', () => {
  it('hears each step of an event in order, with its lane and reason and without its data', async () => {
    const { page, banner, collector } = await setUp();
    const { id } = page.headgate.track('step', { number: 4711 });
    collector.answerNext(status(503));
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(page.audit.filter(({ state }) => state !== 'buffered').map(({ time: _, ...entry }) => entry)).toEqual([
      { collector: 'warehouse', state: 'held', reason: 'undecided', count: 1, events: [{ id, event: 'step' }] },
      { collector: 'warehouse', state: 'delivered', reason: 'accepted', count: 1, events: [{ id, event: 'step' }] },
    ]);
    expect(JSON.stringify(page.audit)).not.toContain('4711');
  });

  it('makes the tally: its entries count what status() counts', async () => {
    const { page, banner } = await setUp({ manifest, lanes: ['warehouse', 'second'] });
    for (const name of ['step', 'paid', 'note', 'offer']) page.headgate.track(name, {});
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    for (const lane of ['warehouse', 'second']) {
      const reasons: { [reason: string]: number } = {};
      for (const entry of page.audit.filter((one) => one.collector === lane)) {
        const key = `${entry.state}:${entry.reason}`;
        reasons[key] = (reasons[key] ?? 0) + entry.count;
      }
      expect(page.tally(lane).reasons).toEqual(reasons);
    }
  });

  it('may throw', async () => {
    const { page, banner, collector } = await setUp({
      onAudit: () => {
        throw new Error('mine');
      },
    });
    page.headgate.track('step', {});
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(collector.events()).toHaveLength(1);
    expect(page.tally()).toMatchObject({ delivered: 1 });
  });
});

describe('stop()', () => {
  it('ends every request, timer and listener, and refuses what comes', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('step', {});
    await page.settle();
    page.headgate.stop();
    page.headgate.stop();
    expect(page.headgate.track('step', {})).toEqual({ outcome: 'refuse', reason: 'stopped' });
    await page.pass(600_000);
    page.tab.page!.online();
    page.tab.page!.hidden();
    await page.pass(600_000);
    expect(collector.requests).toEqual([]);
    expect(page.tab.timers).toEqual([]);
  });

  it('leaves what is buffered for the next page', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    const { id } = page.headgate.track('step', {});
    await page.settle();
    page.headgate.stop();
    const next = open();
    await next.pass(20_000);
    expect(collector.events().map((event) => event.id)).toEqual([id]);
  });

  it('leaves no promise of the instance unsettled', async () => {
    const { page } = await setUp();
    page.headgate.stop();
    await page.run(page.headgate.flush());
    expect(await page.run(page.headgate.access())).toEqual([]);
  });
});
