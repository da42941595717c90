import { describe, expect, test } from 'vitest';
import { ADEQUACY_AS_OF, ADEQUACY_SOURCE, findAdequacy } from '../../../../src/node/adequate-countries.js';
import { TABLE_NAMES } from '../../../../src/node/reports/csv-tables.js';
import { renderHtml } from '../../../../src/node/reports/html/render-html.js';
import { LANGUAGES, TEXTS, type Language } from '../../../../src/node/reports/languages/languages.js';
import { renderCsv } from '../../../../src/node/reports/render-csv.js';
import { renderMarkdown } from '../../../../src/node/reports/render-markdown.js';
import { reportSchema } from '../../../../src/node/reports/report-schema.js';
import { toReport } from '../../../../src/node/reports/to-report.js';
import { createWords } from '../../../../src/node/reports/words.js';
import { listMarkedReports } from './marked-manifest.js';
import { readSaasManifest } from './saas-report.js';

/** The reports in the languages that data-protection officers read. */

const others = LANGUAGES.filter((language) => language !== 'en');

/** Each text of a language with the way to it: `common.days.one`. */
function listTexts(texts: object, way = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, string | object]) =>
    typeof value === 'string' ? [[way + key, value] as [string, string]] : listTexts(value, `${way}${key}.`),
  );
}

const placesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** What stands between the places of a text. */
const piecesOf = (text: string): string[] => text.split(/\{\w+\}/).filter((piece) => /\p{L}/u.test(piece));

describe.each(others)('the texts in %s', (language) => {
  const english = new Map(listTexts(TEXTS.en));
  const own = new Map(listTexts(TEXTS[language]));

  test('have the keys of the English ones, in their order, and no other', () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
  });

  test('leave the places open that the English ones leave open', () => {
    const places = (texts: Map<string, string>): object =>
      Object.fromEntries([...texts].map(([key, text]) => [key, placesOf(text)]));
    expect(places(own)).toEqual(places(english));
  });
});

/** Words that two languages share. Whoever adds one has looked at it. */
const SHARED: { readonly [language in Language]?: readonly string[] } = {
  de: ['head.manifest', 'compliance.regimeIn'],
  fr: [
    'head.contact',
    'head.version',
    'columns.condition',
    'columns.protection',
    'data.commerce',
    'flow.page',
    'flow.columns.page',
    'measures.transport.title',
    'measures.pseudonyms.title',
  ],
};

test.each(others)('no text in %s is the English one, but for words that both have', (language) => {
  const english = new Map(listTexts(TEXTS.en));
  const same = listTexts(TEXTS[language]).filter(([key, text]) => /\p{L}/u.test(text) && english.get(key) === text);
  expect(same.map(([key]) => key).filter((key) => !SHARED[language]?.includes(key))).toEqual([]);
});

