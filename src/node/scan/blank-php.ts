/** Stands where PHP would print something: a name in code, and not readable as text. */
export const PRINTED = '_php_';

/** PHP islands become blanks, and what they print becomes a name, so that places stay as they are. */
export function blankPhp(text: string): string {
  return text.replace(/<\?(php\b|=)?([\s\S]*?)(\?>|$)/g, (island, kind: string | undefined, body: string) => {
    if (kind === undefined) return island;
    const blank = island.replace(/[^\n]/g, ' ');
    const isPrinted = kind === '=' || /^\s*(echo|print)\b/.test(body);
    const [line = ''] = blank.split('\n');
    return isPrinted && line.length >= PRINTED.length ? PRINTED + blank.slice(PRINTED.length) : blank;
  });
}
