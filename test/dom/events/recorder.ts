import type { DeclaredEvents } from '../../../src/events/event-source.js';
import type { Tracked } from '../../../src/instance/headgate.js';

/** Notes what an event source tracks; the gate's answer can be chosen. */
export function createRecorder(manifest: DeclaredEvents, answer: () => Tracked['outcome'] = () => 'allow') {
  const calls: [name: string, data: object][] = [];
  return {
    calls,
    manifest,
    track(name: string, data: object = {}): Tracked {
      const outcome = answer();
      if (outcome !== 'refuse') calls.push([name, { ...data }]);
      return { outcome, reason: outcome === 'allow' ? 'permitted' : 'undecided' };
    },
  };
}

const common = {
  purpose: 'shop',
  tier: 'anonymous',
  basis: 'consent',
  retentionDays: 30,
  collectors: ['warehouse'],
} as const;

/** An event of the manifest, as far as event sources read it. */
export const event = <const E extends object>(parts: E): typeof common & E => ({ ...common, ...parts });
