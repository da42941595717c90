import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toDeclarations } from '../../../../src/node/to-declarations.js';
import { readManifest } from '../../../../src/node/read-manifest.js';
import { fixtures, root, runCommand } from './run-command.js';

const good = resolve(fixtures, 'manifests/good.json');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-types-'));
  copyFileSync(good, join(folder, 'headgate.manifest.json'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What TypeScript has to say of a program that imports the manifest. */
function compile(code: string): string[] {
  const file = join(folder, 'app.ts');
  writeFileSync(file, code);
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowArbitraryExtensions: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: [],
    paths: { headgate: [resolve(root, 'src/index.ts')] },
  });
  const diagnostics = [...program.getSemanticDiagnostics(), ...program.getSyntacticDiagnostics()];
  return diagnostics
    .filter(({ file: of }) => of?.fileName.startsWith(folder))
    .map(({ file: of, start = 0, messageText }) => {
      const line = (of?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

const HEAD = `import { createHeadgate } from 'headgate';
import manifest, { type Events } from './headgate.manifest.json';
const headgate = createHeadgate({ manifest, consent: [], collectors: {} });
`;

describe('headgate types', () => {
  it('writes declarations by which track takes what is declared, and refuses a wrong name, a missing field and a wrong type', async () => {
    expect(await runCommand(['types'], { folder })).toMatchObject({
      code: 0,
      out: 'headgate.manifest.d.json.ts: written (5 events)',
    });
    const calls = [
      "headgate.track('page opened', { kind: 'cart', loadTime: 5 });",
      "const data: Events['order_placed'] = { email: 'a@b.example', total: 5 };",
      "headgate.track('order_placed', data);",
      "headgate.track('page_opened', {});",
      "headgate.track('page opened', { kind: 'cart' });",
      "headgate.track('page opened', { kind: 'home', loadTime: 5 });",
      "headgate.track('page opened', { kind: 'cart', loadTime: '5' });",
    ];
    expect(compile(HEAD + calls.join('\n')).map((text) => text.slice(0, 2))).toEqual(['7:', '8:', '9:', '10']);
  }, 60_000);

  it('writes what an editor shows of each event and field', async () => {
    await expect(toDeclarations(readManifest(good), 'good.json')).toMatchFileSnapshot(
      resolve(fixtures, 'golden/good.d.json.ts.txt'),
    );
  });

  it('says whether the declarations are fresh, and leaves them alone', async () => {
    expect(await runCommand(['types', '--check'], { folder })).toMatchObject({
      code: 1,
      out: 'headgate.manifest.d.json.ts: not that of headgate.manifest.json (5 events)',
    });
    await runCommand(['types'], { folder });
    expect(await runCommand(['types', '--check'], { folder })).toMatchObject({ code: 0 });
    const { out } = await runCommand(['types', '--json'], { folder });
    expect(JSON.parse(out)).toEqual({
      manifest: 'headgate.manifest.json',
      file: 'headgate.manifest.d.json.ts',
      state: 'fresh',
      events: 5,
    });
  });

  it('prints them, or writes them where it is told to', async () => {
    const { out } = await runCommand(['types', '--out', '-'], { folder });
    await runCommand(['types', '--out', 'typed.d.ts'], { folder });
    expect(readFileSync(join(folder, 'typed.d.ts'), 'utf8')).toBe(`${out}\n`);
  });

  it('ends no comment early, whatever a title says', () => {
    const manifest = readManifest(good);
    const event = { ...manifest.events['page opened']!, title: 'a */ export const x = 1; /*' };
    const text = toDeclarations({ ...manifest, events: { 'page opened': event } }, 'm.json');
    const { parseDiagnostics } = ts.createSourceFile('m.d.ts', text, ts.ScriptTarget.ES2022) as ts.SourceFile & {
      parseDiagnostics: readonly ts.Diagnostic[];
    };
    expect(parseDiagnostics).toEqual([]);
    expect(text).not.toContain('a */ export');
  });

  it('says what is wrong with a faulty manifest, and writes nothing', async () => {
    const { code, notes } = await runCommand(['types', resolve(fixtures, 'check/faulty.jsonc')], { folder });
    expect(code).toBe(1);
    expect(notes).toContain('faulty.jsonc:4:3: controler');
  });
});
