const AROUND = 2;

/** Returns the lines around a place of a text, with a mark under it, as build tools show where something is wrong. */
export function toFrame(text: string, line: number, column: number): string {
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  return lines
    .slice(first - 1, last)
    .flatMap((content, index) => {
      const number = first + index;
      const shown = `${String(number).padStart(width)} | ${content}`;
      return number === line ? [shown, `${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}^`] : [shown];
    })
    .join('\n');
}
