/** Programs of other languages: installed at pinned versions into the run's folder, which goes away with the run. */
import { execFile, spawn, type ExecFileOptions } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAMS = join(import.meta.dirname, '../programs');
const folder = process.env['INTEROP_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'headgate-interop-'));

/** Runs what was installed, and gives what it printed. */
export type Program = (args: readonly string[], input?: string) => Promise<string>;

/** A new folder of this run. */
export function makeFolder(name: string): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true });
  return made;
}

/** A virtual environment with exactly these packages, such as `jwcrypto==1.6.1`: its interpreter, for a program of `programs/`. */
export async function preparePython(
  name: string,
  packages: readonly string[],
): Promise<[python: string, program: string]> {
  const made = makeFolder(name);
  const python = join(made, 'python/bin/python');
  if (!existsSync(python)) {
    await run('python3', ['-m', 'venv', join(made, 'python')]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  }
  return [python, join(PROGRAMS, `${name}.py`)];
}

export async function installPython(name: string, packages: readonly string[]): Promise<Program> {
  const [python, program] = await preparePython(name, packages);
  return (args, input) => run(python, [program, ...args], {}, input);
}

/** Compiles `programs/<name>.go` with exactly these modules, such as `github.com/go-jose/go-jose/v4@v4.1.9`; the path of what came out. */
export async function buildGo(name: string, modules: readonly string[]): Promise<string> {
  const made = makeFolder(name);
  const built = join(made, name);
  if (existsSync(built)) return built;
  copyFileSync(join(PROGRAMS, `${name}.go`), join(made, 'main.go'));
  if (!existsSync(join(made, 'go.mod'))) await run('go', ['mod', 'init', 'interop'], { cwd: made });
  await run('go', ['get', ...modules], { cwd: made });
  // The Collector takes minutes: whatever else the machine does comes first.
  await run('nice', ['-n', '15', 'go', 'build', '-mod=mod', '-o', built, '.'], { cwd: made });
  return built;
}

/** A whole program of a module, such as `example.org/log/cmd/server@v1.2.3`; its path. */
export async function installGoProgram(program: string): Promise<string> {
  const made = makeFolder('go-programs');
  const built = join(made, program.replace(/@.*/, '').split('/').at(-1)!);
  const env = { ...process.env, GOBIN: made };
  if (!existsSync(built)) await run('nice', ['-n', '15', 'go', 'install', program], { cwd: made, env });
  return built;
}

export async function installGo(name: string, modules: readonly string[]): Promise<Program> {
  const built = await buildGo(name, modules);
  return (args, input) => run(built, args, {}, input);
}

/** Resolves exactly these artifacts, such as `io.cloudevents:cloudevents-json-jackson:4.0.1`, with what they need; their class path. */
export async function resolveJava(name: string, artifacts: readonly string[]): Promise<string> {
  const made = makeFolder(name);
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  writeFileSync(
    join(made, 'pom.xml'),
    `<project><modelVersion>4.0.0</modelVersion><groupId>interop</groupId><artifactId>${name}</artifactId><version>1</version>
<dependencies>${dependencies.join('')}</dependencies></project>`,
  );
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${join(made, 'lib')}`];
  await run('mvn', ['--batch-mode', '--quiet', '-Dstyle.color=never', ...copy], { cwd: made });
  return join(made, 'lib/*');
}

/** Runs `programs/<name>.java` as a source file, with exactly these artifacts. */
export async function installJava(name: string, artifacts: readonly string[]): Promise<Program> {
  const classPath = await resolveJava(name, artifacts);
  return (args, input) => run('java', ['-cp', classPath, join(PROGRAMS, `${name}.java`), ...args], {}, input);
}

/** A receiver that runs until it is stopped. */
export interface Running {
  /** What it said first, its address. */
  readonly origin: string;
  /** What it printed since, a value of JSON a line. */
  read<T>(): T[];
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program that prints its address, and then what it took. */
export async function startProgram(program: string, args: readonly string[] = []): Promise<Running> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (printed += text));
  while (!printed.includes('\n')) {
    await Promise.race([once(child.stdout, 'data'), ended]);
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
  }
  const linesOf = (): string[] => printed.split('\n').slice(0, -1);
  return {
    origin: linesOf()[0]!,
    read: () =>
      linesOf()
        .slice(1)
        .map((line) => JSON.parse(line)),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

const execute = promisify(execFile);

async function run(
  program: string,
  args: readonly string[],
  options: ExecFileOptions = {},
  input?: string,
): Promise<string> {
  const running = execute(program, args, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 });
  running.child.stdin?.end(input ?? '');
  const { stdout } = await running;
  return stdout;
}
