import { createInterface } from 'node:readline/promises';
import type { Terminal } from '../commands/command.js';
import { createPaint } from './create-paint.js';

const CLEAR_LINE = '\r\u001B[2K';

/** Returns the terminal of a process. Colours and progress are for people: a file or a pipe gets neither. */
export function createTerminal(process: NodeJS.Process): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const isInteractive = stderr.isTTY && env['CI'] === undefined;
  let hasProgress = false;
  const clear = (): void => {
    if (hasProgress) stderr.write(CLEAR_LINE);
    hasProgress = false;
  };
  return {
    folder: process.cwd(),
    print(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!isInteractive) return;
      stderr.write(`${CLEAR_LINE}${text.slice(0, (stderr.columns || 80) - 1)}`);
      hasProgress = true;
    },
    paint: createPaint(stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'),
    ask: stdin.isTTY && stdout.isTTY ? (question) => ask(question, process) : undefined,
  };
}

async function ask(question: string, { stdin, stdout }: NodeJS.Process): Promise<string> {
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
