/** `npm run docs`: prints the API reference from the comments of the code, then builds the site. Needs no network. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = [
  ['typedoc/bin/typedoc', '--options', 'docs/.vitepress/typedoc.json', '--logLevel', 'Warn'],
  ['vitepress/bin/vitepress.js', 'build', 'docs'],
];

rmSync(join(root, 'docs/api'), { recursive: true, force: true });
for (const [program, ...args] of programs) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