const ENTITIES: { readonly [entity: string]: string } = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const decode = (text: string): string => text.replace(/&[a-z#0-9]+;/g, (entity) => ENTITIES[entity]!);

/**
 * The texts of a page that somebody sees or hears. What is marked as English says so, and the page says it too. Names in
 * the picture stand in several lines, and whole in its labels.
 */
function readPage(page: string): string[] {
  const body = page.replace(
    /<style>[^]*?<\/style>|<span lang="en">[^]*?<\/span>|<text class="name"[^]*?<\/text>|<wbr \/>/g,
    '',
  );
  const labels = [...body.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label!);
  return [...body.split(/<[^>]*>/), ...labels].map((text) => decode(text).replaceAll(/\s+/g, ' ')).filter(Boolean);
}

/** What has the same name in every language: an event of Headgate's own, the file as a whole, a regime. */
const NAMES = ['consent_receipt', 'manifest', 'opt-in', 'opt-out'];

/** What is left of a text without the words of a language, the marks of the manifest, and what Intl writes. */
function strip(text: string, language: Language): string {
  const words = createWords(language);
  const known = [
    ...listTexts(TEXTS[language]).flatMap(([, own]) => piecesOf(own)),
    ...['2025-02-03', '2026-03-04', '2026-11-30', ADEQUACY_AS_OF, '2025-12-19', '2031-12-27'].map(words.day),
    ...['GB', 'JP', 'IL', 'KR'].map((code) => words.day(findAdequacy(code)!.date)),
    ...['DE', 'GB', 'JP', 'US', 'IN', 'IL', 'KR'].flatMap((code) => [words.country(code), `(${code})`]),
    ...['GB', 'JP', 'IL', 'KR'].map((code) => findAdequacy(code)!.decision),
    words.and(['', '']).trim(),
    ADEQUACY_SOURCE,
    'SHA-256',
    ...NAMES,
  ]
    .map((piece) => piece.trim())
    .sort((a, b) => b.length - a.length);
  const unmarked = text.replaceAll(/(?<![\p{L}\d])N\d+/gu, '·');
  return known.reduce((left, piece) => left.replaceAll(piece, '·'), unmarked);
}

const leftovers = (texts: readonly string[], language: Language): string[] =>
  texts.filter((text) => /\p{L}/u.test(strip(text, language)));

/** Titles in the picture are cut where their box ends. */
const isCut = (text: string): boolean => text.endsWith('…');

/** Of two criteria, none or one is met: French has one form for both. */
const UNREACHED: { readonly [language in Language]?: readonly string[] } = { fr: ['assessments.undecided.other'] };

describe.each(LANGUAGES)('a report in %s', (language) => {
  const reports = listMarkedReports(language);
  const pages = reports.map(renderHtml);
  const documents = reports.map(renderMarkdown);
  const tables = reports.flatMap((report) => TABLE_NAMES.map((table) => renderCsv(report, table)));

  test('says on its page nothing but the texts of its language and what the manifest says', () => {
    for (const page of pages) {
      expect(page).toContain(`<html lang="${language}">`);
      expect(leftovers(readPage(page), language).filter((text) => !isCut(text))).toEqual([]);
    }
  });

  test('says as Markdown nothing but the texts of its language and what the manifest says', () => {
    const lines = documents.flatMap((text) => text.split('\n')).filter((line) => !line.includes('N971'));
    const plain = lines.map((line) => line.replaceAll(/\\(.)/g, '$1'));
    expect(leftovers(plain, language)).toEqual([]);
  });

  test('leaves no place in a text open', () => {
    expect([...pages, ...documents, ...tables].flatMap((text) => text.match(/\{\w+\}/g) ?? [])).toEqual([]);
  });

  test('has a use for every text of its language', () => {
    const said = [...pages.flatMap(readPage), ...documents.map((text) => text.replaceAll('\\', '')), ...tables].join(
      '\n',
    );
    const unused = listTexts(TEXTS[language]).filter(([, text]) =>
      piecesOf(text).some((piece) => !said.includes(piece.trim())),
    );
    expect(unused.map(([key]) => key).filter((key) => !UNREACHED[language]?.includes(key))).toEqual([]);
  });

  test('has the shape that its schema promises', () => {
    for (const report of reports) expect(reportSchema.parse(report).language).toBe(language);
  });
});

test('a word that the language does not have is seen', () => {
  expect(leftovers(['Rechtsgrundlage', 'Legal basis', 'N7: 3 Ereignisse', 'N7: 3 events'], 'de')).toEqual([
    'Legal basis',
    'N7: 3 events',
  ]);
});

test('the headings of the CSV files are the same in every language, for column maps', () => {
  const manifest = readSaasManifest();
  const headings = LANGUAGES.map((language) => {
    const report = toReport(manifest, { date: '2026-11-22', language });
    return TABLE_NAMES.map((table) => renderCsv(report, table).split('\r\n')[0]);
  });
  expect(new Set(headings.map((heading) => JSON.stringify(heading))).size).toBe(1);
});

test('numbers, days and countries are written as the language writes them', () => {
  const read = (language: Language): string[] => {
    const { day, number, country, and, count, texts } = createWords(language);
    const kept = count(texts.common.afterDays, 1200);
    return [day('2026-11-22'), number(0.00015), country('DE'), and(['8', '9']), kept.replaceAll(/\s/g, ' ')];
  };
  expect(read('en')).toEqual(['22 November 2026', '0.00015', 'Germany', '8 and 9', 'after 1,200 days']);
  expect(read('de')).toEqual(['22. November 2026', '0,00015', 'Deutschland', '8 und 9', 'nach 1.200 Tagen']);
  expect(read('fr')).toEqual(['22 novembre 2026', '0,00015', 'Allemagne', '8 et 9', 'après 1 200 jours']);
});

test('what is no day stays as somebody wrote it', () => {
  expect(createWords('de').day('every spring')).toBe('every spring');
});
