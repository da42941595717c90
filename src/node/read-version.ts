import { readFileSync } from 'node:fs';

/** Returns the version of this package, from `dist/` as from `src/node/`. */
export function readVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'headgate' && version !== undefined) return version;
    } catch {
      // Not there: one folder further up.
    }
  }
  return '0.0.0';
}
