#!/usr/bin/env node
/** The command `headgate`. */
import { createTerminal } from './terminal/create-terminal.js';
import { runCli } from './run-cli.js';

// Whoever reads may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});
process.exitCode = await runCli(process.argv.slice(2), createTerminal(process));
