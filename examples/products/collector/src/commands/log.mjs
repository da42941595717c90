import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { toCheckpointText } from '../access-log/checkpoint.mjs';
import { logFilesOf, openLogKeys } from '../access-log/log-files.mjs';
import { createMerkleTree } from '../access-log/merkle-tree.mjs';
import { readLines } from '../access-log/read-entries.mjs';
import { verifyAccessLog } from '../access-log/verify-access-log.mjs';

export const logUsage = `usage: headgate-collector log verify [--checkpoint FILE]… [--key FILE] [--data DIRECTORY]
       headgate-collector log checkpoint [--data DIRECTORY]
       headgate-collector log key [--data DIRECTORY]

verify      proves that no entry was changed, removed or moved, and that what an auditor's checkpoints were signed over is
            still there. Exit code 1: it is not. The auditor keeps the checkpoints and the key elsewhere.
checkpoint  prints a signed checkpoint over every entry there is (c2sp.org/tlog-checkpoint)
key         prints the key that checkpoints are verified by (c2sp.org/signed-note)
`;

/** @type {import('./run-command.mjs').Command} */
export async function runLogCommand(args, { out, err }, environment) {
  const options = readArguments(args, environment);
  if (options === undefined) {
    err(logUsage);
    return 2;
  }
  const { directory, action } = options;
  if (!existsSync(logFilesOf(directory).keys)) throw new Error(`${directory} is no access log`);
  if (action === 'key') {
    out(`${openLogKeys(directory).signer.verifierKey}\n`);
    return 0;
  }
  if (action === 'checkpoint') {
    out(await signCheckpoint(directory));
    return 0;
  }
  return verify(options, { out, err });
}

/**
 * @param {NonNullable<ReturnType<typeof readArguments>>} options
 * @param {import('./run-command.mjs').Print} print
 */
async function verify({ directory, checkpoints, key }, { out, err }) {
  const verified = await verifyAccessLog(directory, {
    checkpoints: checkpoints.map((file) => readFileSync(file, 'utf8')),
    verifierKey: key === undefined ? undefined : readFileSync(key, 'utf8').trim(),
  });
  for (const problem of verified.problems) err(`${problem}\n`);
  if (verified.isTorn) err('the last line was not written to its end; nothing was answered for it\n');
  if (verified.problems.length > 0) return 1;
  const { size, proven } = verified;
  out(`${size} entries, each follows from the one before it; a signed checkpoint covers the first ${proven}\n`);
  return 0;
}

/**
 * Over what is on the disk, also while a collector writes on.
 *
 * @param {string} directory
 */
async function signCheckpoint(directory) {
  const { problems } = await verifyAccessLog(directory);
  if (problems.length > 0) throw new Error(`nothing is signed: ${problems.join('; ')}`);
  const tree = createMerkleTree();
  for await (const { line, isWhole } of readLines(logFilesOf(directory).entries)) if (isWhole) tree.append(line);
  const { name, signer } = openLogKeys(directory);
  return signer.signNote(toCheckpointText(name, tree));
}

/**
 * @param {readonly string[]} args
 * @param {import('./run-command.mjs').Environment} environment
 */
function readArguments(args, environment) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        checkpoint: { type: 'string', multiple: true },
        key: { type: 'string' },
      },
    });
    const [action = '', ...more] = positionals;
    if (more.length > 0 || !['verify', 'checkpoint', 'key'].includes(action)) return undefined;
    const data = values.data ?? environment.DATA_DIRECTORY ?? 'data';
    return { action, directory: join(data, 'access-log'), checkpoints: values.checkpoint ?? [], key: values.key };
  } catch {
    return undefined;
  }
}
