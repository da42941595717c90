/** Titles are written by people: none of them is taken for markup. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
}

/** Code spans take everything as it is, but in a table a pipe ends the cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** The first `names` columns hold names of the manifest, which are shown as code. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[], names = 1): string {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => (index < names ? code(cell) : escape(cell))).join(' | ')} |`;
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(toLine)].join('\n');
}
