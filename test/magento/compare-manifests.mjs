import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, TESTS } from './files.mjs';
import { load } from './load.mjs';

/** Pages are told of a manifest what the package’s compiler tells them: who receives data included. */
export async function compareManifests() {
  const { toManifestTable } = await load('src/node/to-manifest-table.ts');
  const folder = mkdtempSync(join(tmpdir(), 'headgate-manifests-'));
  const odd = join(folder, 'odd.json');
  writeFileSync(odd, JSON.stringify(withEverythingOptional(join(ROOT, 'test/fixtures/manifests/good.json'))));
  const files = [join(ROOT, 'examples/manifest.json'), join(ROOT, 'test/fixtures/manifests/good.json'), odd];
  const faults = files.flatMap((path) => {
    const client = JSON.parse(
      execFileSync('php', [join(TESTS, 'support/client-manifest.php'), path], { encoding: 'utf8' }),
    );
    const expected = toManifestTable(JSON.parse(readFileSync(path, 'utf8')));
    return isDeepStrictEqual(toManifestTable(client), expected) ? [] : [`${path}: ${JSON.stringify(client)}`];
  });
  rmSync(folder, { recursive: true, force: true });
  return faults;
}

/**
 * A manifest with what few have: an application among others, a collector that knows the device, an event that is taken once
 * for each value of a field.
 *
 * @param {string} file
 */
function withEverythingOptional(file) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.id = 'shop';
  for (const collector of Object.values(manifest.collectors)) collector.subject = 'device';
  const event = Object.values(manifest.events).find(({ fields }) => fields);
  const [field] = Object.keys(event.fields);
  event.once = { per: 'visitor', field };
  return manifest;
}
