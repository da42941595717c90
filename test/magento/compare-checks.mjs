import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TESTS } from './files.mjs';
import { DAY, createEvent, createRandom, pick } from './random-events.mjs';
import { load } from './load.mjs';

/** @import { Random } from './random-events.mjs' */

/**
 * The collector in PHP and `checkTaggedEvent` of the package must take the same events, and refuse the others for the same
 * reasons: thousands of events, most of them spoiled in a place or two, are judged by both.
 *
 * @param {number} count
 * @returns {Promise<{ compared: number, accepted: number, reasons: string[], differences: string[] }>}
 */
export async function compareChecks(count) {
  const { checkTaggedEvent } = await load('src/node/check-tagged-event.ts');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'examples/manifest.json'), 'utf8'));
  manifest.collectors.elsewhere = {};
  for (const name of ['survey_started', 'stock_missing']) manifest.events[name].collectors = ['elsewhere'];
  const now = Date.parse('2026-11-22T10:00:00.000Z');
  const random = createRandom(20261122);
  const texts = Array.from({ length: count }, () => JSON.stringify(spoil(createEvent(manifest, now, random), random)));
  const expected = texts.map((text) => checkTaggedEvent(manifest, JSON.parse(text), now, 'warehouse') ?? null);
  const input = JSON.stringify({ manifest, now, collector: 'warehouse', events: texts });
  const output = execFileSync('php', [join(TESTS, 'support/judge-events.php')], { input, maxBuffer: 64 << 20 });
  const actual = JSON.parse(output.toString());
  const differences = texts.flatMap((text, index) =>
    expected[index] === actual[index] ? [] : [`${actual[index]} instead of ${expected[index]}: ${text}`],
  );
  const reasons = [...new Set(expected.filter((reason) => reason !== null))];
  return { compared: count, accepted: expected.filter((reason) => reason === null).length, reasons, differences };
}

const ODD = [
  null,
  '',
  'x',
  0,
  -1,
  1.5,
  30,
  1e21,
  true,
  false,
  [],
  {},
  [1],
  { a: 1 },
  ['a', 'a'],
  '2026-11-22T10:00:00.000Z',
  '2026-02-30T10:00:00Z',
  '2026-11-22T10:00Z',
  '2026-11-22T25:00:00Z',
  '2026-11-22T10:00:00+01:00',
  'granted',
  'consent',
  'anonymous',
  'personal',
  'warehouse',
  'a'.repeat(257),
  '🏕'.repeat(40),
  'toString',
  '__proto__',
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  90,
  14,
  99,
  100,
  'XS',
  'constructor',
  'e30..a.b.c',
  'p'.repeat(44),
];

/** Most events get wrong in a place or two. @param {any} event @param {Random} random */
function spoil(event, random) {
  if (random() < 0.05) event.basis = pick(['consent', 'contract', 'legitimate_interests'], random);
  if (random() < 0.1) {
    const time = Date.parse(event.time) + pick([-4000, -200, -20, 4, 30], random) * DAY;
    event.time = new Date(time).toISOString();
    event.expires = new Date(time + event.retentionDays * DAY).toISOString();
  }
  for (let faults = Math.floor(random() * 3); faults > 0; faults--) {
    const target = pick(
      [event, event, event.data, event.consent, event.consent?.captured, event.consent?.released],
      random,
    );
    if (typeof target !== 'object' || target === null || Array.isArray(target)) continue;
    const key = pick([...Object.keys(target), 'extra'], random);
    const way = random();
    if (way < 0.2) delete target[key];
    else target[key] = structuredClone(pick(ODD, random));
  }
  return event;
}
