import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { EngineModule } from '../../src/instance/engine.js';
import { play, type Create } from './schedule.js';
import {
  clockSchedules,
  hangingSchedules,
  killedAfterNewGrant,
  oddSchedules,
  schedules,
  vanishingSchedules,
} from './schedules.js';

/**
 * Each check that keeps an event from an effect without its consent, with what the code is without it. The schedules must
 * find every one of them missing: this is what shows that they can find anything. What these schedules cannot play (a tab
 * without localStorage, a withdrawal between a transaction's last request and its end) is in `unit/core/withdrawal.test.ts`.
 */
const CHECKS: readonly { check: string; file: string; from: string; to: string; steps?: typeof schedules }[] = [
  {
    check: 'the gate at track()',
    file: 'intake/intake.ts',
    from: "if (decision.outcome === 'refuse') return refuse(decision.reason, rule);",
    to: '',
  },
  {
    check: 'the gate before each request',
    file: 'delivery/send-batch.ts',
    from: 'const due = part.filter(isCurrent);',
    to: 'const due = part;',
  },
  {
    check: 'the gate when a write begins',
    file: 'storage/database.ts',
    from: 'const isCurrent = isWithin(epochs, current) && mayWrite();',
    to: 'const isCurrent = true;',
  },
  {
    check: 'the purge of what this page answers for',
    file: 'delivery/create-lane.ts',
    from: 'purge([...items.values()].filter(isVoid), reason)',
    to: 'purge([], reason)',
  },
  {
    check: 'what was withdrawn since a batch was taken from the buffer',
    file: 'storage/claim-chunks.ts',
    from: 'now() < until && closures === withdrawals.closures()',
    to: 'now() < until',
  },
  {
    check: 'what other tabs closed, before a lane is read',
    file: 'storage/claim-chunks.ts',
    from: 'skip.includes(id) || !isWithin(epochs, adopted)',
    to: 'skip.includes(id)',
  },
  {
    check: 'what other tabs have withdrawn, before each request',
    file: 'delivery/send-batch.ts',
    from: '        withdrawals.applyWithdrawals();\n',
    to: '',
  },
  {
    check: 'the end of what is held when consent is denied',
    file: 'intake/hold.ts',
    from: "else end(item, 'refused', verdict.refused);",
    to: 'else held.push(item);',
  },
  {
    check: 'the abort of requests in flight',
    file: 'delivery/send-batch.ts',
    from: 'if (!due.every(isCurrent)) flight.abort();',
    to: 'void flight;',
  },
  {
    check: 'the wipe of the device',
    file: 'consent/withdrawals.ts',
    from: "if (origin === 'source') closeNow(category);",
    to: '',
  },
  {
    check: 'the wipe of the second database',
    file: 'storage/create-event-store.ts',
    from: 'both.map((database) => database.wipe(reason))',
    to: '[main.wipe(reason)]',
    steps: hangingSchedules,
  },
  {
    check: 'what was withdrawn while the page was in the back/forward cache',
    file: 'delivery/send-batch.ts',
    from: 'if (isBehind()) return false;',
    to: '',
    steps: oddSchedules,
  },
  {
    check: 'the end of what was tracked under a choice that has vanished',
    file: 'consent/withdrawals.ts',
    from: 'vanished.forEach(epochs.closeEarlier);',
    to: '',
    steps: vanishingSchedules,
  },
  {
    check: 'the mark of what had vanished, for a page after the one that got a new grant and was killed',
    file: 'consent/withdrawals.ts',
    from: 'epochs.markFound(category);',
    to: '',
    steps: fc.constant(killedAfterNewGrant),
  },
  {
    check: 'the end of epochs of a time before the clock was set back',
    file: 'consent/page-epochs.ts',
    from: 'return epoch <= closed || (!isAfter && epoch.slice(0, MOMENT_LENGTH) > createId());',
    to: 'return epoch <= closed;',
    steps: clockSchedules,
  },
  {
    check: 'the end of epochs that were opened since the clock was set back',
    file: 'consent/page-epochs.ts',
    from: 'now > closed ? now : `${closed}-`',
    to: 'now',
    steps: clockSchedules,
  },
  {
    check: 'the place of its own that each application has on the device',
    file: 'instance/environment.ts',
    from: "id ? `headgate.${id}` : 'headgate'",
    to: "id ? 'headgate' : 'headgate'",
    steps: oddSchedules,
  },
  {
    check: 'what only a later release knows',
    file: 'delivery/send-stored.ts',
    from: 'if (!policy?.to[lane]) return undefined;',
    to: 'if (!policy?.to[lane]) continue;',
    steps: oddSchedules,
  },
];

/** Bundles the real code with one piece of text replaced, and loads it. */
async function createWithout({ file, from, to }: (typeof CHECKS)[number]): Promise<Create> {
  const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
  const source = readFileSync(path, 'utf8');
  expect(source.split(from), `${file} holds the check exactly once`).toHaveLength(2);
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './create-headgate.ts'; export * from './engine.ts';",
      resolveDir: fileURLToPath(new URL('../../src/instance', import.meta.url)),
    },
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
  const engine = (await import(/* @vite-ignore */ url)) as EngineModule & { createHeadgate: Create };
  return (options, environment) => engine.createHeadgate(options, { ...environment, loadEngine: () => engine });
}

it.each(CHECKS)('finds $check missing', { timeout: 600_000 }, async (check) => {
  const create = await createWithout(check);
  const details = await fc.check(
    fc.asyncProperty(check.steps ?? schedules, async (steps) => (await play(create, steps)) === undefined),
    { numRuns: 60_000, seed: 20_261_121, endOnFailure: true },
  );
  expect(details.failed, `${check.check}: ${details.numRuns} schedules found nothing`).toBe(true);
});
