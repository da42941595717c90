#!/usr/bin/env node
/**
 * Runs the collector: `npx headgate-collector --manifest events.json`. Every flag has an environment variable; see README.md.
 */
import { join } from 'node:path';

import { readManifest } from 'headgate/node';

import { runCommand } from './commands/run-command.mjs';
import { openAccessLog } from './access-log/open-access-log.mjs';
import { tokenFileOf } from './access/tokens.mjs';
import { createCollector } from './create-collector.mjs';
import { openDatabase } from './open-database.mjs';
import { readOptions, usage } from './read-options.mjs';

// What is stored is personal data: every file that this process makes is its own account's alone.
process.umask(0o077);

const args = process.argv.slice(2);
const exitCode = await runCommand(args, process.env);
if (exitCode === undefined) await serve(readOptions(args, process.env));
else process.exitCode = exitCode;

/** @param {ReturnType<typeof readOptions>} options */
async function serve(options) {
  if ('problem' in options) {
    process.stderr.write(`${options.problem}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  await run(options).catch((error) => {
    process.stderr.write(`${explain(error, options)}\n`);
    process.exitCode = 1;
  });
}

/** @typedef {Exclude<ReturnType<typeof readOptions>, { problem: string }>} Options */

/** @param {Options} options */
async function run(options) {
  const manifest = readManifest(options.manifest);
  const formerManifests = options.formerManifests.map((file) => readManifest(file));
  const accessLog = await openAccessLog({ directory: join(options.dataDirectory, 'access-log') });
  const tokenFile = tokenFileOf(options.dataDirectory);
  const database = await openDatabase(options);
  try {
    const collector = await createCollector({
      ...options,
      manifest,
      formerManifests,
      database,
      accessLog,
      tokenFile,
    });
    try {
      const address = await collector.listen({ host: options.host, port: options.port });
      process.stdout.write(`collector listening on ${address}/v1/events, storing in ${options.storage}\n`);
      await signalled();
    } finally {
      // Requests under way get their answers.
      await collector.close();
    }
  } finally {
    // Before the process ends: the engine in process does not bear being torn down while it works.
    await database.close();
    await accessLog.close();
  }
}

/** Resolves at the first signal. A second one ends the process at once; nothing acknowledged is lost by that. */
function signalled() {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

/**
 * @param {any} error
 * @param {Options} options
 */
function explain(error, { host, port }) {
  if (error?.code === 'EADDRINUSE') return `port ${port} of ${host} is taken; choose one with --port`;
  return `collector did not start: ${error?.message ?? error}`;
}
