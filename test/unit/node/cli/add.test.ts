import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeManifest } from '../../../../src/node/init/write-manifest.js';
import { readManifest } from 'headgate/node';
import { runCommand } from './run-command.js';

const FILE = 'headgate.manifest.jsonc';
let folder: string;
let before: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-add-'));
  before = writeManifest({
    template: 'saas',
    source: 'onetrust',
    collectors: ['warehouse'],
    regions: ['DE'],
    controller: 'Acme GmbH',
    contact: 'privacy@acme.example',
    country: 'DE',
    version: '2026-11-22',
  });
  writeFileSync(join(folder, FILE), before);
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = (): string => readFileSync(join(folder, FILE), 'utf8');

/** What somebody would type, in the order in which it is asked. */
const ANSWERS = [
  'coupon_applied',
  'A visitor applied a coupon',
  'Pricing team: whether coupons are found',
  'pricing',
  'Find out which prices work',
  'code string commerce maxLength=32',
  'saving number 0..',
  '',
  'pseudonymous',
  'consent',
  'analytics',
  '',
  '90',
  'warehouse',
  'By id, within a day',
];

describe('headgate add', () => {
  it('asks what a reviewer would ask, and writes the event after the others, with its new purpose', async () => {
    const { code, questions, out } = await runCommand(['add'], { folder, answers: ANSWERS });
    expect(
      questions.map((question) =>
        question
          .split(/[,:( ]/)
          .slice(0, 3)
          .join(' '),
      ),
    ).toEqual([
      'name of the',
      'what happened ',
      'who needs it',
      'purpose  one',
      'pricing is new',
      'which data ',
      'which data ',
      'which data ',
      'tier  how',
      'legal basis ',
      'consent categories that',
      'while the visitor',
      'how many days',
      'who receives it',
      'what goes at',
    ]);
    const manifest = readManifest(join(folder, FILE));
    expect(Object.keys(manifest.events).at(-1)).toBe('coupon_applied');
    expect(manifest.events['coupon_applied']).toEqual({
      title: 'A visitor applied a coupon',
      need: 'Pricing team: whether coupons are found',
      purpose: 'pricing',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        code: { type: 'string', data: 'commerce', maxLength: 32 },
        saving: { type: 'number', min: 0 },
      },
    });
    expect(manifest.purposes!['pricing']).toEqual({ title: 'Find out which prices work' });
    expect(manifest.collectors['warehouse']!.controls).toEqual({ deletion: 'By id, within a day' });
    // What is said next are the findings of "check" and the changes of "diff".
    expect(out).toContain('is tracked anew: pseudonymous, consent, for Acme GmbH');
    expect(out).toMatch(/headgate\.manifest\.jsonc: (nothing amiss|\d+ )/);
    expect(code).toBe(out.includes('nothing amiss') ? 0 : 1);
  });

  it('leaves every line that was there as it is, but for the commas that they now need', async () => {
    await runCommand(['add'], { folder, answers: ANSWERS });
    const now = new Set(
      text()
        .split('\n')
        .map((line) => line.replace(/,$/, '')),
    );
    const isControlled = (line: string): boolean => line.includes('"warehouse": {');
    const changed = before.split('\n').filter((line) => !now.has(line.replace(/,$/, '')) && !isControlled(line));
    expect(changed).toEqual([]);
  });

  it('takes everything from the command line', async () => {
    const args = ['add', 'page_left', '--title', 'A page was left', '--need', 'Editors: which page loses visitors'];
    const why = [
      '--purpose',
      'feature_adoption',
      '--field',
      'page string',
      '--tier',
      'anonymous',
      '--basis',
      'consent',
    ];
    const law = [
      '--categories',
      'analytics',
      '--undecided',
      'refuse',
      '--retention',
      '30',
      '--collectors',
      'warehouse',
    ];
    const { code, out } = await runCommand([...args, ...why, ...law, '--json'], { folder });
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        name: 'page_left',
        findings: [],
        changes: [{ kind: 'same-version' }, { kind: 'event-added', path: 'events.page_left' }],
      },
    ]);
    expect(readManifest(join(folder, FILE)).events['page_left']).toMatchObject({ undecided: 'refuse' });
  });

  it('makes up nothing that nobody said, and writes nothing then', async () => {
    const { code, notes } = await runCommand(['add', 'page_left', '--title', 'A page was left'], { folder });
    expect([code, notes, text()]).toEqual([2, expect.stringContaining('Nobody said: who needs it'), before]);
  });

  it('asks again where an answer cannot be meant, with what was meant', async () => {
    const answers = [...ANSWERS];
    answers.splice(9, 1, 'consnt', 'consent');
    answers.splice(5, 1, 'code strng', 'code string commerce maxLength=32');
    const { notes } = await runCommand(['add'], { folder, answers });
    expect(notes).toContain('"string"?');
    expect(notes).toContain('"consent"?');
    expect(Object.keys(readManifest(join(folder, FILE)).events['coupon_applied']!.fields!)).toEqual(['code', 'saving']);
  });

  it('refuses a name that is taken, and a manifest with errors', async () => {
    const [taken] = Object.keys(readManifest(join(folder, FILE)).events);
    expect(await runCommand(['add', taken!], { folder })).toMatchObject({ code: 2 });
    writeFileSync(join(folder, FILE), before.replace('"tier": "', '"tier": "very '));
    const broken = text();
    const { code, notes } = await runCommand(['add', 'x'], { folder, answers: ANSWERS });
    expect([code, notes, text()]).toEqual([1, expect.stringContaining('mend them first'), broken]);
  });

  it('writes nothing on trial', async () => {
    const { out } = await runCommand(['add', '--dry-run'], { folder, answers: ANSWERS });
    expect([out, text()]).toEqual([expect.stringContaining('would write coupon_applied'), before]);
  });

  it('says what the rules say of it', async () => {
    const answers = [...ANSWERS];
    answers[5] = 'user string identifier';
    answers[8] = 'anonymous';
    const { code, out } = await runCommand(['add'], { folder, answers });
    expect([code, out]).toEqual([1, expect.stringMatching(/HG\d{3}/)]);
  });
});
