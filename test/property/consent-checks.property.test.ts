import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { play, type Create } from './schedule.js';
import { schedules } from './schedules.js';

/**
 * Each check that keeps an event from an effect without its consent, with what the code is without it. The schedules must
 * find every one of them missing: this is what shows that they can find anything.
 */
const CHECKS: readonly { check: string; file: string; from: string; to: string }[] = [
  {
    check: 'the gate at track()',
    file: 'create-intake.ts',
    from: "if (decision.outcome === 'refuse') return refuse(name, rule, decision.reason);",
    to: '',
  },
  {
    check: 'the gate before each request',
    file: 'delivery/send-batch.ts',
    from: 'waiting.shift()!.filter(sender.isCurrent)',
    to: 'waiting.shift()!',
  },
  {
    check: 'the gate when a write begins',
    file: 'buffer/create-buffer.ts',
    from: 'const mayWrite = isCurrent();',
    to: 'const mayWrite = true;',
  },
  {
    check: 'the purge of what waits in memory',
    file: 'delivery/create-lane.ts',
    from: "finish(gone.map((item) => [item, 'purged', 'withdrawn']));",
    to: 'void gone;',
  },
  {
    check: 'the epoch of an event from the buffer',
    file: 'create-outbox.ts',
    from: '(!item.chunk || item.chunk[3] === buffer.epochs(boundCategories(item.rule)))',
    to: 'true',
  },
  {
    check: 'what other tabs closed, before a lane is read',
    file: 'buffer/create-buffer.ts',
    from: "if (moved) return done({ kind: 'moved', epochs: moved });",
    to: '',
  },
  {
    check: 'the epoch of an adoption that a withdrawal overtook',
    file: 'buffer/create-buffer.ts',
    from: 'if (epochOf([category]) === asked[index])',
    to: '',
  },
  {
    check: 'the end of what is held when consent is denied',
    file: 'create-intake.ts',
    from: "if (outcome === 'refuse') move(candidate, 'held', 'refused', reason);",
    to: "if (outcome === 'refuse') return true;",
  },
  {
    check: 'the abort of requests in flight',
    file: 'delivery/create-lane.ts',
    from: 'if (!flight.items.every(isCurrent)) flight.abort();',
    to: 'void flight;',
  },
  {
    check: 'the wipe of the device',
    file: 'buffer/create-buffer.ts',
    from: 'doomed[category] = { epoch };',
    to: '',
  },
];

/** Bundles the real code with one piece of text replaced, and loads it. */
async function createWithout({ file, from, to }: (typeof CHECKS)[number]): Promise<Create> {
  const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
  const source = readFileSync(path, 'utf8');
  expect(source.split(from), `${file} holds the check exactly once`).toHaveLength(2);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/create-headgate.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'without-a-check',
        setup: (setup) =>
          setup.onLoad({ filter: /\.ts$/ }, (args) =>
            args.path === path ? { contents: source.replace(from, to), loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`;
  const { createHeadgate } = (await import(/* @vite-ignore */ url)) as { createHeadgate: Create };
  return createHeadgate;
}

it.each(CHECKS)('finds $check missing', { timeout: 600_000 }, async (check) => {
  const create = await createWithout(check);
  const details = await fc.check(
    fc.asyncProperty(schedules, async (steps) => (await play(create, steps)) === undefined),
    { numRuns: 60_000, seed: 20_261_121, endOnFailure: true },
  );
  expect(details.failed, `${check.check}: ${details.numRuns} schedules found nothing`).toBe(true);
});
