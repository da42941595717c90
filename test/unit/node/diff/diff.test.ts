import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../../src/manifest/manifest.js';
import type { Change } from '../../../../src/node/diff/change.js';
import { diffManifests } from '../../../../src/node/diff/diff-manifests.js';
import { diffJsonSchema, toDiff } from '../../../../src/node/diff/diff-schema.js';
import { renderDiffMarkdown, renderDiffText } from '../../../../src/node/diff/render-diff.js';
import { diffCommand } from '../../../../src/node/commands/diff.js';
import { createPaint } from '../../../../src/node/terminal/create-paint.js';
import { readSaasManifest } from '../reports/saas-report.js';
import { createNotebook } from '../build/notebook.js';

const golden = (name: string): string => resolve(import.meta.dirname, '../../../fixtures/diff', name);
const manifest = readSaasManifest();

type Loose = { [key: string]: Loose } & { [key: string]: unknown };

/** The manifest with a change; a new version, so that only the change is told. */
function changed(change: (copy: Loose) => void): Manifest {
  const copy = structuredClone(manifest) as unknown as Loose;
  change(copy);
  copy['version'] = '2026-12-01' as never;
  return copy as unknown as Manifest;
}

/** What is told of the change, the new version aside. */
function tell(change: (copy: Loose) => void): Change[] {
  return diffManifests(manifest, changed(change)).filter(({ kind }) => kind !== 'other-version');
}

/** What is told when the change is taken back. */
function tellBack(change: (copy: Loose) => void): Change[] {
  return diffManifests(changed(change), manifest).filter(({ kind }) => kind !== 'other-version');
}

const toggle = (copy: Loose): Loose => copy['events']!['feature_toggle_enabled']!;
const feedback = (copy: Loose): Loose => copy['events']!['feature_feedback_given']!;
const set = (target: Loose, key: string, value: unknown): void => void Object.assign(target, { [key]: value });

