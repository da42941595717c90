import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { build } from 'esbuild';
import { ROOT, TESTS } from './files.mjs';

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

/** @param {string} file */
async function load(file) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-check-'));
  const outfile = join(folder, 'check.mjs');
  try {
    await build({ entryPoints: [join(ROOT, file)], bundle: true, platform: 'node', format: 'esm', outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** mulberry32: the same events each time. @param {number} seed */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @typedef {() => number} Random */

/** @template T @param {readonly T[]} items @param {Random} random @returns {T} */
function pick(items, random) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)]);
}

/** @param {any} manifest @param {number} now @param {Random} random */
function createEvent(manifest, now, random) {
  const name = pick([...Object.keys(manifest.events), 'consent_receipt'], random);
  const isReceipt = name === 'consent_receipt';
  const definition = isReceipt
    ? { ...manifest.receipts, tier: 'pseudonymous', purpose: name, basis: 'legal_obligation', categories: [] }
    : manifest.events[name];
  const time = now - Math.floor(random() * 3 * DAY);
  const stamp = createStamp(time, random);
  return {
    id: createId(random),
    event: name,
    time: new Date(time).toISOString(),
    tier: definition.tier,
    purpose: definition.purpose,
    basis: definition.basis,
    categories: [...(definition.categories ?? [])].sort(() => random() - 0.5),
    retentionDays: definition.retentionDays,
    expires: new Date(time + definition.retentionDays * DAY).toISOString(),
    manifest: manifest.version,
    consent: { captured: stamp, ...(random() < 0.3 && { released: createStamp(time, random) }) },
    data: isReceipt
      ? { action: pick(['granted', 'withdrawn'], random), categories: { analytics: 'granted' } }
      : createData(definition.fields ?? {}, random),
  };
}

/** @param {Random} random */
function createId(random) {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-7${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** @param {number} time @param {Random} random */
function createStamp(time, random) {
  return {
    state: pick(['granted', 'granted', 'granted', 'granted', 'undecided', 'denied'], random),
    regime: pick(['opt-in', 'opt-in', 'opt-out'], random),
    basis: pick(['explicit', 'explicit', 'explicit', 'default', 'implied', 'signal'], random),
    source: 'magento',
    proof: pick([{ observed: true }, { id: 'a', version: '7' }, {}], random),
    since: new Date(time).toISOString(),
  };
}

const JWE = `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM"}').toString('base64url')}..aaaa.bbbb.cccc`;

/** @param {Record<string, any>} fields @param {Random} random */
function createData(fields, random) {
  /** @type {Record<string, unknown>} */
  const data = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.optional && random() < 0.5) continue;
    if (field.type === 'boolean') data[name] = random() < 0.5;
    else if (field.type !== 'string') data[name] = field.min ?? 1;
    else if (field.protect === 'pseudonymise') data[name] = 'p'.repeat(43);
    else if (field.protect === 'seal') data[name] = JWE;
    else data[name] = field.values?.[0] ?? 'Zelt für zwei 🏕️';
  }
  return data;
}

const ODD = [
  ...[null, '', 'x', 0, -1, 1.5, 30, 1e21, true, false, [], {}, [1], { a: 1 }, ['a', 'a'], '2026-11-22T10:00:00.000Z'],
  ...['2026-02-30T10:00:00Z', '2026-11-22T10:00Z', '2026-11-22T25:00:00Z', '2026-11-22T10:00:00+01:00', 'granted'],
  ...['consent', 'anonymous', 'personal', 'warehouse', 'a'.repeat(257), '🏕'.repeat(40), 'toString', '__proto__'],
  ...[Number.MAX_SAFE_INTEGER, 2 ** 53, 90, 14, 99, 100, 'XS', 'constructor', 'e30..a.b.c', 'p'.repeat(44)],
];

const DAY = 86_400_000;

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
