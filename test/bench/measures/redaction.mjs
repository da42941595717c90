/** Redacting the worst texts: patterns that read a text again and again let one field stall a page. */
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** @import { Table } from '../print-report.mjs' */

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const LENGTH = 50_000;
const LIMIT = 5;
/** Ten times the text may take twenty times as long: linear, and more garbage to collect. A pattern that reads a text again takes a hundred. */
const GROWTH = 20;

/** Each is the beginning of something that is redacted, over and over and never finished; or finished all the time. */
const UNITS = {
  letters: 'a',
  signs: '@',
  'half an address': 'a@',
  addresses: 'a@b ',
  'long names': `${'a'.repeat(64)}@b `,
  words: 'a ',
  digits: '1',
  'digits and letters': '1x',
  'digits and brackets': '1(',
  pluses: '+',
  'long numbers': `1${'('.repeat(39)}x`,
  'encoded signs': '%40',
  'half encoded': '%4',
  schemes: 'http',
  'half a link': 'http:/',
  links: 'https://',
  'short links': 'www. ',
  hyphens: '-',
  dashes: '\u2010',
  everything: 'a1+@ %4www.http:/',
  'letters before a half': `${'a'.repeat(64)}%4`,
};

export const redaction = {
  name: 'redaction',
  /** @param {{ quick: boolean, progress: (text: string) => void }} bench @returns {Promise<Table>} */
  async run({ quick, progress }) {
    progress('bundling the selection of fields');
    const redact = await bundle();
    const rounds = quick ? 7 : 25;
    const entries = Object.entries(UNITS).map(([name, unit]) => {
      progress(`redacting ${name}`);
      const [short, long] = [LENGTH, LENGTH * 10].map((length) => time(redact, fill(unit, length), rounds));
      return { name, short: short ?? 0, growth: (long ?? 0) / Math.max(short ?? 0, 0.1) };
    });
    const slowest = entries.reduce((worst, one) => (one.short > worst.short ? one : worst));
    const steepest = entries.reduce((worst, one) => (one.growth > worst.growth ? one : worst));
    return {
      name: 'redaction',
      title: `Redacting ${LENGTH.toLocaleString('en-US')} characters of hostile text, in Node`,
      columns: ['headgate'],
      rows: [
        {
          label: `the slowest of ${entries.length}: ${slowest.name}, ms`,
          values: { headgate: slowest.short },
          digits: 2,
          target: /** @type {const} */ ({ kind: 'max', limit: LIMIT, unit: 'ms' }),
        },
        {
          label: `ten times of it: ${steepest.name}, times as long`,
          values: { headgate: steepest.growth },
          target: /** @type {const} */ ({ kind: 'max', limit: GROWTH }),
        },
      ],
      notes: ['The least disturbed of the rounds. Less than a tenth of a millisecond counts as that.'],
    };
  },
};

/** @returns {Promise<(text: string) => unknown>} */
async function bundle() {
  const outfile = join(root, 'node_modules/.cache/headgate-bench/select-fields.mjs');
  const entryPoints = [join(root, 'src/manifest/select-fields.ts')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', logLevel: 'error' });
  const { selectFields } = await import(pathToFileURL(outfile).href);
  const fields = { text: { type: 'string', maxLength: LENGTH * 10, protect: 'redact' } };
  return (text) => selectFields(fields, { text });
}

/** @param {string} unit @param {number} length */
function fill(unit, length) {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** @param {(text: string) => unknown} redact @param {string} text @param {number} rounds */
function time(redact, text, rounds) {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    redact(text);
    least = Math.min(least, performance.now() - from);
  }
  return least;
}