/** By change: what is told, how grave it is, and what is told of the way back. */
const CHANGES: readonly (readonly [string, (copy: Loose) => void, string, string, string])[] = [
  [
    'a longer retention',
    (copy) => set(toggle(copy), 'retentionDays', 60),
    'longer-retention',
    'medium',
    'shorter-retention',
  ],
  [
    'a weaker basis',
    (copy) => set(toggle(copy), 'basis', 'legitimate_interests'),
    'weaker-basis',
    'high',
    'consent-asked',
  ],
  ['another purpose', (copy) => set(toggle(copy), 'purpose', 'newsletter'), 'other-purpose', 'high', 'other-purpose'],
  [
    'a recipient in another country',
    (copy) => set(copy['events']!['click_path_taken']!, 'collectors', ['warehouse', 'mixpanel']),
    'new-country',
    'high',
    'recipient-removed',
  ],
  [
    'a recipient in the same country',
    (copy) => set(toggle(copy), 'collectors', ['warehouse', 'mixpanel', 'zigpoll']),
    'new-recipient',
    'high',
    'recipient-removed',
  ],
  [
    'a category less',
    (copy) => set(copy['events']!['add_to_cart']!, 'categories', ['analytics', 'feedback']),
    'more-categories',
    'none',
    'fewer-categories',
  ],
  ['a higher tier', (copy) => set(toggle(copy), 'tier', 'personal'), 'more-personal', 'high', 'lower-tier'],
  [
    'storage without consent',
    (copy) => set(copy['events']!['shop_connected']!, 'storage', 'necessary'),
    'stored-without-consent',
    'high',
    'storage-by-consent',
  ],
  [
    'holding the undecided',
    (copy) => delete copy['events']!['minicart_opened']!['undecided'],
    'held-undecided',
    'low',
    'refused-undecided',
  ],
  ['a region', (copy) => set(toggle(copy), 'region', 'EU'), 'region-bound', 'none', 'region-left'],
  [
    'a new field',
    (copy) => set(toggle(copy)['fields']!, 'email', { type: 'string', data: 'contact' }),
    'field-added',
    'high',
    'field-removed',
  ],
  [
    'a weaker protection',
    (copy) => set(toggle(copy)['fields']!['user']!, 'protect', 'truncate'),
    'weaker-protection',
    'high',
    'stronger-protection',
  ],
  [
    'no protection',
    (copy) => delete feedback(copy)['fields']!['comment']!['protect'],
    'weaker-protection',
    'high',
    'stronger-protection',
  ],
  [
    'more telling data',
    (copy) => set(toggle(copy)['fields']!['toggle']!, 'data', 'location'),
    'more-telling-data',
    'high',
    'other-data',
  ],
  [
    'longer text',
    (copy) => set(toggle(copy)['fields']!['toggle']!, 'maxLength', 200),
    'longer-text',
    'low',
    'shorter-text',
  ],
  [
    'a wider range',
    (copy) => set(feedback(copy)['fields']!['rating']!, 'max', 10),
    'wider-bounds',
    'low',
    'narrower-bounds',
  ],
  [
    'a required field',
    (copy) => delete feedback(copy)['fields']!['comment']!['optional'],
    'field-required',
    'low',
    'field-optional',
  ],
  [
    'a new event',
    (copy) => set(copy['events']!, 'x', { ...toggle(copy), tier: 'personal', title: 'x' }),
    'event-added',
    'high',
    'event-removed',
  ],
  ['no answer as a yes', (copy) => set(copy['regimes']!, 'default', 'opt-out'), 'opt-out', 'high', 'opt-in'],
  [
    'another code',
    (copy) => set(copy['categories']!['analytics']!['sources']!, 'onetrust', 'C0001'),
    'other-code',
    'medium',
    'other-code',
  ],
  [
    'no agreement',
    (copy) => delete copy['collectors']!['mixpanel']!['agreement'],
    'no-agreement',
    'high',
    'other-agreement',
  ],
  [
    'no safeguard',
    (copy) => delete copy['collectors']!['mixpanel']!['safeguard'],
    'no-safeguard',
    'high',
    'other-safeguard',
  ],
  [
    'a recipient that moves',
    (copy) => set(copy['collectors']!['hotjar']!, 'country', 'IN'),
    'new-country',
    'high',
    'other-country',
  ],
  ['no receipts', (copy) => delete copy['receipts'], 'no-receipts', 'high', 'receipts'],
  [
    'another controller',
    (copy) => set(copy['controller']!, 'name', 'Other GmbH'),
    'other-controller-name',
    'high',
    'other-controller-name',
  ],
  ['another key', (copy) => set(copy['controller']!['publicKey']!, 'kid', 'new'), 'other-key', 'medium', 'other-key'],
  [
    'an accepted rule',
    (copy) => set(toggle(copy), 'accept', { HG038: 'a long enough reason' }),
    'rule-accepted',
    'medium',
    'rule-obeyed',
  ],
  [
    'a reworded purpose',
    (copy) => set(copy['purposes']!['newsletter']!, 'title', 'Advertise'),
    'purpose-reworded',
    'medium',
    'purpose-reworded',
  ],
  ['another title', (copy) => set(toggle(copy), 'title', 'Other words'), 'other-title', 'none', 'other-title'],
  [
    'something that nobody thought of',
    (copy) => set(toggle(copy), 'elapsed', 'ms'),
    'other-value',
    'low',
    'other-value',
  ],
  [
    'a recipient that knows the device',
    (copy) => set(copy['collectors']!['warehouse']!, 'subject', 'device'),
    'device-known',
    'medium',
    'device-unknown',
  ],
];

describe('a change is told with its grade, and so is the way back', () => {
  test.each(CHANGES)('%s', (_name, change, kind, grade, back) => {
    expect(tell(change)).toMatchObject([{ kind, grade }]);
    expect(tellBack(change)).toMatchObject([{ kind: back }]);
  });
});

test('what protects more never has a grade that could fail a build', () => {
  const changes = CHANGES.flatMap(([, change]) => [...tell(change), ...tellBack(change)]);
  const strengthening = changes.filter(({ effect }) => effect === 'strengthens');
  expect(strengthening.length).toBeGreaterThan(10);
  expect(strengthening.filter(({ grade }) => grade !== 'none')).toEqual([]);
});

test('an event under another name is one change', () => {
  const changes = tell((copy) => {
    set(copy['events']!, 'feature_switched', toggle(copy));
    delete copy['events']!['feature_toggle_enabled'];
  });
  expect(changes).toMatchObject([
    { kind: 'event-renamed', before: 'feature_toggle_enabled', after: 'feature_switched' },
  ]);
});

