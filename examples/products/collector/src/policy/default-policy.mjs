import { readFileSync } from 'node:fs';

/** What holds where the operator names no policy file. */
export function readDefaultPolicy() {
  return readFileSync(new URL('default-policy.cedar', import.meta.url), 'utf8');
}
