import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from '@babel/parser';
import { parseFragment } from 'parse5';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as headgate from 'headgate';
import { writeManifest, type Answers } from '../../../../src/node/init/write-manifest.js';
import { writeSnippet } from '../../../../src/node/init/write-snippet.js';
import { auditText } from '../../../../src/node/open-manifest.js';
import { SOURCE_NAMES } from '../../../../src/node/source-settings-schema.js';
import { fixtures, root, runCommand } from './run-command.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const answers: Answers = {
  template: 'saas',
  source: 'onetrust',
  collectors: ['warehouse'],
  regions: ['DE', 'US-CA', 'BR', 'SG'],
  controller: 'Acme GmbH',
  contact: 'privacy@acme.example',
  version: '2026-11-22',
};
const sources = resolve(root, 'src/consent/sources');
const templates = ['magento', 'saas', 'survey'] as const;

describe('headgate init', () => {
  it.each(templates)('writes a commented manifest for %s', async (template) => {
    const text = writeManifest({ ...answers, template, source: template === 'magento' ? 'magento' : 'onetrust' });
    await expect(text).toMatchFileSnapshot(resolve(fixtures, `golden/init-${template}.jsonc`));
  });

  it.each(templates)('writes a manifest for %s that check has nothing to say of, whatever the platform', (template) => {
    for (const source of SOURCE_NAMES as readonly Answers['source'][]) {
      const { findings } = auditText(writeManifest({ ...answers, template, source }), 'm.jsonc');
      // A site has to say itself how Didomi, Hyvä and the like call its categories; a code that is known is there.
      expect([source, findings]).toEqual([source, []]);
    }
  });

  it('leaves to be said what only a contract can say', () => {
    const { findings } = auditText(writeManifest({ ...answers, collectors: ['warehouse', 'mixpanel'] }), 'm.jsonc');
    expect(findings.map(({ id, path }) => `${id} ${path.join('.')}`)).toEqual([
      'HG076 collectors.mixpanel.agreement',
      'HG076 collectors.mixpanel.safeguard',
    ]);
  });

  it('asks for what it is not told, and takes the default for an empty answer', async () => {
    const { code, questions, out } = await runCommand(['init', '--regions', 'DE', '--json'], {
      folder,
      answers: ['survey', '', 'warehouse, archive', 'Umfrage AG', 'privacy@umfrage.example'],
    });
    expect(code).toBe(0);
    expect(questions.map((question) => question.split(/[ [:]/)[0])).toEqual([
      'template',
      'consent',
      'collectors',
      'controller',
      'contact',
    ]);
    expect(JSON.parse(out)).toMatchObject({
      file: 'headgate.manifest.jsonc',
      template: 'survey',
      source: 'manual',
      collectors: ['warehouse', 'archive'],
      controller: 'Umfrage AG',
    });
    expect((await runCommand(['check'], { folder })).code).toBe(0);
  });

  it('asks nothing where nobody can answer, and says what it took', async () => {
    const { code, notes } = await runCommand(['init'], { folder });
    expect(code).toBe(0);
    expect(notes).toContain('template: saas');
  });

  it('overwrites no file unless it is told to', async () => {
    writeFileSync(join(folder, 'headgate.manifest.jsonc'), 'precious');
    expect(await runCommand(['init', '--yes'], { folder })).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, 'headgate.manifest.jsonc'), 'utf8')).toBe('precious');
    expect(await runCommand(['init', '--yes', '--force'], { folder })).toMatchObject({ code: 0 });
  });

  it.each([
    ['--template', 'sass', /"saas"\?/],
    ['--cmp', 'onetrst', /"onetrust"\?/],
    ['--regions', 'Germany', /no name|no region/],
    ['--regions', 'XX', /no region/],
    ['--collectors', '1st', /no name/],
  ])('answers %s %s with exit code 2', async (option, value, message) => {
    const { code, notes } = await runCommand(['init', '--yes', option, value], { folder });
    expect(code).toBe(2);
    expect(notes).toMatch(message);
  });
});

describe('the snippet', () => {
  it.each(SOURCE_NAMES)('imports functions that there are for %s', async (source) => {
    const files = readdirSync(sources).filter((file) => file.endsWith('.ts'));
    const modules = await Promise.all(files.map((file) => import(join(sources, file)) as Promise<object>));
    const exported = new Set([headgate, ...modules].flatMap((module) => Object.keys(module)));
    const snippet = writeSnippet({ ...answers, source: source as Answers['source'] }, 'm.json');
    const { program } = parse(snippet, { sourceType: 'module' });
    const [first] = program.body;
    const names = first?.type === 'ImportDeclaration' ? first.specifiers.map(({ local }) => local.name) : [];
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });

  it('has a configuration that is JSON, in markup that parses', () => {
    const snippet = writeSnippet({ ...answers, template: 'magento', source: 'magento' }, 'm.json');
    const script = parseFragment(snippet).childNodes.find((node) => node.nodeName === 'script');
    const content = script && 'childNodes' in script ? script.childNodes[0] : undefined;
    expect(JSON.parse(content && 'value' in content ? content.value : '')).toMatchObject({
      sources: { magento: { websiteId: 1 }, gpc: {} },
      collectors: { warehouse: { type: 'json' } },
    });
  });
});