test('order is no difference', () => {
  const reordered = {
    ...manifest,
    events: Object.fromEntries(Object.entries(manifest.events).reverse()),
  };
  expect(diffManifests(manifest, reordered)).toEqual([]);
});

test('a changed manifest of the same version is told, since receivers compare the version', () => {
  const same = { ...changed((copy) => set(toggle(copy), 'retentionDays', 60)), version: manifest.version };
  expect(diffManifests(manifest, same)[0]).toMatchObject({ kind: 'same-version', grade: 'medium' });
});

const OLD = { from: 'main:manifest.json', version: manifest.version };
const NEW = { from: 'manifest.json', version: '2026-12-01' };
const many = changed((copy) => {
  for (const index of [0, 1, 2, 3, 10, 11, 13, 18, 24]) CHANGES[index]![1](copy);
  set(toggle(copy), 'title', 'Title with | pipe, <b>markup</b> and @somebody');
});
const diff = toDiff(OLD, NEW, diffManifests(manifest, many));

test('text, Markdown and JSON are as they were reviewed', async () => {
  await expect(`${renderDiffText(diff, createPaint(false))}\n`).toMatchFileSnapshot(golden('diff.txt'));
  await expect(renderDiffMarkdown(diff)).toMatchFileSnapshot(golden('diff.md'));
  await expect(`${JSON.stringify(diff, null, 2)}\n`).toMatchFileSnapshot(golden('diff.json'));
});

test('the JSON form has the shape that its schema promises', () => {
  const isValid = new Ajv2020({ strict: true, allErrors: true }).compile(diffJsonSchema());
  isValid(JSON.parse(JSON.stringify(diff)));
  expect(isValid.errors).toBeNull();
  expect(isValid({ ...diff, worst: 'fatal' })).toBe(false);
});

test('in Markdown nobody is mentioned and nothing is markup', () => {
  const text = renderDiffMarkdown(diff);
  expect(text).not.toMatch(/@somebody|<b>/);
  expect(text).toContain('somebody');
});

describe('headgate diff', () => {
  let folder: string;
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headgate-diff-'));
    git('init', '--initial-branch=main');
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/m.json'), JSON.stringify(manifest));
    git('add', '.');
    git('commit', '-m', 'first');
    writeFileSync(join(folder, 'sub/m.json'), JSON.stringify(many));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('compares a git revision with a file, and fails on the grade that it is told', async () => {
    const notebook = createNotebook(folder);
    expect(await diffCommand.run(['main:sub/m.json', 'sub/m.json', '--json', '--fail-on', 'high'], notebook)).toBe(1);
    const printed = JSON.parse(notebook.printed()) as typeof diff;
    expect(printed.worst).toBe('high');
    expect(printed.changes).toEqual(diff.changes);
  });

  test('takes a path from the folder where it starts with a dot, and is content without --fail-on', async () => {
    const notebook = createNotebook(join(folder, 'sub'));
    expect(await diffCommand.run(['HEAD:./m.json', 'm.json'], notebook)).toBe(0);
    expect(notebook.printed()).toContain('is kept for longer (30 days → 60 days)');
  });

  test('says nothing changed where nothing did', async () => {
    const notebook = createNotebook(folder);
    expect(await diffCommand.run(['sub/m.json', 'sub/m.json', '--fail-on', 'low'], notebook)).toBe(0);
    expect(notebook.printed()).toBe('Nothing changed.');
  });

  test.each([
    [['one.json'], 'Two manifests'],
    [['gone.json', 'sub/m.json'], 'There is no file gone.json'],
    [['nowhere:sub/m.json', 'sub/m.json'], 'git has none'],
    [['--output=x:y', 'sub/m.json'], /./],
    [['sub/m.json', 'sub/m.json', '--fail-on', 'none'], '--fail-on takes'],
    [['sub/m.json', 'sub/m.json', '--format', 'xml'], '--format takes'],
  ])('refuses %j', async (args, message) => {
    await expect(Promise.resolve().then(() => diffCommand.run(args, createNotebook(folder)))).rejects.toThrow(message);
  });

  test('a revision that starts with a hyphen is no option of git', async () => {
    const run = diffCommand.run(['--', '--output=stolen:x', 'sub/m.json'], createNotebook(folder));
    await expect(Promise.resolve(run)).rejects.toThrow('git has none');
    expect(() => execFileSync('ls', ['stolen:x'], { cwd: folder, stdio: 'ignore' })).toThrow();
  });
});
