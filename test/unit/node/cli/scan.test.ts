import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { blankPhp } from '../../../../src/node/scan/blank-php.js';
import { vendorOfUrl } from '../../../../src/node/scan/vendors.js';
import { fixtures, root, runCommand } from './run-command.js';
import { problemsOf, schemaOf } from './output-schemas.js';

// Parsing takes as long as a busy machine lets it.
vi.setConfig({ testTimeout: 60_000 });

const folder = resolve(fixtures, 'scan');
const scan = (...args: string[]) => runCommand(['scan', '.', '--manifest', 'manifest.json', ...args], { folder });

interface Finding {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly path?: readonly string[];
  readonly reason?: string;
}

interface Output {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly calls: { readonly [event: string]: readonly { file: string; line: number }[] };
}

const readOutput = (out: string): Output => JSON.parse(out) as Output;
const toLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, id }) => `${file}:${line} ${id}`).sort();

/** What the comments of the fixture say is there: a comment `expect HG101` on the line, or `accepted HG106`. */
function planted(word: 'expect' | 'accepted'): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const [, ids = ''] = new RegExp(`${word}((?: HG\\d{3})+)`).exec(line) ?? [];
          return ids.split(' ').flatMap((id) => (id ? `${relative(folder, path)}:${index + 1} ${id}` : []));
        });
    })
    .sort();
}

