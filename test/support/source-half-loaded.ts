import { expect } from 'vitest';
import { loadHalfOfRequire } from '../fakes/require.js';
import type { SourceCase } from './source-case.js';
import { pass } from './source-page.js';
import { A_WHILE, both, given, take, type Context } from './source-steps.js';

/** A page that is still starting: what is there already is no failure, and no refusal of the visitor. */
export function describeHalfLoaded(one: SourceCase, { open, page }: Context): void {
  const { install, leave, acceptAll, halfLoad } = one.steps;

  given([acceptAll, leave, halfLoad], 'waits without a failure for a platform that is half there', async () => {
    await take(install, acceptAll, leave);
    const finish = loadHalfOfRequire();
    try {
      await take(halfLoad);
      open();
      await pass(A_WHILE);
      expect(page().diagnostics).not.toContain('source-failed');
      expect(page().choices()).not.toContain('denied');
      await take(install);
      expect(page().choices()).toEqual(both('granted'));
      expect(page().diagnostics).not.toContain('source-failed');
    } finally {
      finish();
    }
  });
}
