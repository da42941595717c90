/** What a run saw of one receiver, kept in `recorded/` when all of its tests passed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Sent } from './open-sender.js';
import { RECORDED, type Fate, type RecordedAnswer, type RecordedRequest, type Row } from './recorded.js';

interface Recording {
  readonly rows: Row[];
  readonly requests: RecordedRequest[];
  readonly answers: RecordedAnswer[];
  [more: string]: unknown;
}

/** To be filled by the tests of a file; written behind the last of them, unless one failed or was left out. */
export function recordAs(name: string): Recording {
  const date = new Date().toISOString().slice(0, 10);
  const recorded: Recording = { date, rows: [], requests: [], answers: [] };
  afterAll(({}, suite) => {
    if (!suite.tasks.every(({ result }) => result?.state === 'pass')) return;
    mkdirSync(RECORDED, { recursive: true });
    writeFileSync(join(RECORDED, `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  });
  return recorded;
}

/** What became of all that a page sent. */
export const toFate = ({ tally, diagnostics }: Sent): Fate => ({
  delivered: tally.delivered,
  rejected: tally.rejected,
  kept: tally.held + tally.buffered,
  isBlocked: diagnostics.includes('collector-blocked'),
});
