import { runBackupCommand, runRestoreCommand } from './backup.mjs';
import { runLogCommand } from './log.mjs';
import { runPolicyCommand } from './policy.mjs';
import { runTokenCommand } from './token.mjs';

/**
 * The commands beside the service itself: `headgate-collector policy check …`.
 *
 * @typedef {{ readonly [name: string]: string | undefined }} Environment
 * @typedef {{ out: (text: string) => void, err: (text: string) => void }} Print
 * @typedef {(args: readonly string[], print: Print, environment: Environment) => number | Promise<number>} Command
 *
 * @type {ReadonlyMap<string, Command>}
 */
const commands = new Map(
  /** @type {[string, Command][]} */ ([
    ['policy', runPolicyCommand],
    ['token', runTokenCommand],
    ['log', runLogCommand],
    ['backup', runBackupCommand],
    ['restore', runRestoreCommand],
  ]),
);

/**
 * @param {readonly string[]} args
 * @param {Environment} environment
 * @returns {Promise<number | undefined>} The exit code, or `undefined` where the arguments name no command.
 */
export async function runCommand([name = '', ...args], environment) {
  const command = commands.get(name);
  if (command === undefined) return undefined;
  const print = {
    out: (/** @type {string} */ text) => void process.stdout.write(text),
    err: (/** @type {string} */ text) => void process.stderr.write(text),
  };
  try {
    return await command(args, print, environment);
  } catch (error) {
    print.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
