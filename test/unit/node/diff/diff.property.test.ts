import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffManifests } from '../../../../src/node/diff/diff-manifests.js';
import { arbitraryManifest } from '../../../fixtures/manifests/arbitrary-manifest.js';

type Json = { [key: string]: unknown };

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place of a manifest below its top level. */
function listPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...listPaths(inner, [...path, key])]);
}

function without(root: Json, path: readonly string[]): Json {
  const copy = structuredClone(root);
  const parent = path.slice(0, -1).reduce<Json>((value, key) => value[key] as Json, copy);
  delete parent[path.at(-1)!];
  return copy;
}

test('a manifest does not differ from itself', () => {
  fc.assert(
    fc.property(arbitraryManifest, (manifest) => {
      expect(diffManifests(manifest, structuredClone(manifest))).toEqual([]);
    }),
  );
});

test('whatever is taken out of a manifest, or put in, is told', () => {
  fc.assert(
    fc.property(arbitraryManifest, fc.nat(), (manifest, seed) => {
      // What the shape needs stays: other code may read it.
      const paths = listPaths(manifest).filter(
        (path) =>
          path.length > 1 &&
          !['purpose', 'tier', 'basis', 'retentionDays', 'collectors', 'type'].includes(path.at(-1)!),
      );
      const path = paths[seed % Math.max(1, paths.length)];
      fc.pre(path !== undefined && !(path[0] === 'controller' && path.length > 2));
      const changed = without(manifest as unknown as Json, path) as unknown as typeof manifest;
      const told = (changes: ReturnType<typeof diffManifests>) => changes.filter(({ path: at }) => at[0] !== 'version');
      expect(told(diffManifests(manifest, changed))).not.toEqual([]);
      expect(told(diffManifests(changed, manifest))).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});
