import { UsageError, type Terminal } from '../commands/command.js';

export interface Question<T> {
  readonly what: string;
  /** What the command line says. */
  readonly given: string | undefined;
  readonly choices?: readonly string[];
  /** What stands where nobody says anything. Without it, somebody has to. */
  readonly otherwise?: string;
  /** Throws a `UsageError` for what it cannot take. */
  readonly read: (answer: string) => T;
}

export type Ask = <T>(question: Question<T>) => Promise<T>;

/**
 * Asks for what was not given, again where the answer cannot be read, and keeps what was answered before. Where nobody can
 * answer, the default stands, and is said; what has none is a wrong call.
 */
export function createAsk({ ask, note }: Terminal, isQuiet: boolean): Ask {
  return async ({ what, given, choices = [], otherwise, read }) => {
    if (given !== undefined) return read(given);
    if (!ask || isQuiet) {
      if (otherwise === undefined) throw new UsageError(`Nobody said: ${what}.`);
      if (otherwise !== '') note(`${what}: ${otherwise}`);
      return read(otherwise);
    }
    if (choices.length) note(choices.join('  '));
    for (;;) {
      const answer = (await ask(`${what}${otherwise ? ` [${otherwise}]` : ''}: `)).trim() || (otherwise ?? '');
      try {
        return read(answer);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        note(error.message);
      }
    }
  };
}
