import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import { watchPrototypes } from './watch-prototypes.js';

/** What one target did, for the table of the run. */
export interface FuzzRow {
  readonly name: string;
  readonly cases: number;
  readonly seconds: number;
}

export interface Target<T> {
  readonly name: string;
  /** Its part of all cases. */
  readonly share: number;
  readonly input: fc.Arbitrary<T>;
  /** Throws where the code let something through. */
  run(input: T): void | Promise<void>;
  /** Between parts of the run, when the page has come to rest. */
  rest?(): void | Promise<void>;
}

const ALL = Number(process.env['HEADGATE_FUZZ_CASES'] ?? 10_000);
/** Pinned: a run is the same everywhere. Another seed looks elsewhere. */
const SEED = Number(process.env['HEADGATE_FUZZ_SEED'] ?? 20_261_122);
const PART = 1000;
const FOLDER = resolve(import.meta.dirname, '../../test-results/fuzz');

/** Plays a target's part of the cases. Throws with the smallest input that breaks a promise. */
export async function fuzz<T>(
  target: Target<T>,
  { cases = Math.ceil(ALL * target.share), seed = SEED } = {},
): Promise<FuzzRow> {
  const from = performance.now();
  const isSlow = target.run.constructor.name === 'AsyncFunction';
  let done = 0;
  for (let part = 0; done < cases; part++) {
    const numRuns = Math.min(PART, cases - done);
    const options = { seed: seed + part, numRuns };
    const details = isSlow ? await fc.check(slowly(target), options) : fc.check(quickly(target), options);
    if (details.failed) {
      const { errorInstance: cause } = details;
      throw new Error(`${target.name}: ${String(cause)} ${fc.defaultReportMessage(details)}`, { cause });
    }
    // What waits for a promise comes before the next part.
    await new Promise((settled) => setImmediate(settled));
    await target.rest?.();
    done += numRuns;
    tell(target.name, done, cases);
  }
  return keep({ name: target.name, cases: done, seconds: (performance.now() - from) / 1000 });
}

function quickly<T>({ input, run }: Target<T>) {
  const watch = watchPrototypes();
  return fc.property(input, (value) => {
    void run(value);
    if (watch.hasGrown()) throw new Error(`Changed: ${watch.changed().join()}`);
  });
}

function slowly<T>({ input, run }: Target<T>) {
  const watch = watchPrototypes();
  return fc.asyncProperty(input, async (value) => {
    await run(value);
    if (watch.hasGrown()) throw new Error(`Changed: ${watch.changed().join()}`);
  });
}

/** A line for each tenth. */
function tell(name: string, done: number, cases: number): void {
  const tenth = (count: number): number => Math.floor((count * 10) / cases);
  if (process.env['HEADGATE_FUZZ_CASES'] && tenth(done) > tenth(done - PART)) {
    console.log(`${name}: ${done.toLocaleString('en-US')} of ${cases.toLocaleString('en-US')}`);
  }
}

function keep(row: FuzzRow): FuzzRow {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(resolve(FOLDER, `${row.name.replaceAll(/\W+/g, '-')}.json`), JSON.stringify(row));
  return row;
}
