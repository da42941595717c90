/**
 * What a subcommand of `headgate` is: one function that is given everything it may touch, so that a test can run it
 * without a process. It prints, and returns how it went.
 */
export interface Command {
  /** One line for `headgate --help`. */
  readonly summary: string;
  /** What `headgate NAME --help` prints. */
  readonly usage: string;
  /** Returns or resolves to the exit code. Throws a `UsageError` for arguments that it cannot read. */
  readonly run: (args: readonly string[], terminal: Terminal) => ExitCode | Promise<ExitCode>;
}

/** `0`: all is well. `1`: there is something to look at. `2`: the command was called in a wrong way. */
export type ExitCode = 0 | 1 | 2;

/** Where a command is run: the terminal and the folder. */
export interface Terminal {
  /** Relative paths of arguments start here. */
  readonly folder: string;
  /** The result, on standard output; a line feed is added. */
  readonly print: (text: string) => void;
  /** What is not the result, on standard error: problems of the call, hints. */
  readonly note: (text: string) => void;
  /** Says how far long work is. Shown on a terminal only, and wiped by what is printed next. */
  readonly progress: (text: string) => void;
  /** Colours of standard output; each returns its text unchanged where there is no terminal, or `NO_COLOR` is set. */
  readonly paint: Paint;
  /** Asks a question. `undefined` where nobody can answer: standard input is no terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

export type Colour = 'red' | 'yellow' | 'green' | 'blue' | 'dim' | 'bold';

export type Paint = { readonly [colour in Colour]: (text: string) => string };

/** A wrong call: the message is shown, with where the usage is found, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
