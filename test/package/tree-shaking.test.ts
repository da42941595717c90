import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readText, root } from '../support/dist.js';

type Budgets = {
  readonly [group in 'core' | 'sources' | 'follower' | 'collectors' | 'shared' | 'events' | 'bridge']: {
    readonly exports: string[];
  };
};

describe('an application that imports a part', () => {
  it('gets no byte of what it does not use', async () => {
    expect((await bundle(`import 'headgate'`)).trim()).toBe('');
    const code = await bundle(`import { defineManifest } from 'headgate'; globalThis.manifest = defineManifest({})`);
    expect(code.length).toBeLessThan(100);
  });

  it('gets the core, where it uses the core', async () => {
    const code = await bundle(`import { createHeadgate } from 'headgate'; globalThis.create = createHeadgate`);
    expect(code.length).toBeGreaterThan(1000);
  });

  it.each(['manual', 'onetrust', 'magento', 'gpc', 'json'])('gets %s without the core', async (name) => {
    const core = await bundle(`import { createHeadgate } from 'headgate'; globalThis.part = createHeadgate`);
    const part = await bundle(`import { ${name} } from 'headgate'; globalThis.part = ${name}`);
    expect(part.length).toBeLessThan(core.length / 3);
  });
});

describe('the byte budgets', () => {
  it('measure every export of the package', async () => {
    const budgets = JSON.parse(readText('test/size-limit.json')) as Budgets;
    const { core, sources, follower, collectors, shared, events, bridge } = budgets;
    const measured = [core, sources, follower, collectors, shared, events, bridge].flatMap(({ exports }) => exports);
    const entry = (await import(resolve(root, 'dist/index.js'))) as object;
    expect(Object.keys(entry).sort()).toEqual([...measured, 'consentPreferences', 'emitConsentMode'].sort());
  });
});

/** Bundles the package as an application's build does, by its `package.json`. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
