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
  dpo: 'dpo@acme.example',
  country: 'DE',
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
    for (const source of SOURCE_NAMES) {
      const { findings } = auditText(writeManifest({ ...answers, template, source }), 'm.jsonc');
      // A site has to say itself how Didomi, Hyvä and the like call its categories; a code that is known is there.
      const ids = findings.map(({ id }) => id);
      // Purposes of TCF are nobody's in particular: the vendor or publisher that is meant is for the site to name.
      const open = source === 'tcf' ? ['HG027'] : [];
      expect([source, [...new Set(ids)]]).toEqual([source, open]);
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
      answers: ['survey', '', 'warehouse, archive', 'Umfrage AG', 'privacy@umfrage.example', '', 'at'],
    });
    expect(code).toBe(0);
    expect(questions.map((question) => question.split(/[ [:]/)[0])).toEqual([
      'template',
      'consent',
      'collectors',
      'controller',
      'contact',
      'data',
      'servers',
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

  it('asks again after a slip, and keeps what was answered before', async () => {
    const { code, notes, questions, out } = await runCommand(['init', '--json', '--template', 'saas'], {
      folder,
      answers: [
        'onetrst',
        'onetrust',
        'warehouse',
        'Germany',
        'DE',
        'Acme GmbH',
        'privacy@acme.example',
        '',
        'Atlantis',
        'DE',
      ],
    });
    expect(code).toBe(0);
    expect(notes).toMatch(/"onetrust"\?/);
    expect(questions).toHaveLength(10);
    for (const question of questions) expect(question.length).toBeLessThan(60);
    expect(JSON.parse(out)).toMatchObject({
      source: 'onetrust',
      regions: ['DE'],
      controller: 'Acme GmbH',
      country: 'DE',
    });
  });

  it('writes nothing that nobody said', async () => {
    const { code } = await runCommand(['init', '--yes'], { folder });
    expect(code).toBe(0);
    const text = readFileSync(join(folder, 'headgate.manifest.jsonc'), 'utf8');
    expect(text).toContain('"controller": { "name": "TODO", "contact": "TODO" }');
    expect(text).not.toMatch(/"dpo"|"country"|acme/i);
  });

  it('gives the template of a shop the triggers that the shop fires', () => {
    const { manifest } = auditText(writeManifest({ ...answers, template: 'magento', source: 'magento' }), 'm.jsonc');
    const triggered = Object.values(manifest!.events).flatMap(({ triggers }) => triggers?.['magento']?.event ?? []);
    expect(triggered).toEqual(['add_to_cart', 'remove_from_cart', 'checkout_step', 'order_placed', 'newsletter']);
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
    const steps = writeSnippet({ ...answers, source }, 'm.json');
    const { program } = parse(steps.find(({ into }) => into === 'tracking.js')!.text, { sourceType: 'module' });
    const [first] = program.body;
    const names = first?.type === 'ImportDeclaration' ? first.specifiers.map(({ local }) => local.name) : [];
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });

  it.each(['amplitude', 'mixpanel', 'posthog', 'segment'] as const)(
    'gives %s the adapter and the option that it has',
    (name) => {
      const own: Answers = { ...answers, collectors: [name, 'warehouse'] };
      const code = writeSnippet(own, 'm.json').find(({ into }) => into === 'tracking.js')!.text;
      const [, factory = '', option = ''] = new RegExp(`${name}: (\\w+)\\(\\{ (\\w+): 'TODO' \\}\\)`).exec(code) ?? [];
      expect(factory in headgate).toBe(true);
      const source = readFileSync(resolve(root, `src/delivery/collectors/${name}.ts`), 'utf8');
      expect(source).toContain(`readonly ${option}: string;`);
      const shell = writeSnippet({ ...own, template: 'magento', source: 'magento' }, 'm.json')[0]!.text;
      expect(shell).toContain(`--collector ${name}=${name}:${option}=TODO`);
    },
  );

  it('names the manifest to the plugin where it has another name', () => {
    const config = (file: string): string =>
      writeSnippet(answers, file).find(({ into }) => into === 'vite.config.js')!.text;
    expect(config('headgate.manifest.jsonc')).toContain('headgate()');
    expect(config('config/events.json')).toContain("headgate({ manifest: 'config/events.json' })");
  });

  it('has markup that parses, with fields that the manifest declares', () => {
    const magento: Answers = { ...answers, template: 'magento', source: 'magento' };
    const markup = writeSnippet(magento, 'm.json').filter(({ into }) => into === 'page');
    const button = parseFragment(markup.map(({ text }) => text).join('')).childNodes.find(
      (node) => node.nodeName === 'button',
    );
    const attributes = button && 'attrs' in button ? button.attrs : [];
    expect(attributes.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'data-headgate-event=add_to_cart',
      'data-headgate-field-sku=24-MB01',
      'data-headgate-field-quantity=1',
    ]);
  });
});
