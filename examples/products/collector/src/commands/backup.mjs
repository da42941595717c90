import { parseArgs } from 'node:util';

import { makeBackup, restoreBackup } from '../operate/backup.mjs';

export const backupUsage = `usage: headgate-collector backup --to DIRECTORY [--data DIRECTORY]
       headgate-collector restore --from DIRECTORY [--data DIRECTORY]

Of a collector that is stopped. Browsers keep their events meanwhile. A backup holds the access log, its keys and the tokens'
hashes too. restore wants a data folder that is empty, or has its access log and tokens alone: those then go on.
`;

/** @type {import('./run-command.mjs').Command} */
export async function runBackupCommand(args, { out, err }, environment) {
  const options = readArguments(args, environment);
  if (options.to === undefined) {
    err(backupUsage);
    return 2;
  }
  const { files, entries } = await makeBackup({ data: options.data, to: options.to });
  out(`${files} files and ${entries} entries of the access log are in ${options.to}\n`);
  return 0;
}

/** @type {import('./run-command.mjs').Command} */
export async function runRestoreCommand(args, { out, err }, environment) {
  const options = readArguments(args, environment);
  if (options.from === undefined) {
    err(backupUsage);
    return 2;
  }
  const { made, erasuresSince } = await restoreBackup({ data: options.data, from: options.from });
  out(`restored to what it was at ${made}\n`);
  if (erasuresSince > 0) err(`${erasuresSince} erasures since then have to be made again\n`);
  return 0;
}

/**
 * @param {readonly string[]} args
 * @param {import('./run-command.mjs').Environment} environment
 * @returns {{ data: string, to?: string, from?: string }}
 */
function readArguments(args, environment) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ args: [...args], options: { to: text, from: text, data: text } });
  return { ...values, data: values.data ?? environment.DATA_DIRECTORY ?? 'data' };
}
