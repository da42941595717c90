import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { runInNewContext } from 'node:vm';
import { join } from 'node:path';
import { rollup, watch, type RollupLog, type RollupWatcherEvent } from 'rollup';
import { build, createServer, type ViteDevServer } from 'vite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { headgate, type HeadgatePluginOptions } from '../../../../src/node/plugin.js';
import { toManifestTable } from '../../../../src/node/to-manifest-table.js';
import { readSaasManifest } from '../reports/saas-report.js';

const manifest = readSaasManifest();
const NAME = 'headgate.manifest.json';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'headgate-plugin-')));
  writeManifest(manifest);
  write('main.js', `import manifest from './${NAME}';\nglobalThis.manifest = manifest;\n`);
  write('virtual.js', "import manifest from 'virtual:headgate-manifest';\nglobalThis.manifest = manifest;\n");
  write('index.html', '<!doctype html><script type="module" src="/main.js"></script>');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const writeManifest = (value: unknown): void => write(NAME, `${JSON.stringify(value, null, 2)}\n`);
const types = (): string => readFileSync(join(folder, 'headgate.manifest.d.json.ts'), 'utf8');

/** The manifest with an event that has no legal basis of the law. */
const faulty = {
  ...manifest,
  events: { ...manifest.events, plan_viewed: { ...manifest.events['plan_viewed'], basis: 'hope' } },
};

/** The line of the fault, counted from 1. */
const faultLine = (): number =>
  readFileSync(join(folder, NAME), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('hope')) + 1;

function evaluate(code: string): unknown {
  const scope: { manifest?: unknown } = {};
  runInNewContext(code, scope);
  return scope.manifest;
}

describe('in Rollup', () => {
  const options = (entry: string, given: HeadgatePluginOptions = {}) => ({
    input: join(folder, entry),
    plugins: [headgate({ manifest: join(folder, NAME), ...given })],
  });

  test.each(['main.js', 'virtual.js'])('the module of %s is the compiled table', async (entry) => {
    const bundle = await rollup(options(entry));
    const { output } = await bundle.generate({ format: 'iife' });
    expect(evaluate(output[0].code)).toEqual(JSON.parse(JSON.stringify(toManifestTable(manifest))));
    await bundle.close();
  });

  test('the declarations are written beside the manifest, and are not touched where they are fresh', async () => {
    await (await rollup(options('main.js'))).close();
    expect(types()).toContain('feature_toggle_enabled');
    const before = readFileSync(join(folder, 'headgate.manifest.d.json.ts'));
    await (await rollup(options('main.js'))).close();
    expect(readFileSync(join(folder, 'headgate.manifest.d.json.ts'))).toEqual(before);
  });

  test('no declarations are written where none are wanted', async () => {
    await (await rollup(options('main.js', { types: false }))).close();
    expect(existsSync(join(folder, 'headgate.manifest.d.json.ts'))).toBe(false);
  });

  test('a faulty manifest fails the build at its line and column', async () => {
    writeManifest(faulty);
    const failure = (await rollup(options('main.js')).catch((error: unknown) => error)) as RollupLog;
    expect(failure.message).toContain('plan_viewed.basis');
    expect(failure.loc).toEqual({ file: join(folder, NAME), line: faultLine(), column: 6 });
    expect(failure.frame).toMatch(new RegExp(`${faultLine()} \\|\\s+"basis": "hope"`));
  });

  test('a warning is told, and fails the build where that is asked for', async () => {
    writeManifest({ ...manifest, purposes: { ...manifest.purposes, unused_purpose: { title: 'Nothing' } } });
    const logs: RollupLog[] = [];
    const bundle = await rollup({ ...options('main.js'), onLog: (_level, log) => void logs.push(log) });
    await bundle.close();
    expect(logs.map(({ message }) => message).join('\n')).toContain('unused_purpose');
    await expect(rollup(options('main.js', { failOn: 'warning' }))).rejects.toThrow('unused_purpose');
  });

  test('a change of the manifest is a new build with new declarations', async () => {
    const watcher = watch({ ...options('main.js'), output: { file: join(folder, 'out.js'), format: 'es' } });
    const seen: string[] = [];
    watcher.on('event', (event: RollupWatcherEvent) => {
      seen.push(event.code);
      if ('result' in event) void event.result?.close();
    });
    try {
      await vi.waitFor(() => expect(seen).toContain('END'), 10_000);
      seen.length = 0;
      writeManifest({ ...manifest, version: '2027-01-01' });
      await vi.waitFor(() => expect(seen).toContain('END'), 10_000);
      expect(readFileSync(join(folder, 'out.js'), 'utf8')).toContain('2027-01-01');
      expect(types()).toContain('2027-01-01');
    } finally {
      await watcher.close();
    }
  }, 30_000);
});

describe('in Vite', () => {
  const config = () => ({
    root: folder,
    configFile: false as const,
    logLevel: 'silent' as const,
    plugins: [headgate()],
  });

  test('a build has the compiled table, and not what people alone read', async () => {
    await build({
      ...config(),
      build: { minify: false, write: true, outDir: 'out', rollupOptions: { output: { entryFileNames: 'main.js' } } },
    });
    const code = readFileSync(join(folder, 'out/main.js'), 'utf8');
    expect(code).toContain('feature_toggle_enabled');
    expect(code).not.toContain('Measure feature adoption');
  }, 30_000);

  test('a faulty manifest fails the build at its line', async () => {
    writeManifest(faulty);
    const failure = (await build(config()).catch((error: unknown) => error)) as { errors?: RollupLog[] };
    expect(failure.errors?.[0]?.loc).toMatchObject({ file: join(folder, NAME), line: faultLine() });
  }, 30_000);

  test('the dev server shows the fault in its overlay, and follows the file until it is mended', async () => {
    writeManifest(faulty);
    const server = await createServer({
      ...config(),
      server: { port: 0, host: '127.0.0.1', watch: { usePolling: true, interval: 50 } },
      optimizeDeps: { noDiscovery: true },
    });
    try {
      await server.listen();
      const sent: { type?: string; err?: { message: string; loc?: { line: number }; frame?: string } }[] = [];
      const { hot } = server.environments.client;
      const send = hot.send.bind(hot);
      vi.spyOn(hot, 'send').mockImplementation((...args: unknown[]) => {
        sent.push(args[0] as never);
        return Reflect.apply(send, hot, args);
      });
      expect(await load(server)).toContain('500');
      const failure = sent.find(({ type }) => type === 'error')?.err;
      expect(failure?.message).toContain('plan_viewed.basis');
      expect(failure?.loc?.line).toBe(faultLine());
      expect(failure?.frame).toContain('hope');

      writeManifest({ ...manifest, version: '2027-02-02' });
      await vi.waitFor(
        () => expect(sent.some(({ type }) => type === 'full-reload' || type === 'update')).toBe(true),
        10_000,
      );
      expect(await load(server)).toContain('2027-02-02');
      await vi.waitFor(() => expect(types()).toContain('2027-02-02'), 10_000);
    } finally {
      await server.close();
    }
  }, 40_000);

  /** The manifest's module as a browser would get it, with its status in front. */
  async function load(server: ViteDevServer): Promise<string> {
    const { port } = server.httpServer!.address() as { port: number };
    const main = await (await fetch(`http://127.0.0.1:${port}/main.js`)).text();
    const url = /from "([^"]+)"|import "([^"]+)"/.exec(main)?.[1] ?? '/main.js';
    const answer = await fetch(`http://127.0.0.1:${port}${url}`);
    return `${answer.status} ${await answer.text()}`;
  }
});
