import { expect, test } from 'vitest';
import * as answers from '../../support/answers.mjs';
import type { InEngine } from '../in-engine.js';
import {
  countStored,
  createNotes,
  expectOnce,
  expectSoon,
  flush,
  grant,
  notesOf,
  pause,
  readDevice,
  readTally,
  track,
  until,
  withdraw,
} from './shopper.js';

/** The rows of the table by which other packages were measured. Each time five events, and what came of them. */
const FAULTS: Record<string, answers.Answer> = {
  'resets the connection': answers.reset(),
  'answers 500': answers.status(500),
  'answers 503 and asks for a second': answers.status(503, { retryAfter: 1 }),
  'answers 429': answers.status(429),
  'redirects to a login page': answers.redirectToHtml(),
  'answers 200 with HTML': answers.html(),
  'answers 200 with an error in the body': answers.jsonError(),
  'never answers': answers.hang(),
  'breaks off in the middle of its answer': answers.truncated(),
  'takes the events and drops the connection': answers.lostAnswer(),
};

const MAY_COME_TWICE = new Set(['breaks off in the middle of its answer', 'takes the events and drops the connection']);

export function failingCollector({ setScene }: InEngine): void {
  for (const [fault, answer] of Object.entries(FAULTS)) {
    test(`five of five events arrive after a time in which the collector ${fault}`, async () => {
      const { collector, serveShop, openTab } = await setScene();
      const notes = createNotes(5);
      serveShop();
      collector.answer(answer);
      const tab = await openTab();
      await grant(tab);
      await track(tab, ...notes);
      const isHanging = fault === 'never answers';
      await collector.until(() =>
        collector.requests.some(({ finished, complete }) => (isHanging ? complete : finished)),
      );
      expect((await readTally(tab)).delivered).toBe(0);
      collector.answer(answers.ok());
      // What waits for an answer is asked again when the page gives it up, after eight seconds.
      await until(
        () => flush(tab).then(() => readTally(tab)),
        ({ delivered }) => delivered === 5,
      );
      if (MAY_COME_TWICE.has(fault)) expect(notesOf(collector.events())).toEqual(notes);
      else await expectOnce(collector, notes);
      await expectSoon(() => countStored(tab), 0);
    });

    test(`none of five events is sent or kept after a withdrawal while the collector ${fault}`, async () => {
      const { collector, serveShop, openTab } = await setScene();
      serveShop();
      collector.answer(answer);
      const tab = await openTab();
      await grant(tab);
      await track(tab, ...createNotes(5));
      const isHanging = fault === 'never answers';
      await collector.until(() =>
        collector.requests.some(({ finished, complete }) => (isHanging ? complete : finished)),
      );
      await withdraw(tab);
      const withdrawnAt = await tab.evaluate(() => Date.now());
      collector.answer(answers.ok());
      for (const visit of [() => pause(0), () => tab.reload()]) {
        await visit();
        await flush(tab);
        await pause(200);
      }
      expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
      expect(collector.requests.filter(({ finished }) => !finished)).toEqual([]);
      const { databases } = await readDevice(tab);
      expect(databases.flatMap(({ records }) => records).filter(({ key }) => Array.isArray(key))).toEqual([]);
      expect(await tab.evaluate(() => headgate.access())).toEqual([]);
    });
  }
}
