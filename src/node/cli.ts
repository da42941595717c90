#!/usr/bin/env node
/** The command `headgate`. */
import { createTerminal } from './terminal/create-terminal.js';
import { runCli } from './run-cli.js';

process.exitCode = await runCli(process.argv.slice(2), createTerminal(process));
