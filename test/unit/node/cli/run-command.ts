import { resolve } from 'node:path';
import type { ExitCode } from '../../../../src/node/commands/command.js';
import { runCli } from '../../../../src/node/run-cli.js';
import { createPaint } from '../../../../src/node/terminal/create-paint.js';

export const root = resolve(import.meta.dirname, '../../../..');
export const fixtures = resolve(root, 'test/fixtures');

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly notes: string;
  readonly progress: readonly string[];
}

/** Runs `headgate` in this process, in a folder, as it runs where nobody looks; `answers` are what somebody would type. */
export async function runCommand(
  args: readonly string[],
  { folder = root, answers }: { readonly folder?: string; readonly answers?: readonly string[] } = {},
): Promise<Ran & { readonly questions: readonly string[] }> {
  const out: string[] = [];
  const notes: string[] = [];
  const progress: string[] = [];
  const questions: string[] = [];
  const left = [...(answers ?? [])];
  const code = await runCli(args, {
    folder,
    print: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: (text) => progress.push(text),
    paint: createPaint(false),
    ask:
      answers &&
      ((question) => {
        questions.push(question);
        return Promise.resolve(left.shift() ?? '');
      }),
  });
  return { code, out: out.join('\n'), notes: notes.join('\n'), progress, questions };
}
