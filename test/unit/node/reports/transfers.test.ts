import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/manifest/manifest.js';
import { findAdequacy } from '../../../../src/node/adequate-countries.js';
import { renderHtml } from '../../../../src/node/reports/html/render-html.js';
import { renderCsv } from '../../../../src/node/reports/render-csv.js';
import { renderMarkdown } from '../../../../src/node/reports/render-markdown.js';
import { toReport } from '../../../../src/node/reports/to-report.js';
import { ENGLISH } from '../../../../src/node/reports/words.js';

function reportFor(collector: object, tier = 'anonymous') {
  const manifest = {
    version: '1',
    controller: { name: 'Acme GmbH', contact: 'privacy@acme.example' },
    categories: { analytics: { title: 'Analytics' } },
    purposes: { improve: { title: 'Improve' } },
    collectors: { warehouse: { recipient: 'Acme', role: 'processor', agreement: 'DPA', ...collector } },
    events: {
      seen: {
        title: 'Seen',
        purpose: 'improve',
        tier,
        basis: 'consent',
        categories: ['analytics'],
        retentionDays: 30,
        collectors: ['warehouse'],
      },
    },
  } as unknown as Manifest;
  return toReport(manifest, { date: '2026-11-30' });
}

describe('third countries', () => {
  it.each([
    ['BR', undefined, 'adequate', 'Brazil (adequacy decision (EU) 2026/179 of 26 January 2026)'],
    [
      'GB',
      undefined,
      'adequate',
      'United Kingdom (adequacy decision (EU) 2021/1772 of 28 June 2021, renewed 19 December 2025, until 27 December 2031, not confirmed in the Official Journal)',
    ],
    [
      'JP',
      'SCC',
      'adequate',
      'Japan (adequacy decision (EU) 2019/419 of 23 January 2019, only for recipients under its data protection act; SCC)',
    ],
    [
      'IL',
      undefined,
      'adequate',
      'Israel (adequacy decision 2011/61/EU of 31 January 2011, only for data processed by automated means)',
    ],
    ['CH', undefined, 'adequate', 'Switzerland (adequacy decision 2000/518/EC of 26 July 2000)'],
    ['US', 'SCC', 'safeguarded', 'United States (SCC)'],
    ['IN', undefined, 'unprotected', 'India (no safeguard named)'],
  ])('names %s in the record, with its ground', (country, safeguard, transfer, text) => {
    const report = reportFor({ country, ...(safeguard !== undefined && { safeguard }) });
    expect(report.record[0]?.transfers).toEqual([text]);
    expect(report.compliance.recipients[0]?.transfer).toBe(transfer);
    expect(report.compliance.events[0]?.transfers).toHaveLength(1);
    expect(renderHtml(report)).toMatch(/<strong>1<\/strong> third-country transfer</);
  });

  it('takes a country of the European Economic Area for none', () => {
    const report = reportFor({ country: 'NO' });
    expect(report.record[0]?.transfers).toEqual([]);
    expect(report.compliance.recipients[0]?.transfer).toBe('none');
  });
});

describe('the list of adequacy decisions', () => {
  const countries = ['AD', 'AR', 'BR', 'CH', 'FO', 'GB', 'GG', 'IL', 'IM', 'JE', 'JP', 'KR', 'NZ', 'UY'];

  it.each(countries)(
    'stands in every output for %s with its number, date, limit and what is not confirmed',
    (country) => {
      const { decision, date, readIn, limit, isUnconfirmed } = findAdequacy(country)!;
      const report = reportFor({ country });
      const pieces = [
        decision,
        ENGLISH.day(date),
        ...(limit ? [ENGLISH.texts.transfers.limits[limit]] : []),
        ...(isUnconfirmed ? [ENGLISH.texts.transfers.unconfirmed] : []),
      ];
      const outputs = [renderMarkdown(report), renderHtml(report), renderCsv(report, 'record')];
      for (const output of outputs) for (const piece of pieces) expect(output).toContain(piece);
      expect(readIn).toMatch(/^[a-z.-]+\.[a-z]+$/);
    },
  );

  it.each(['US', 'CA'])('leaves out %s, whose decision covers some recipients alone', (country) => {
    expect(findAdequacy(country)).toBeUndefined();
    expect(reportFor({ country }).compliance.recipients[0]?.transfer).toBe('unprotected');
  });
});

describe('a recipient that knows the device', () => {
  it('is said to get an identifier, with what it is good for', () => {
    const report = reportFor({ country: 'DE', subject: 'device' }, 'pseudonymous');
    expect(report.compliance.recipients[0]).toMatchObject({ subject: 'device', data: ['identifier'] });
    for (const text of [renderHtml(report), renderMarkdown(report)]) expect(text).toContain('The device can ask');
  });

  it('gets none with anonymous events', () => {
    expect(reportFor({ country: 'DE', subject: 'device' }).compliance.recipients[0]?.data).toEqual([]);
  });

  it('is not said to know a device that the manifest does not let it know', () => {
    const report = reportFor({ country: 'DE' }, 'pseudonymous');
    expect(report.compliance.recipients[0]?.data).toEqual([]);
    expect(renderMarkdown(report)).not.toContain('The device can ask');
  });
});
