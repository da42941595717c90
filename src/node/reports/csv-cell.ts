/**
 * What makes a spreadsheet take a cell for a formula, also where it splits a line elsewhere than at commas: Excel does so
 * by the reader's locale, at `;` or tab, and quotes do not stop it.
 */
const FORMULA = /(^|[;|\t\r\n])([\s"\u00A0\uFEFF]*)([=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/g;

/** Returns a text as one cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula. */
export function toCell(text: string): string {
  const safe = neutralise(text);
  return /[",;|\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Puts an apostrophe before what would start a formula: spreadsheets show such a cell as text. */
export function neutralise(text: string): string {
  return text.replace(FORMULA, "$1$2'$3");
}

/** Returns lines of cells as CSV, ended as RFC 4180 asks. */
export function toCsv(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}
