import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { auditManifest } from '../../../../src/node/check-manifest.js';
import { renderHtml } from '../../../../src/node/reports/html/render-html.js';
import { renderCsv } from '../../../../src/node/reports/render-csv.js';
import { renderJson } from '../../../../src/node/reports/render-json.js';
import { renderMarkdown } from '../../../../src/node/reports/render-markdown.js';
import { reportJsonSchema } from '../../../../src/node/reports/report-schema.js';
import { toReport } from '../../../../src/node/reports/to-report.js';
import { golden, readSaasManifest, reportOn } from './saas-report.js';

const manifest = readSaasManifest();
const report = reportOn(manifest);

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);

describe('the example of a Magento-based marketing-automation service', () => {
  test('has at least 24 micro-conversions over seven journeys, all tiers and five legal bases', () => {
    const events = Object.values(manifest.events);
    expect(events.length).toBeGreaterThanOrEqual(24);
    expect(new Set(events.map(({ journey }) => journey))).toEqual(
      new Set(['onboarding', 'activation', 'adoption', 'cart', 'checkout', 'survey', 'hover']),
    );
    expect(new Set(events.map(({ tier }) => tier)).size).toBe(4);
    expect(new Set(events.map(({ basis }) => basis)).size).toBe(5);
  });

  test('passes the check without a finding', () => {
    expect(auditManifest(manifest).findings).toEqual([]);
  });

  test.each([
    ['report.json', renderJson],
    ['report.md', renderMarkdown],
    ['report.html', renderHtml],
  ])('gives %s as it was reviewed', async (name, render) => {
    await expect(render(report)).toMatchFileSnapshot(golden(name));
  });

  test.each(['de', 'fr'] as const)('gives the report in %s as it was reviewed', async (language) => {
    const translated = toReport(manifest, { date: '2026-11-22', file: 'manifest.json', language });
    await expect(renderMarkdown(translated)).toMatchFileSnapshot(golden(`report.${language}.md`));
  });
});

test('the JSON form has the shape that its schema promises', () => {
  const isValid = ajv.compile(reportJsonSchema());
  isValid(JSON.parse(renderJson(report)));
  expect(isValid.errors).toBeNull();
  expect(isValid({ ...report, inventory: [{}] })).toBe(false);
});

test('a manifest with nothing but an event gives a report that says what is not named', () => {
  const bare = reportOn({
    version: '1',
    categories: {},
    collectors: { a: {} },
    events: {
      seen: { purpose: 'p', tier: 'anonymous', basis: 'contract', retentionDays: 1, collectors: ['a', 'gone'] },
    },
  });
  const isValid = ajv.compile(reportJsonSchema());
  isValid(bare);
  expect(isValid.errors).toBeNull();
  expect(bare.compliance.recipients).toMatchObject([{ transfer: 'unknown', events: ['seen'] }]);
  expect(bare.regimes).toEqual([{ region: 'default', regime: 'opt-in' }]);
  expect(renderHtml(bare)).toContain('not named in the manifest');
});

test('an event that rests on contract is said to lie in memory unless its storage is necessary', () => {
  const storage = Object.fromEntries(report.compliance.events.map((entry) => [entry.event, entry.storage]));
  expect(storage).toMatchObject({
    shop_connected: 'memory',
    terms_accepted: 'necessary',
    order_confirmed: 'memory',
    add_to_cart: 'consent',
    setup_step_failed: 'memory',
  });
  const buffers = Object.fromEntries(report.controls.events.map((entry) => [entry.event, entry.buffer]));
  expect(buffers).toMatchObject({
    plan_activated: 'memory',
    terms_accepted: 'device',
    newsletter_opted_in: 'encrypted',
    add_to_cart: 'device',
  });
});

test('the record has one activity for each purpose in use, and one for the receipts', () => {
  const purposes = new Set(Object.values(manifest.events).map(({ purpose }) => purpose));
  expect(report.record.map(({ purpose }) => purpose.name).sort()).toEqual([...purposes, 'consent_receipt'].sort());
});

test('a category’s codes on each consent platform stand in the report', () => {
  const analytics = report.compliance.categories.find(({ name }) => name === 'analytics');
  expect(analytics?.codes).toEqual([
    { source: 'onetrust', code: 'C0002' },
    { source: 'trustarc', code: '2' },
    { source: 'tcf', code: '8 and 9' },
    { source: 'googleConsentMode', code: 'analytics_storage' },
    { source: 'magento', code: 'the source’s one consent' },
  ]);
});

test('every event reaches its countries in the data flow', () => {
  const titles = report.flow.nodes.filter(({ column }) => column === 'country').map(({ title }) => title);
  expect(titles.sort()).toEqual(['Germany', 'Ireland', 'Malta', 'United States']);
  const recipients = report.flow.links.filter(({ to }) => to.startsWith('recipient:'));
  for (const [name, { collectors }] of Object.entries(manifest.events)) {
    const reached = recipients.filter(({ events }) => events.includes(name)).map(({ to }) => to.slice(10));
    expect([...new Set(reached)].sort()).toEqual([...collectors].sort());
  }
});

