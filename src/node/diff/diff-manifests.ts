import type { Manifest } from '../../manifest/manifest.js';
import { GRADES, different, type Change } from './change.js';
import { diffEvents } from './event-changes.js';
import { diffRest } from './diff-rest.js';
import { diffSurroundings } from './manifest-changes.js';

/**
 * Returns what changed between two manifests for those whose data it is, the gravest first. Pure, and blind to order and
 * layout: manifests that mean the same have no difference.
 *
 * @example
 * ```ts
 * import { diffManifests, readManifest } from 'headgate/node';
 *
 * const changes = diffManifests(readManifest('old.json'), readManifest('headgate.manifest.json'));
 * ```
 */
export function diffManifests(before: Manifest, after: Manifest): Change[] {
  const judged = [...diffSurroundings(before, after), ...diffEvents(before, after)];
  const changes = [...judged, ...diffRest(before, after, judged)];
  return [...diffVersion(before, after, changes), ...changes].sort(
    (one, other) => GRADES.indexOf(other.grade) - GRADES.indexOf(one.grade),
  );
}

/** Events carry the version: two manifests of one version could not be told apart by whoever receives them. */
function diffVersion({ version: old }: Manifest, { version }: Manifest, changes: readonly Change[]): Change[] {
  if (old !== version) {
    const facts = { before: old, after: version };
    return [different('other-version', 'none', ['version'], 'is another version', facts)];
  }
  if (changes.length === 0) return [];
  const text = 'is the same version although the manifest changed: receivers cannot tell them apart';
  return [
    different('same-version', 'medium', ['version'], text, { before: old, after: version, article: 'GDPR Art. 5(2)' }),
  ];
}
