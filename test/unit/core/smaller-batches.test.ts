import { afterEach, describe, expect, it, vi } from 'vitest';
import { json } from '../../../src/delivery/collectors/json.js';
import type { Collector } from '../../../src/delivery/collector.js';
import type { FieldDefinition } from '../../../src/manifest/manifest.js';
import { hang, ok, poison, status, type Answer } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf, type CorePage, type PageSetting } from '../../support/core-page.js';

/** Batches whose receiver has said that it takes less than the plain form: as rows, and compressed. */

afterEach(() => vi.unstubAllGlobals());

const BOTH = ok(['rows', 'gzip']);

const names = ['toggle', 'step', 'variant', 'source', 'label'] as const;
const text: FieldDefinition = { type: 'string', maxLength: 64 };
const fields = {
  ...Object.fromEntries(names.map((name) => [name, text])),
  mark: text,
  enabled: { type: 'boolean' },
  position: { type: 'integer' },
  count: { type: 'integer' },
  ratio: { type: 'number' },
} as const;
const manifest = manifestOf({ step: eventOf({ fields }) });

/** Ten fields, as a page has them: names that come again, counts that do not. */
const dataOf = (number: number) => ({
  mark: `mark-${String(number).padStart(6, '0')}`,
  toggle: ['dark-mode', 'compact', 'beta', 'sound'][number % 4],
  step: ['profile', 'team', 'plan'][number % 3],
  variant: number % 2 ? 'a' : 'b',
  source: ['menu', 'button', 'key'][(number * 7) % 3],
  label: ['Save changes', 'Next', 'Cancel'][(number * 5) % 3],
  enabled: number % 3 > 0,
  position: (number * 13) % 20,
  count: (number * 7919) % 1000,
  ratio: ((number * 37) % 100) / 100,
});

function track(page: CorePage, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, number) => page.headgate.track('step', dataOf(from + number)).id!);
}

async function sendOne(page: CorePage, count: number, from = 0): Promise<string[]> {
  const ids = track(page, count, from);
  await page.run(page.headgate.flush());
  return ids;
}

async function setUpGranted(answer: Answer, accepts?: readonly ('rows' | 'gzip')[], setting: PageSetting = {}) {
  const core = await setUp({ manifest }, setting);
  // There is one page, with an adapter of its own.
  core.page.close();
  core.collector.answer(answer);
  const warehouse: Collector = json({
    url: `${core.collector.origin}/warehouse`,
    maxBytes: 1_000_000,
    ...(accepts && { accepts }),
  });
  const page = core.open({ manifest, consent: [core.banner], collectors: { warehouse } }, setting);
  core.banner.say({ analytics: 'granted' });
  await page.settle();
  return { ...core, page };
}

describe('a receiver that says which other forms it takes', () => {
  it('gets the first batch in full, and the others as rows and compressed, without a header that asks for a preflight', async () => {
    const { page, collector } = await setUpGranted(BOTH);
    const ids = [...(await sendOne(page, 10)), ...(await sendOne(page, 10, 10)), ...(await sendOne(page, 10, 20))];
    const [first, ...others] = collector.requests;
    expect([first!.isCompressed, 'events' in JSON.parse(first!.body)]).toEqual([false, true]);
    expect(others.map(({ isCompressed, body }) => [isCompressed, 'rows' in JSON.parse(body)])).toEqual([
      [true, true],
      [true, true],
    ]);
    for (const { headers } of collector.requests) {
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers['content-type']).toBe('text/plain;charset=UTF-8');
    }
    expect(collector.events().map(({ id }) => id)).toEqual(ids);
    expect(collector.events().map(({ data }) => data)).toEqual(ids.map((_, number) => dataOf(number)));
    expect(page.tally()).toMatchObject({ delivered: 30 });
  });

  it.each([
    [100, 0.07],
    [20, 0.1],
    [5, 0.25],
  ])('gets %d events of ten fields in less than %f times the bytes', async (count, most) => {
    const { page, collector } = await setUpGranted(BOTH);
    await sendOne(page, count);
    await sendOne(page, count, count);
    const [plain, small] = collector.requests;
    expect([plain!.events.length, small!.events.length]).toEqual([count, count]);
    expect(small!.bytes / plain!.bytes).toBeLessThan(most);
  });

  it.each([
    ['rows', false, 0.25],
    ['gzip', true, 0.1],
  ] as const)('gets %s alone where it takes nothing else', async (form, isCompressed, most) => {
    const { page, collector } = await setUpGranted(ok([form]));
    await sendOne(page, 100);
    await sendOne(page, 100, 100);
    const [plain, small] = collector.requests;
    expect(small!.isCompressed).toBe(isCompressed);
    expect('rows' in JSON.parse(small!.body)).toBe(form === 'rows');
    expect(small!.bytes / plain!.bytes).toBeLessThan(most);
    expect(collector.events()).toHaveLength(200);
  });

  it('gets them from the first batch on where the page knows it', async () => {
    const { page, collector } = await setUpGranted(ok(), ['rows', 'gzip']);
    await sendOne(page, 3);
    expect(collector.requests.map(({ isCompressed }) => isCompressed)).toEqual([true]);
    expect(collector.events()).toHaveLength(3);
  });

  it('gets rows as they are where the browser cannot compress', async () => {
    vi.stubGlobal('CompressionStream', undefined);
    const { page, collector } = await setUpGranted(BOTH);
    await sendOne(page, 100);
    await sendOne(page, 100, 100);
    const [plain, small] = collector.requests;
    expect(small!.isCompressed).toBe(false);
    expect(small!.bytes / plain!.bytes).toBeLessThan(0.25);
    expect(collector.events()).toHaveLength(200);
  });
});

