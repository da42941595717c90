/**
 * Where the time goes: a CPU profile of one column in one measure, by function, names kept.
 *
 *   node test/bench/profile.mjs burst            1,000 calls in one task, and what follows until all are delivered
 *   node test/bench/profile.mjs throughput       10,000 events, 100 a task
 *   node test/bench/profile.mjs startup          load and init
 *   node test/bench/profile.mjs drain            the start of a page that finds 3,000 events and sends them
 *   --column queue   --dist <folder>   --top 30
 */
import { parseArgs } from 'node:util';
import { createBench } from './create-bench.mjs';
import { seedBacklog } from './measures/seed-backlog.mjs';
import { pause } from './statistics.mjs';

/** @import { Protocol } from 'playwright-core/types/protocol' */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    column: { type: 'string', default: 'headgate' },
    dist: { type: 'string' },
    top: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '3' },
  },
});
const measure = positionals[0] ?? 'burst';
const bench = await createBench({
  columns: [values.column],
  quick: true,
  dist: values.dist,
  minify: false,
  progress: () => {},
});
/** @type {Map<string, { self: number, total: number }>} */
const costs = new Map();
let sampled = 0;
try {
  for (let round = 0; round < Number(values.rounds); round++) await profileOnce(round);
} finally {
  await bench.close();
}
print();

/** @param {number} round */
async function profileOnce(round) {
  const key = `profile-${round}`;
  const site = { column: values.column, key };
  /** @type {(session: import('@playwright/test').CDPSession) => Promise<void>} */
  const begin = async (session) => {
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 100 });
    await session.send('Profiler.start');
  };
  const isFromStart = measure === 'startup' || measure === 'drain';
  if (measure === 'drain') await seed(site);
  const opened = await bench.openPage(
    site,
    { backlog: true, ...(measure === 'drain' && { batch: 100 }) },
    isFromStart ? { settle: 100, beforeStart: begin } : { settle: 1000 },
  );
  if (measure === 'drain') await bench.collector.until(() => bench.collector.runOf(key).marks.size === 3000, 30_000);
  if (!isFromStart) {
    await begin(opened.session);
    const { marks } = bench.collector.runOf(key);
    const count = measure === 'throughput' ? 10_000 : 1000;
    const call = measure === 'throughput' ? 'steady' : 'burst';
    await opened.page.evaluate(
      ([call, count]) => globalThis.harness[call](count, 100),
      /** @type {const} */ ([call, count]),
    );
    await bench.collector.until(() => marks.size === count, 20_000);
    await pause(500);
  }
  const { profile } = await opened.session.send('Profiler.stop');
  add(profile);
  await opened.close();
}

/** @param {import('./create-bench.mjs').Site} site */
async function seed(site) {
  await seedBacklog(bench, { ...site, count: 3000 });
  bench.collector.runOf(site.key).accepting = Infinity;
  // Longer than the page that is gone may keep this one from sending.
  await pause(10_500);
}

/** @param {Protocol.Profiler.Profile} profile */
function add({ nodes, samples = [], timeDeltas = [] }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<number, number>} */
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => /** @type {const} */ ([child, id]))),
  );
  const nameOf = (/** @type {number} */ id) => {
    const { functionName = '', lineNumber = 0 } = byId.get(id)?.callFrame ?? {};
    return `${functionName || '(anonymous)'}${lineNumber > 0 ? `:${lineNumber + 1}` : ''}`;
  };
  for (const [index, id] of samples.entries()) {
    const time = (timeDeltas[index] ?? 0) / 1000;
    const own = nameOf(id);
    if (own === '(idle)' || own === '(root)') continue;
    sampled += time;
    const seen = new Set();
    for (let at = /** @type {number | undefined} */ (id); at !== undefined; at = parents.get(at)) {
      const name = nameOf(at);
      const cost = costs.get(name) ?? { self: 0, total: 0 };
      if (at === id) cost.self += time;
      if (!seen.has(name)) cost.total += time;
      seen.add(name);
      costs.set(name, cost);
    }
  }
}

function print() {
  const rounds = Number(values.rounds);
  console.log(`${values.column}, ${measure}: ${(sampled / rounds).toFixed(1)} ms of main thread a round, throttled\n`);
  console.log('   self ms  total ms  function:line');
  const sorted = [...costs].sort(([, a], [, b]) => b.self - a.self).slice(0, Number(values.top));
  for (const [name, { self, total }] of sorted) {
    console.log(`${(self / rounds).toFixed(2).padStart(10)}${(total / rounds).toFixed(2).padStart(10)}  ${name}`);
  }
}
