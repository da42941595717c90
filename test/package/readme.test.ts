import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'headgate';
import { checkTaggedEvent, parseManifest, type TaggedEvent } from 'headgate/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/dist.js';
import { cartArrives, expectations } from './readme-expectations.js';
import { openTheatre, type Theatre } from './readme-page.js';
import { findSnippet, readSnippets, type Snippet } from './readme-snippets.js';
import { findTypeErrors } from './readme-types.js';

const snippets = readSnippets('README.md');
const inLanguage = (...languages: string[]): Snippet[] =>
  snippets.filter(({ language }) => languages.includes(language));
const typescript = inLanguage('ts', 'tsx');
const inBrowser = inLanguage('ts', 'tsx', 'js', 'html').filter(({ isForNode }) => !isForNode);
const forNode = inLanguage('ts', 'js').filter(({ isForNode }) => isForNode);

describe('the snippets of the README', () => {
  it('all have a name, and something that is expected of them', () => {
    expect(inLanguage('ts', 'tsx', 'js', 'html', 'json', 'http').filter(({ name }) => !name)).toEqual([]);
    expect(inBrowser.map(({ name }) => name).sort()).toEqual(Object.keys(expectations).sort());
    expect(inLanguage('json', 'http').map(({ name }) => name)).toEqual(['policy', 'request', 'events.json', 'answer']);
    expect(snippets.map(({ language }) => language)).not.toContain('xml');
  });

  it('compile in a strict application, by the types of the built package', () => {
    expect(findTypeErrors(typescript)).toEqual([]);
  });

  it('would not compile with a mistake in them', () => {
    const mistaken = typescript.map((snippet) =>
      snippet.name === 'frame-embedded' ? { ...snippet, program: snippet.program.replace('hosts', 'host') } : snippet,
    );
    expect(findTypeErrors(mistaken)).toEqual([expect.stringContaining("'host'")]);
  });

  it('name npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = inLanguage('sh').flatMap(({ code }) =>
      [...code.matchAll(/^npm (?:run )?(\w+)/gm)].map((match) => match[1]!),
    );
    expect(named.filter((name) => name !== 'install' && !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(4);
  });
});

describe('in a browser', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre(snippets);
  });
  afterEach(() => theatre.clear());
  afterAll(() => theatre.close());

  it.each(inBrowser.map((snippet) => [snippet.name, snippet] as const))(
    '%s does what it says',
    async (name, snippet) => {
      const stage = await theatre.open(snippet);
      await expectations[name]!(stage);
      expect(stage.errors).toEqual([]);
    },
  );

  it('the script tag works under the policy that is printed beside it', async () => {
    const policy = findSnippet(snippets, 'policy')
      .code.replace(/^[\w-]+: /, '')
      .trim();
    await cartArrives(await theatre.open(findSnippet(snippets, 'script-tag-grant'), policy));
  });

  it('that policy would keep a page from another collector', async () => {
    const policy = findSnippet(snippets, 'policy')
      .code.replace(/^[\w-]+: /, '')
      .trim();
    const other = policy.replace('https://events.example', 'https://other.example');
    const stage = await theatre.open(findSnippet(snippets, 'script-tag-grant'), other);
    await expect.poll(() => stage.errors.join(), { timeout: 10_000 }).toContain('Content Security Policy');
    expect(stage.collector.requests).toEqual([]);
  });
});

describe('in Node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-readme-'));
  beforeAll(() => {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/headgate'), 'dir');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'events.json'), findSnippet(snippets, 'events.json').code);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (file: string): string => execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  const output: { readonly [name: string]: (text: string) => void } = {
    compile(text) {
      expect(text).toBe('');
      const table: unknown = JSON.parse(readFileSync(join(folder, 'events.table.json'), 'utf8'));
      expect(parseTable(table)).toContain('feature_toggled');
    },
    receive: (text) => expect(text).toBe('invalid-id\n'),
    plugin: (text) => expect(text).toBe('headgate\n'),
  };

  it.each(forNode.map((snippet) => [snippet.name, snippet] as const))('%s does what it says', (name, { code }) => {
    writeFileSync(join(folder, `${name}.js`), code);
    output[name]!(run(`${name}.js`));
  });

  it('the command prints the hash of the script-tag file', () => {
    const { code } = findSnippet(snippets, 'integrity');
    const printed = execFileSync('sh', ['-c', code], { cwd: folder, encoding: 'utf8' });
    expect(printed).toMatch(/^sha384-[\w+/=]{64}\n$/);
  });
});

describe('the data of the README', () => {
  const manifest = parseManifest(JSON.parse(findSnippet(snippets, 'events.json').code));

  it('has manifests that break no rule', () => {
    const blocks = inLanguage('html').flatMap(({ code }) => [
      ...code.matchAll(/application\/json"[^>]*>([\s\S]*?)<\/script>/g),
    ]);
    expect(blocks).toHaveLength(2);
    for (const [, block] of blocks) {
      const configuration = JSON.parse(block!) as { manifest: unknown };
      expect(parseManifest(configuration.manifest)).toBe(configuration.manifest);
    }
  });

  it('has a request whose event a receiver takes, by the manifest that is printed', () => {
    const { events, sentAt } = JSON.parse(findSnippet(snippets, 'request').code) as {
      events: TaggedEvent[];
      sentAt: string;
    };
    expect(events.map((event) => checkTaggedEvent(manifest, event, Date.parse(sentAt), 'warehouse'))).toEqual([
      undefined,
    ]);
  });

  it('has an answer that the json collector reads', () => {
    const { code } = findSnippet(snippets, 'answer');
    const { accepted, rejected } = json({ url: '/v1/events' }).read(code, [], 200) ?? {};
    expect([accepted?.length, rejected?.[0]?.reason]).toEqual([1, 'unknown-event']);
  });
});

function parseTable(table: unknown): string[] {
  return Object.keys((table as { events: object }).events);
}
