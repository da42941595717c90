import { readFileSync } from 'node:fs';

import { readDefaultPolicy } from './default-policy.mjs';
import { openPolicy } from './open-policy.mjs';

/**
 * The policy in force, which is read again on demand. A file that is not sound changes nothing.
 *
 * @typedef {ReturnType<typeof holdPolicy>} HeldPolicy
 *
 * @param {string | undefined} file
 * @param {readonly import('headgate/node').Manifest[]} manifests
 */
export function holdPolicy(file, manifests) {
  const read = () => openPolicy(file === undefined ? readDefaultPolicy() : readFileSync(file, 'utf8'), manifests);
  const held = {
    current: read(),
    /** @returns {{ from: string, to: string }} The hashes before and after. */
    reload() {
      const from = held.current.hash;
      held.current = read();
      return { from, to: held.current.hash };
    },
  };
  return held;
}
