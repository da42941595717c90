import type { Terminal } from '../../../../src/node/commands/command.js';
import { createPaint } from '../../../../src/node/terminal/create-paint.js';

export interface Notebook extends Terminal {
  printed(): string;
  noted(): string;
}

/** A terminal that writes down what a command says. */
export function createNotebook(folder: string): Notebook {
  const printed: string[] = [];
  const noted: string[] = [];
  return {
    folder,
    print: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
    progress: () => {},
    paint: createPaint(false),
    ask: undefined,
    printed: () => printed.join('\n'),
    noted: () => noted.join('\n'),
  };
}