test('findings and accepted rules are printed with their reasons', () => {
  const accepted = { ...manifest, accept: { HG999: 'the works council agreed to it in writing' } };
  const withFinding = toReport(accepted, {
    date: '2026-11-22',
    findings: [{ id: 'HG001', severity: 'warning', path: ['events', 'x'], found: 1, expected: 'two', rule: 'because' }],
  });
  for (const text of [renderHtml(withFinding), renderMarkdown(withFinding)]) {
    expect(text).toContain('the works council agreed to it in writing');
    expect(text).toContain('expected two');
    expect(text).toContain('HG001');
  }
});

const HOSTILE = `</style><script>alert(1)</script><img src=x onerror=alert(1)> " ' & | \` [a](javascript:b) =1+1`;

test('no text of a manifest becomes markup', () => {
  const hostile = reportOn({
    ...manifest,
    controller: { name: HOSTILE, contact: HOSTILE, dpo: HOSTILE },
    categories: { analytics: { title: HOSTILE, sources: { onetrust: HOSTILE } } },
    purposes: { p: { title: HOSTILE, dataUse: HOSTILE } },
    collectors: { a: { recipient: HOSTILE, agreement: HOSTILE, safeguard: HOSTILE, country: 'US', role: 'processor' } },
    events: {
      seen: {
        title: HOSTILE,
        journey: HOSTILE,
        purpose: 'p',
        tier: 'anonymous',
        basis: 'consent',
        categories: ['analytics'],
        retentionDays: 1,
        collectors: ['a'],
        accept: { HG001: HOSTILE },
        fields: { f: { type: 'string', title: HOSTILE, values: [HOSTILE] } },
      },
    },
  });
  const page = renderHtml(hostile);
  expect(page).not.toMatch(/<script|<img/);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  const markdown = renderMarkdown(hostile);
  expect(markdown).not.toMatch(/(?<!\\)<|(?<!\\)\[a/);
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const columns = rows.map((line) => line.replaceAll(/\\./g, '').split('|').length);
  const widths = new Set(columns);
  expect(widths.size).toBeLessThanOrEqual(5);
});

test('what nobody said of a recipient is not stated, and what somebody said is quoted', () => {
  const [first] = Object.keys(manifest.collectors);
  const controls = { encryption: 'AES-256, keys in Frankfurt', deletion: 'By id, within a day' };
  const stated = reportOn({
    ...manifest,
    collectors: { ...manifest.collectors, [first!]: { ...manifest.collectors[first!], controls } },
  });
  const row = (text: string): string => text.split('\n').find((line) => line.includes('keys in Frankfurt'))!;
  expect(row(renderMarkdown(stated))).toBe(
    `| \`${first}\` | AES-256, keys in Frankfurt | not stated | By id, within a day | not stated |`,
  );
  expect(renderHtml(stated).match(/>not stated</g)!.length).toBe(renderHtml(report).match(/>not stated</g)!.length - 2);
  expect(renderCsv(stated, 'recipients')).toContain('"AES-256, keys in Frankfurt",not stated,');
});

test('a review is printed, and one that is overdue is said to be', () => {
  const review = { by: 'dpo@acme.example', on: '2025-11-01', next: '2026-11-01' };
  const page = renderHtml(reportOn({ ...manifest, review }));
  expect(page).toContain('dpo@acme.example');
  expect(page).toContain('The next review is overdue');
  expect(renderHtml(reportOn({ ...manifest, review: { ...review, next: '2027-11-01' } }))).not.toContain('overdue');
});

test('each purpose has a screening, and those of legitimate interests the skeleton of a balance', () => {
  const purposes = new Set(Object.values(manifest.events).map(({ purpose }) => purpose));
  expect(report.assessments.map(({ purpose }) => purpose.name)).toEqual([...purposes]);
  for (const { purpose, screening, legitimateInterests } of report.assessments) {
    const events = Object.values(manifest.events).filter((event) => event.purpose === purpose.name);
    const answers = Object.fromEntries(screening.map(({ criterion, answer }) => [criterion, answer]));
    expect(screening).toHaveLength(9);
    const isSensitive = events.some(({ tier }) => tier === 'sensitive');
    expect([purpose.name, answers['Sensitive data']]).toEqual([purpose.name, isSensitive ? 'yes' : 'no']);
    const isBalanced = events.some(({ basis }) => basis === 'legitimate_interests');
    expect([purpose.name, legitimateInterests?.length]).toEqual([purpose.name, isBalanced ? 3 : undefined]);
  }
});

test('an event of memory alone is not said to lie there for its retention period', () => {
  const texts = report.controls.events.filter(({ buffer }) => buffer === 'memory').map(({ deletion }) => deletion);
  expect(texts.length).toBeGreaterThan(0);
  expect(
    texts.filter((text) => !/with the page at the latest\. Recipients delete after \d+ days?\.$/.test(text)),
  ).toEqual([]);
});