describe('a receiver that does not understand', () => {
  it('and never said so gets every batch in full', async () => {
    const { page, collector } = await setUpGranted(ok());
    for (const from of [0, 5, 10]) await sendOne(page, 5, from);
    expect(collector.requests.map(({ isCompressed, body }) => isCompressed || 'rows' in JSON.parse(body))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([400, 403, 406, 415, 422])(
    'any more, and says so by %i, gets the same events in full and loses none',
    async (code) => {
      const { page, collector } = await setUpGranted(BOTH);
      await sendOne(page, 5);
      const old: Answer = (request, response, store) =>
        (request.isCompressed ? status(code) : BOTH)(request, response, store);
      collector.answer(old);
      track(page, 8, 5);
      await page.pass(20_000);
      await sendOne(page, 3, 13);
      expect(collector.events()).toHaveLength(16);
      expect(page.tally()).toMatchObject({ tracked: 16, delivered: 16 });
      // It has said no once: nothing else is tried on this page, whatever its answers say.
      expect(collector.requests.map(({ isCompressed }) => isCompressed)).toEqual([false, true, false, false]);
    },
  );

  it('one event finds it alone all the same', async () => {
    const isPoison = ({ data }: { data: object }): boolean => (data as { mark: string }).mark === 'mark-000007';
    const { page, collector } = await setUpGranted(BOTH);
    await sendOne(page, 5);
    collector.answer(poison(isPoison));
    track(page, 8, 5);
    await page.pass(60_000);
    expect(page.tally()).toMatchObject({ tracked: 13, delivered: 12, rejected: 1 });
    expect(collector.events()).toHaveLength(12);
  });
});

/** A browser that compresses when the test says so. */
function createPress() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    environment: {
      compress: (body: Uint8Array<ArrayBuffer>) =>
        new Promise<Uint8Array<ArrayBuffer>>((resolve) => waiting.push(() => resolve(body))),
    },
  };
}

describe('while a batch is being compressed', () => {
  async function setUpPressing() {
    const press = createPress();
    const core = await setUpGranted(BOTH, ['gzip'], { environment: press.environment });
    const ids = track(core.page, 5);
    await core.page.pass(5000);
    expect(press.waiting).toHaveLength(1);
    return { ...core, ids, press };
  }

  it('a withdrawal leaves nothing to send', async () => {
    const { page, banner, collector, press } = await setUpPressing();
    banner.say({ analytics: 'denied' });
    press.waiting.shift()!();
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ purged: 5, delivered: 0 });
  });

  it('a withdrawal of one category leaves the events of another to be sent', async () => {
    const press = createPress();
    const two = manifestOf({ step: eventOf(), offer: eventOf({ categories: ['marketing'] }) });
    const { page: first, banner, collector, open } = await setUp({ manifest: two });
    first.close();
    const warehouse = json({ url: collector.url, accepts: ['gzip'] });
    const page = open({ manifest: two, consent: [banner], collectors: { warehouse } }, press);
    banner.say({ analytics: 'granted', marketing: 'granted' });
    await page.settle();
    page.headgate.track('step', {});
    page.headgate.track('offer', {});
    await page.pass(5000);
    banner.say({ analytics: 'denied', marketing: 'granted' });
    for (let count = 0; count < 5; count++) {
      press.waiting.shift()?.();
      await page.pass(5000);
    }
    expect(collector.seen().map(({ event }) => event)).toEqual(['offer']);
    expect(page.tally()).toMatchObject({ purged: 1, delivered: 1 });
  });

  it('a page that is left sends them at once, and not once more when it goes on', async () => {
    const { page, collector, press, ids } = await setUpPressing();
    page.tab.page!.left();
    await page.settle();
    expect(collector.requests.map(({ isCompressed }) => isCompressed)).toEqual([false]);
    page.tab.page!.shown();
    press.waiting.shift()!();
    await page.pass(60_000);
    expect(ids.map((id) => collector.deliveries(id))).toEqual(ids.map(() => 1));
    expect(page.tally()).toMatchObject({ delivered: 5 });
  });

  it('a page that is left, and whose request is not answered yet, does not send them beside it', async () => {
    const { page, collector, press } = await setUpPressing();
    collector.answerNext(hang());
    page.tab.page!.left();
    await vi.waitFor(() => expect(collector.requests).toHaveLength(1));
    page.tab.page!.shown();
    press.waiting.shift()!();
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(collector.requests).toHaveLength(1);
  });

  it('an instance that is stopped sends nothing', async () => {
    const { page, collector, press } = await setUpPressing();
    page.headgate.stop();
    press.waiting.shift()!();
    await page.settle();
    expect(collector.requests).toEqual([]);
  });
});
