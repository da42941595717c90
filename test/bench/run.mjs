/**
 * `npm run bench`: what Headgate costs a page, beside two floors and three products, in Chromium at a quarter of this
 * machine's speed, all in one run.
 *
 * How to read the tables: `beacon` and `queue` are floors built here, the least that any code can do (a beacon for each
 * call; a batched IndexedDB queue without consent, limits, backoff or tabs). Figures are medians over rounds in which
 * every column takes its turn. Absolute milliseconds are this machine's of this hour: what counts is the second table of
 * each measure, how many times the floor. Beside Headgate's targets stands `ok` or `MISSED`.
 *
 *   --only startup,burst,capture,throughput,wire,backlog,compliance,frames,attributes,redaction   some of the measures
 *   --columns queue,headgate                          some of the columns
 *   --quick                                           fewer rounds
 *   --dist <folder>                                   the built package there, instead of the sources
 *   --json                                            the tables as JSON on standard output
 *   --strict                                          exit code 1 when a target is missed
 */
import { parseArgs } from 'node:util';
import { COLUMNS } from './bundle-columns.mjs';
import { createBench } from './create-bench.mjs';
import { judge } from './judge.mjs';
import { attributes } from './measures/attributes.mjs';
import { backlog } from './measures/backlog.mjs';
import { burst } from './measures/burst.mjs';
import { capture } from './measures/capture.mjs';
import { compliance } from './measures/compliance.mjs';
import { frames } from './measures/frames.mjs';
import { redaction } from './measures/redaction.mjs';
import { startUp } from './measures/start-up.mjs';
import { throughput } from './measures/throughput.mjs';
import { wire } from './measures/wire.mjs';
import { toText } from './print-report.mjs';

/** @import { Table } from './print-report.mjs' */

const MEASURES = [startUp, burst, capture, throughput, wire, backlog, compliance, frames, attributes, redaction];

const options = readOptions();
if (options) await main(options);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        columns: { type: 'string' },
        quick: { type: 'boolean', default: false },
        dist: { type: 'string' },
        json: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
      },
    });
    const measures = choose(
      'only',
      values.only,
      MEASURES.map(({ name }) => name),
    );
    const columns = choose('columns', values.columns, COLUMNS);
    return { ...values, columns, measures: MEASURES.filter(({ name }) => measures.includes(name)) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
    return undefined;
  }
}

/** @param {string} option @param {string | undefined} list @param {readonly string[]} known */
function choose(option, list, known) {
  if (list === undefined) return known;
  const names = list.split(',').filter(Boolean);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) throw new Error(`--${option} takes ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

/** @param {NonNullable<ReturnType<typeof readOptions>>} options */
async function main({ columns, measures, quick, dist, json, strict }) {
  const from = performance.now();
  const bench = await createBench({ columns, quick, dist, progress: createProgress() });
  /** @type {Table[]} */
  const tables = [];
  try {
    for (const measure of measures) {
      const table = await measure.run(bench);
      tables.push(table);
      bench.progress('');
      if (!json) console.log(`\n${toText(table)}`);
    }
  } finally {
    await bench.close();
  }
  finish(tables, { json, strict, seconds: Math.round((performance.now() - from) / 1000) });
}

/** @param {Table[]} tables @param {{ json: boolean, strict: boolean, seconds: number }} options */
function finish(tables, { json, strict, seconds }) {
  const verdicts = tables.flatMap(({ title, rows }) =>
    rows.map((row) => ({ title, label: row.label, verdict: judge(row) })),
  );
  const judged = verdicts.filter(({ verdict }) => verdict);
  const missed = judged.filter(({ verdict }) => !verdict?.isMet);
  if (json) {
    const judgedTables = tables.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({ ...row, verdict: judge(row) })),
    }));
    console.log(JSON.stringify({ tables: judgedTables, missed: missed.length, seconds }, null, 2));
  } else {
    for (const { title, label, verdict } of missed) console.log(`MISSED  ${title}: ${label} (${verdict?.text})`);
    console.log(`\n${judged.length - missed.length} of ${judged.length} targets met, ${seconds} s`);
  }
  if (strict && missed.length > 0) process.exitCode = 1;
}

/** One line that is written over on a terminal, and lines of their own elsewhere. */
function createProgress() {
  const { stderr } = process;
  return (/** @type {string} */ text) => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${text}`);
    else if (text) stderr.write(`${text}\n`);
  };
}
