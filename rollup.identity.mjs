/**
 * What binds the two files of a script tag to each other: the second one gets a text for its release, made of its own bytes, and
 * the first one that text and the second one's hash. The same input gives the same. Imported by `rollup.config.mjs`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { Plugin } from 'rollup' */

const root = dirname(fileURLToPath(import.meta.url));
/** What stands for both in the source. Each is as long as what takes its place, so that source maps stay right. */
const source = readFileSync(resolve(root, 'src/script/engine-identity.ts'), 'utf8');
const [RELEASE = '', INTEGRITY = ''] = [...source.matchAll(/'(.+)'/g)].map(([, text]) => text);

/** @returns {{ give(): Plugin, take(): Plugin }} Plugins of the second file, which is built first, and of the first one. */
export function createIdentity() {
  let release = '';
  let integrity = '';
  return {
    give: () => ({
      name: 'give-identity',
      renderChunk: {
        order: 'post',
        handler(code) {
          release = createHash('sha256').update(code).digest('hex').slice(0, RELEASE.length);
          const identified = code.replace(RELEASE, release);
          integrity = `sha384-${createHash('sha384').update(identified).digest('base64')}`;
          return { code: identified, map: null };
        },
      },
    }),
    take: () => ({
      name: 'take-identity',
      renderChunk: {
        order: 'post',
        handler(code) {
          if (!code.includes(RELEASE)) return null;
          if (!release) throw new Error('The second file of a script tag is built before what names its hash.');
          return { code: code.replace(RELEASE, release).replace(INTEGRITY, integrity), map: null };
        },
      },
    }),
  };
}