describe('headgate scan', () => {
  it('finds every planted call in code, templates and markup, and nothing else', async () => {
    const { code, out } = await scan('--json');
    const { findings, accepted } = readOutput(out);
    expect(code).toBe(1);
    expect(planted('expect').length).toBeGreaterThan(125);
    expect(toLines(findings.filter(({ id }) => id !== 'HG105'))).toEqual(planted('expect'));
    expect(toLines(accepted)).toEqual(planted('accepted'));
    expect(accepted[0]?.reason).toBe('this is the consent page, which measures nothing else');
  });

  it('says which declared event nothing calls, and where the others are called', async () => {
    const { findings, calls } = readOutput((await scan('--json')).out);
    expect(findings.filter(({ id }) => id === 'HG105').map(({ path }) => path)).toEqual([['events', 'forgotten']]);
    expect(calls['menu_opened']).toContainEqual({ file: 'app/widget.vue', line: 11, column: 20 });
    expect(calls['menu_opened']).toContainEqual({ file: 'shop/product.phtml', line: 22, column: 17 });
    // In a directive, between braces, in a listener of several lines, and in Alpine's.
    expect(calls['menu_opened']).toContainEqual({ file: 'app/template.vue', line: 13, column: 15 });
    expect(calls['menu_opened']).toContainEqual({ file: 'shop/templates.html', line: 4, column: 55 });
    expect(calls['menu_opened']).toContainEqual({ file: 'app/template.vue', line: 32, column: 9 });
    expect(calls['menu_opened']).toContainEqual({ file: 'shop/alpine.phtml', line: 7, column: 19 });
  });

  it('finds nothing amiss in the examples, and every event of their manifest called', async () => {
    // The marketing-automation service, the quick start and the applications of frameworks have manifests of their own.
    const args = [
      'examples',
      '--manifest',
      'examples/manifest.json',
      '--exclude',
      'saas',
      '--exclude',
      'quick-start',
      '--exclude',
      'frameworks',
      '--json',
    ];
    const { code, out } = await runCommand(['scan', ...args]);
    expect(code).toBe(0);
    const { findings, calls } = readOutput(out);
    const { events } = JSON.parse(readFileSync(resolve(root, 'examples/manifest.json'), 'utf8')) as {
      events: { [name: string]: { triggers?: object } };
    };
    // Functions that are handed `track` cannot say whose it is.
    expect(findings.filter(({ id }) => id !== 'HG111')).toEqual([]);
    // What a trigger makes of the page's own events needs no call.
    const called = Object.keys(events).filter((name) => !events[name]!.triggers || name in calls);
    expect(Object.keys(calls).sort()).toEqual(called.sort());
  });

  it('prints what it found, and how much it read', async () => {
    const { out } = await scan();
    await expect(`${out}\n`).toMatchFileSnapshot(resolve(folder, '../golden/scan.txt'));
  });

  it('prints JSON as its schema describes it', async () => {
    const { out } = await scan('--json');
    expect(problemsOf(schemaOf('scan.schema'), out)).toEqual([]);
    expect(problemsOf(schemaOf('scan.schema'), out.replaceAll('"line"', '"row"'))).not.toEqual([]);
  });

  it('prints SARIF as its schema describes it, each result with its rule and place', async () => {
    const { out } = await scan('--sarif');
    expect(problemsOf(schemaOf('sarif-2.1.0-rtm.5'), out)).toEqual([]);
    const { runs } = JSON.parse(out) as {
      runs: [{ tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }];
    };
    const { rules } = runs[0].tool.driver;
    for (const { ruleId, ruleIndex } of runs[0].results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('says how far it is', async () => {
    const { progress } = await scan();
    expect(progress[0]).toMatch(/^1\/\d+ app\//);
  });

  it('leaves out what is excluded, and takes a file that is named', async () => {
    const { out } = await scan('--json', '--exclude', 'vendors', '--exclude', 'shop/page.html');
    const files = new Set(readOutput(out).findings.map(({ file }) => file));
    expect([...files].filter((file) => /vendors|page\.html/.test(file))).toEqual([]);
    const one = await runCommand(['scan', 'vendors/broken.js', '--manifest', 'manifest.json', '--json'], { folder });
    expect(readOutput(one.out).findings.filter(({ id }) => id !== 'HG105')).toMatchObject([{ id: 'HG108' }]);
  });

  it.each([
    [['scan', '--manifest', 'manifest.json'], /at least one path/],
    [['scan', 'nowhere', '--manifest', 'manifest.json'], /There is no nowhere/],
    [['scan', '.'], /no manifest here/],
  ])('answers the wrong call %j with exit code 2', async (args, message) => {
    const { code, notes } = await runCommand(args, { folder });
    expect(code).toBe(2);
    expect(notes).toMatch(message);
  });

  it('says what is wrong with a faulty manifest first', async () => {
    const { code, notes } = await runCommand(['scan', '.', '--manifest', '../check/faulty.jsonc'], { folder });
    expect(code).toBe(1);
    expect(notes).toMatch(/The manifest has \d+ problems:/);
  });
});

describe('headgate scan of what it cannot read', () => {
  const other = resolve(fixtures, 'scan-unread');

  it('says which files it left out, and of no event that nothing calls it', async () => {
    const { code, out } = await runCommand(['scan', '.', '--manifest', '../scan/manifest.json', '--json'], {
      folder: other,
    });
    const { findings, unread } = JSON.parse(out) as Output & { unread: { file: string; why: string }[] };
    expect(code).toBe(0);
    expect(unread).toEqual([
      { file: 'page.pug', why: 'language' },
      { file: 'vendor.min.js', why: 'minified' },
      { file: 'plugin.php', why: 'printed by PHP' },
    ]);
    expect(findings.map(({ id }) => id)).toEqual(['HG112']);
  });

  it('counts them beside the files that it read', async () => {
    const { out } = await runCommand(['scan', '.', '--manifest', '../scan/manifest.json'], { folder: other });
    expect(out).toMatch(/\(1 files, 0 calls of 0 events\); not read: 1 \.pug, 1 minified, 1 printed by PHP$/);
  });

  it('says in one message that there is nothing to read', async () => {
    const { code, out, notes } = await runCommand(['scan', 'nothing', '--manifest', '../scan/manifest.json'], {
      folder: other,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(notes.split('\n')).toHaveLength(1);
  });
});

describe('blankPhp', () => {
  it('keeps every character in its place', () => {
    const text = '<a title="<?= $b ?>">\n<?php if ($x): // ?>\n  y<?php\n$z = 1;\n?>z<?xml version="1.0"?>';
    const blanked = blankPhp(text);
    expect(blanked).toHaveLength(text.length);
    expect(blanked).toBe(
      `<a title="_php_    ">\n${' '.repeat('<?php if ($x): // ?>'.length)}\n  y     \n       \n  z<?xml version="1.0"?>`,
    );
  });
});

describe('vendorOfUrl', () => {
  it.each([
    ['https://www.google-analytics.com/g/collect', 'Google Analytics and Ads'],
    ['//static.hotjar.com/c/hotjar-1.js', 'Hotjar'],
    ['https://www.facebook.com/tr?id=1', 'Meta Pixel'],
    ['https://eu.i.posthog.com/e/', 'PostHog'],
  ])('knows %s', (url, name) => {
    expect(vendorOfUrl(url)?.name).toBe(name);
  });

  it.each([
    'https://www.facebook.com/acme',
    'https://hotjar.com.acme.example/x.js',
    'https://myhotjar.com/x.js',
    '/google-analytics.com',
    'see https://www.hotjar.com/privacy',
  ])('takes %s for none', (url) => {
    expect(vendorOfUrl(url)).toBeUndefined();
  });
});
