import type { Colour, Paint } from '../commands/command.js';

/** Select Graphic Rendition: what turns each on and off (ECMA-48, 8.3.117). */
const CODES: { readonly [colour in Colour]: readonly [on: number, off: number] } = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  blue: [34, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Returns functions that colour text, or leave it as it is. */
export function createPaint(isColoured: boolean): Paint {
  const entries = Object.entries(CODES).map(([colour, [on, off]]) => [
    colour,
    (text: string) => (isColoured ? `\u001B[${on}m${text}\u001B[${off}m` : text),
  ]);
  return Object.fromEntries(entries) as Paint;
}
