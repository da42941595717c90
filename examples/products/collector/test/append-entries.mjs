/** Appends entries to the log in a folder as fast as it can, and prints the number of each once it is written. */
import { openAccessLog } from '../src/access-log/open-access-log.mjs';

const log = await openAccessLog({ directory: process.argv[2] ?? '' });
const who = { kind: 'token', name: 'Robin', role: 'analyst' };
for (let number = 0; ; number += 1) {
  await log.append({ action: 'read', who, why: `number ${number}`, what: { rows: number }, outcome: 'done' });
  process.stdout.write(`${number}\n`);
}
