import { UsageError, type Command, type ExitCode, type Terminal } from './commands/command.js';
import { ManifestError } from './manifest-error.js';
import { nearestName } from '../manifest/nearest-name.js';
import { readVersion } from './read-version.js';

/** Loaded when they are called: parsers and builders take longer to start than most commands to run. */
const COMMANDS: { readonly [name: string]: () => Promise<Command> } = {
  init: async () => (await import('./commands/init.js')).initCommand,
  add: async () => (await import('./commands/add.js')).addCommand,
  check: async () => (await import('./commands/check.js')).checkCommand,
  types: async () => (await import('./commands/types.js')).typesCommand,
  scan: async () => (await import('./commands/scan.js')).scanCommand,
  report: async () => (await import('./commands/report.js')).reportCommand,
  diff: async () => (await import('./commands/diff.js')).diffCommand,
  build: async () => (await import('./commands/build.js')).buildCommand,
  import: async () => (await import('./commands/import.js')).importCommand,
  conform: async () => (await import('./commands/conform.js')).conformCommand,
  inspect: async () => (await import('./commands/inspect.js')).inspectCommand,
  verify: async () => (await import('./commands/verify.js')).verifyCommand,
};

/** Runs `headgate ARGS`. Whatever is wrong with the call is said with the usage, and gives exit code 2. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') {
    terminal.print(readVersion());
    return 0;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.print(await describeCommands());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]?.() : undefined;
  if (!command) {
    const nearest = nearestName(name, Object.keys(COMMANDS));
    terminal.note(
      `headgate has no command ${name}${nearest ? `; was ${nearest} meant?` : '.'} "headgate --help" lists them.`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    return explainFailure(error, name, terminal, rest.includes('--json'));
  }
}

async function describeCommands(): Promise<string> {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = Object.keys(COMMANDS).map((name, index) => `  ${name.padEnd(width)}  ${commands[index]?.summary}`);
  return [
    'headgate COMMAND [options]: from one reviewed event manifest, everything else.',
    '',
    ...lines,
    '',
    '"headgate COMMAND --help" says more. Exit codes: 0 ok, 1 findings, 2 wrong call.',
  ].join('\n');
}

function explainFailure(error: unknown, command: string, { note, print }: Terminal, isJson: boolean): ExitCode {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof ManifestError) {
    if (isJson) print(JSON.stringify({ file: error.file, findings: error.problems }, null, 2));
    else note(message);
    return 1;
  }
  if (error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')) {
    // The whole usage would scroll the message away.
    note(`${message}\n"headgate ${command} --help" says how it is called.`);
    return 2;
  }
  // A file that cannot be read or written is the caller's to mend; anything else is a fault of this program.
  if (/^E[A-Z]+$/.test(code)) {
    note(message);
    return 2;
  }
  throw error;
}
