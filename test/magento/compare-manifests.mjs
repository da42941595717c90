import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, TESTS } from './files.mjs';
import { load } from './load.mjs';

/** Pages are told of a manifest what the package’s compiler tells them: who receives data included. */
export async function compareManifests() {
  const { toManifestTable } = await load('src/node/to-manifest-table.ts');
  const files = ['examples/manifest.json', 'test/fixtures/manifests/good.json'];
  return files.flatMap((file) => {
    const path = join(ROOT, file);
    const client = JSON.parse(
      execFileSync('php', [join(TESTS, 'support/client-manifest.php'), path], { encoding: 'utf8' }),
    );
    const expected = toManifestTable(JSON.parse(readFileSync(path, 'utf8')));
    return isDeepStrictEqual(toManifestTable(client), expected) ? [] : [`${file}: ${JSON.stringify(client)}`];
  });
}
