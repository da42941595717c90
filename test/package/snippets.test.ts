import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'headgate';
import { checkTaggedEvent, parseManifest, unpackEvents, type TaggedEvent } from 'headgate/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/dist.js';
import { WRITTEN } from './documents.js';
import { findTypeErrors } from './find-type-errors.js';
import { openTheatre, type Theatre } from './open-theatre.js';
import { findSnippet, readSnippets, type Snippet } from './read-snippets.js';
import { cartArrives, expectations, guideIsOpened } from './snippet-expectations.js';

/** Languages of code that a reader copies; each of their snippets has a name, and does what it says. */
const CODE = ['ts', 'tsx', 'vue', 'svelte', 'js', 'html'];
/** Data, each with a test of its own below. */
const DATA = ['json', 'http'];
/** What is shown and not run: commands, which other tests run, a web server's set-up, a drawing. */
const SHOWN = ['sh', 'nginx', 'text'];

const snippets = readSnippets(WRITTEN);
const inLanguage = (...languages: string[]): Snippet[] =>
  snippets.filter(({ language }) => languages.includes(language));
// What Svelte's compiler makes of a component has no types any more; its script is checked by that compiler.
const typescript = inLanguage('ts', 'tsx', 'vue');
const inBrowser = inLanguage(...CODE).filter(({ isForNode, isOnlyCompiled }) => !isForNode && !isOnlyCompiled);
const forNode = inLanguage('ts', 'js').filter(({ isForNode }) => isForNode);

describe('the snippets of the README and the site', () => {
  it('all have a name of their own, and something that is expected of them', () => {
    expect(inLanguage(...CODE, ...DATA).filter(({ name }) => !name)).toEqual([]);
    expect(inBrowser.map(({ name }) => name).sort()).toEqual(Object.keys(expectations).sort());
    expect(
      inLanguage(...DATA)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['answer', 'events.json', 'journey', 'operator-answer', 'policy', 'request', 'rows', 'subject-device']);
  });

  it('are in languages of which it is known how they are tested', () => {
    const known = new Set([...CODE, ...DATA, ...SHOWN]);
    expect(snippets.filter(({ language }) => !known.has(language))).toEqual([]);
    expect(snippets.filter(({ isOnlyCompiled }) => isOnlyCompiled).map(({ name }) => name)).toEqual([
      'angular-component',
      'next-layout',
    ]);
  });

  it('write each thing down where it belongs, and spread no object to save a line', () => {
    expect(snippets.filter(({ code }) => /\.\.\.[{[]/.test(code)).map(({ name }) => name)).toEqual([]);
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
    expect(named.length).toBeGreaterThan(2);
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

  it('a page without inline scripts needs no nonce in its policy', async () => {
    const policy = findSnippet(snippets, 'policy')
      .code.replace(/^[\w-]+: /, '')
      .replace(" 'nonce-{{nonce}}'", '')
      .trim();
    await guideIsOpened(await theatre.open(findSnippet(snippets, 'csp-no-inline'), policy));
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
  const folder = mkdtempSync(join(tmpdir(), 'headgate-snippets-'));
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
    adapter: (text) => expect(text).toBe(''),
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

describe('the data of the documents', () => {
  const manifest = parseManifest(JSON.parse(findSnippet(snippets, 'events.json').code));

  it('has manifests that break no rule', () => {
    const blocks = inLanguage('html').flatMap(({ code }) => [
      ...code.matchAll(/application\/json"[^>]*>([\s\S]*?)<\/script>/g),
    ]);
    expect(blocks).toHaveLength(4);
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

  it('has rows that mean events as an adapter packs them', () => {
    const { sentAt, ...packed } = JSON.parse(findSnippet(snippets, 'rows').code);
    const events = unpackEvents(packed);
    const { body } = json({ url: '/', accepts: ['rows'] }).encode(events, sentAt);
    expect(JSON.parse(body)).toEqual({ sentAt, ...packed });
    expect(events.map(({ id, time, data }) => [id, time, data])).toEqual([
      ['01a20297-4dc0-7c1b-9a55-0b6f3c2d1e00', '2026-11-22T09:30:00.000Z', { feature: 'dark-mode', enabled: true }],
      ['01a20297-4eba-7c1b-9a55-0b6f3c2d1e01', '2026-11-22T09:30:00.250Z', { feature: 'beta', enabled: false }],
    ]);
    expect(Date.parse(sentAt)).toBeGreaterThan(packed.from);
  });

  it('has an answer that the json collector reads', () => {
    const { code } = findSnippet(snippets, 'answer');
    const { accepted, rejected } = json({ url: '/v1/events' }).read(code, [], 200) ?? {};
    expect([accepted?.length, rejected?.[0]?.reason]).toEqual([1, 'unknown-event']);
  });

  it('has an answer for operators that the json collector reads', () => {
    const { code } = findSnippet(snippets, 'operator-answer');
    expect(json({ url: '/v1/events' }).read(code, [], 200)?.accepted).toHaveLength(1);
  });
});

function parseTable(table: unknown): string[] {
  return Object.keys((table as { events: object }).events);
}
