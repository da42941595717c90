import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest, compileManifest } from 'headgate/node';
import { auditManifest } from '../../../src/node/check-manifest.js';
import { lawIn, lawsOf } from '../../../src/node/laws/laws.js';
import { RULE_PAGES } from '../../../src/node/manifest-rules/rules.js';
import { auditText } from '../../../src/node/open-manifest.js';
import { changeGoodManifest, type Change } from '../../fixtures/manifests/change-manifest.js';

const idsOf = (...changes: readonly Change[]): string[] =>
  auditManifest(changeGoodManifest([['purposes', 'abandoned_idea'], undefined], ...changes)).findings.map(
    ({ id }) => id,
  );

const order = ['events', 'order_placed'] as const;
const mixpanel = ['collectors', 'mixpanel'] as const;
const reason = 'a reason of some length';

describe('auditManifest', () => {
  it('has nothing to say of a sound manifest', () => {
    expect(idsOf()).toEqual([]);
  });

  it.each<[string, string, Change]>([
    ['HG015', 'an unused purpose', [['purposes', 'unused'], { title: 'Unused' }]],
    ['HG049', 'consent without receipts', [['receipts'], undefined]],
    ['HG082', 'an acceptance of what no reason can mend', [['accept'], { HG010: reason }]],
    ['HG081', 'an acceptance of nothing', [[...order, 'accept'], { HG038: reason }]],
    ['HG080', 'an acceptance of no rule', [['accept'], { HG000: reason }]],
  ])('finds %s: %s', (id, _, change) => {
    expect(idsOf(change)).toEqual([id]);
  });

  it('finds no controller, and the key that is missing with it', () => {
    expect(idsOf([['controller'], undefined]).sort()).toEqual(['HG056', 'HG057']);
  });

  it('keeps a reason to the event or collector that it stands in', () => {
    const changes: Change[] = [
      [[...mixpanel, 'safeguard'], undefined],
      [['collectors', 'survey_lab', 'country'], 'IN'],
      [[...mixpanel, 'accept'], { HG053: reason }],
    ];
    const { findings, accepted } = auditManifest(changeGoodManifest(...changes));
    expect(accepted).toMatchObject([{ id: 'HG053', path: [...mixpanel, 'safeguard'], reason }]);
    expect(findings).toContainEqual(
      expect.objectContaining({ id: 'HG053', path: ['collectors', 'survey_lab', 'safeguard'] }),
    );
  });

  it('takes the nearest reason', () => {
    const changes: Change[] = [
      [[...mixpanel, 'safeguard'], undefined],
      [[...mixpanel, 'accept'], { HG053: reason }],
      [['accept'], { HG053: 'for whatever it may be' }],
    ];
    expect(auditManifest(changeGoodManifest(...changes)).accepted).toMatchObject([{ reason }]);
  });

  it('compiles what a reason stands for, and not what no reason can mend', () => {
    const faulty = changeGoodManifest([[...mixpanel, 'safeguard'], undefined]);
    expect(() => compileManifest(faulty)).toThrow(/HG053/);
    expect(() => compileManifest({ ...faulty, accept: { HG053: reason } })).not.toThrow();
    const sensitive = changeGoodManifest([['events', 'wellbeing_answered', 'basis'], 'contract']);
    expect(() => compileManifest({ ...sensitive, accept: { HG032: reason } })).toThrow(/HG032.*\n.*HG082|HG082/);
  });

  it('takes warnings for no reason not to compile', () => {
    const faulty = changeGoodManifest([['receipts'], undefined]);
    expect(auditManifest(faulty).findings.map(({ id }) => id)).toContain('HG049');
    expect(checkManifest(faulty)).toEqual([]);
  });

  it('shows each rule by a fault, here or in the tests of errors', () => {
    const texts = ['audit-manifest.test.ts', '../../fixtures/check/faulty.jsonc'].map((file) =>
      readFileSync(resolve(import.meta.dirname, file), 'utf8'),
    );
    // Errors have a test of their own, rule by rule.
    const ofErrors = /^HG0(0[1245]|14|24|26|3[0-5]|5[24]|6[1-9])$/;
    const unseen = [...RULE_PAGES.keys()].filter(
      (id) => !ofErrors.test(id) && !texts.some((text) => text.includes(id)),
    );
    expect(unseen).toEqual([]);
  });
});

describe('the laws', () => {
  it('are those of the regions that the manifest names, and GDPR', () => {
    const ids = (regimes: { [region: string]: 'opt-in' | 'opt-out' }) => lawsOf({ regimes }).map(({ id }) => id);
    expect(ids({})).toEqual(['gdpr']);
    expect(ids({ default: 'opt-in', 'US-CA': 'opt-out', BR: 'opt-in', SG: 'opt-in' })).toEqual([
      'gdpr',
      'ccpa',
      'lgpd',
      'pdpa',
    ]);
  });

  it.each([
    ['DE', 'gdpr'],
    ['GB', 'gdpr'],
    ['US-CA', 'ccpa'],
    ['BR-SP', 'lgpd'],
    ['SG', 'pdpa'],
    ['JP', undefined],
  ])('in %s: %s', (region, id) => {
    expect(lawIn(region)?.id).toBe(id);
  });
});

describe('auditText', () => {
  it('reads comments and trailing commas, and names places as they are in the text', () => {
    const text = '// a "comment" {\n{\n  /* version: */ "version": 5, // a number\n  "events": { "a//b": {}, },\n}\n';
    const { findings } = auditText(text, 'm.jsonc');
    expect(findings.map(({ path, line, column }) => [path.join('.'), line, column])).toContainEqual(['version', 3, 18]);
    expect(findings.map(({ path, line }) => [path.join('.'), line])).toContainEqual(['events.a//b.tier', 4]);
  });

  it('leaves what looks like a comment in a text alone', () => {
    const { input } = auditText('{ "a": "/* no */ // comment,}", "b": [1, 2, ], }', 'm.json');
    expect(input).toEqual({ a: '/* no */ // comment,}', b: [1, 2] });
  });
});
