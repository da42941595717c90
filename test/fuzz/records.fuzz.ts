import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Choice } from '../../src/consent/consent.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { ModelBrowser } from '../support/model-browser.js';
import { sampleEvent } from '../support/sample-event.js';
import { fuzz } from './fuzz.js';
import { build, hostile, hostileJson, text } from './hostile.js';
import { addUp, openModelPage } from './model-page.js';

/** What a page finds on the device: records of another release, of another script, or of a broken disk. */

const CONTROL = ['epochs', 'leases', 'receipt', 'analytics', 'warehouse', 'by', 'until'];
const EVENT = [
  'id',
  'event',
  'time',
  'expires',
  'data',
  'consent',
  'categories',
  'captured',
  'evidence',
  'basis',
  'tier',
];

const key = fc.oneof(
  fc.constantFrom<IDBValidKey>('control', 'keys', 'other', 5, []),
  fc.tuple(
    ...[fc.constantFrom('warehouse', 'elsewhere', ''), fc.constantFrom(0, 1, 2, 9, -1), text, text],
    ...[fc.nat(3), fc.nat(5000), fc.constantFrom(0, 1e15, -1), text],
  ),
  fc.array(fc.oneof(text, fc.nat(5)), { maxLength: 9 }),
);
const stored = fc.oneof(
  hostile(...CONTROL),
  fc.oneof(hostileJson(...EVENT), text).map((data) => ({
    is: 'leaf' as const,
    value: { data: typeof data === 'string' ? data : JSON.stringify(data) },
  })),
  hostile('data', 'iv', 'bytes'),
  // An event that the manifest knows, with nothing about it that a consent stands behind.
  fc.constant({
    is: 'leaf' as const,
    value: { data: JSON.stringify([sampleEvent(1, { event: 'step', data: { number: 1 } })]) },
  }),
);
const input = fc.record({
  records: fc.array(fc.tuple(key, stored), { maxLength: 4 }),
  mark: fc.oneof(text, fc.constantFrom('', 'analytics=', 'analytics=zzzz', '__proto__=1', 'analytics=0', '%')),
  choice: fc.constantFrom<Choice | undefined>('granted', 'denied', 'undecided', undefined),
  answer: fc.constantFrom(200, 500, 400),
});

it('goes on whatever lies on the device, and sends nothing of it that consent does not cover', async () => {
  let granted = 0;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  await fuzz({
    name: 'records: on the device',
    share: 0.02,
    input,
    async run({ records, mark, choice, answer }) {
      const browser = new ModelBrowser();
      browser.mark = mark;
      for (const [at, recipe] of records) store(browser, at, build(recipe));
      const arrived: TaggedEvent[] = [];
      const page = openModelPage(browser, choice, (sent) => {
        arrived.push(...sent);
        return { status: answer, body: JSON.stringify({ accepted: sent.map((event) => event?.id) }) };
      });
      const own = page.headgate.track('step', { number: 1 });
      // Long enough for storage that failed to be tried again.
      await page.pass(30_000);
      if (!Array.isArray(await page.run(page.headgate.access()))) throw new Error('no list');
      if (choice !== 'granted' && arrived.length) throw new Error(`sent while ${String(choice)}`);
      const known = page.headgate.consent().categories['analytics'];
      if (choice !== 'granted' && known === 'granted') throw new Error('opened');
      const [sum, tracked] = addUp(page);
      if (sum !== tracked) throw new Error(`the tally does not add up: ${sum} of ${tracked}`);
      page.headgate.stop();
      // A record that nobody can read does not keep the page's own events from leaving.
      const isSent = arrived.some((event) => event?.id === own.id);
      // A mark that names the category is a withdrawal, wherever it comes from.
      const isMarked = mark.includes('analytics');
      if (own.outcome === 'allow' && answer === 200 && !isMarked && !isSent) throw new Error('kept back');
      if (isSent) granted++;
      if (rejections.length) throw new Error(`nobody caught: ${String(rejections.splice(0))}`);
    },
  });
  process.off('unhandledRejection', onRejection);
  expect(granted).toBeGreaterThan(0);
});

/** Writes a record as any script of the page can: what cannot be cloned, and a key that is none, no database takes. */
function store(browser: ModelBrowser, key: IDBValidKey, value: unknown): void {
  void browser.disk.open({})('readwrite', (records) => {
    try {
      records.put(value, key);
    } catch {
      records.put({ data: JSON.stringify([sampleEvent(1)]) }, key);
    }
  });
  browser.disk.step();
}
