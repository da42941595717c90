import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralise, toCsv } from '../../../../src/node/reports/csv-cell.js';

/** Texts in which what is dangerous is frequent. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        '＋',
        '－',
        '＠',
        ';',
        ',',
        '|',
        '\t',
        '\r',
        '\n',
        '"',
        "'",
        ' ',
        '\u00A0',
        '\uFEFF',
      ),
      fc.constantFrom("=cmd|' /C calc'!A0", '@SUM(1+1)*cmd', '=HYPERLINK("http://a.example")', 'plain'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** What spreadsheets take for the start of a formula, blanks before it passed over. */
const FORMULA = /^[\s\u00A0\uFEFF]*[=+\-@＋－＝＠]/;

test('no cell is a formula, wherever a spreadsheet splits the line, and each is read back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(hostile, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      (lines) => {
        const text = toCsv(lines);
        const rows = parse(text, { relax_column_count: true, skip_empty_lines: false });
        expect(rows).toEqual(lines.map((cells) => cells.map(neutralise)));
        for (const cell of rows.flat()) expect(cell).not.toMatch(FORMULA);
        // As a spreadsheet of another locale splits it, quotes or not.
        for (const cell of text.split(/[;\t\r\n|]/)) expect(cell.replace(/^"+/, '')).not.toMatch(FORMULA);
        for (const cell of rows.flat().flatMap((whole) => whole.split(/[;\t\r\n|]/))) expect(cell).not.toMatch(FORMULA);
      },
    ),
    { numRuns: 3000 },
  );
});

test('what is no formula stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9 ,."']{0,20}$/), (text) => {
      expect(neutralise(text)).toBe(text);
    }),
  );
});
