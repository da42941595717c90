import * as fc from 'fast-check';
import { it } from 'vitest';
import { auditManifest, ManifestError, parseManifest, toManifestTable } from 'headgate/node';
import { createHeadgate } from '../../src/instance/create-headgate.js';
import type { HeadgateOptions } from '../../src/instance/options.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { decide, type Rule } from '../../src/gate/decide.js';
import { ModelBrowser } from '../support/model-browser.js';
import { fuzz } from './fuzz.js';
import { build, hostile, hostileJson, objectOf, type Recipe } from './hostile.js';
import { OURS } from '../support/recipient.js';

/** What stands where a manifest should: in the page, where it is only used, and in Node, where it is checked. */

const PARTS = ['version', 'regimes', 'categories', 'collectors', 'events', 'receipts', 'accept', 'sources'];
const RULE = [
  'purpose',
  'tier',
  'basis',
  'categories',
  'retentionDays',
  'collectors',
  'fields',
  'storage',
  'undecided',
  'title',
  'journey',
  'step',
  'once',
  'region',
  'triggers',
];

/** A rule that is sound in all but some parts, so that garbage is met deep inside. Its basis is never one that is open. */
const rule = fc.tuple(
  objectOf(RULE, hostile('analytics', 'warehouse', 'number', 'type')),
  fc.subarray(['purpose', 'tier', 'basis', 'categories', 'retentionDays', 'collectors', 'fields']),
);
const manifest = fc.record({
  parts: fc.array(fc.tuple(fc.constantFrom(...PARTS), hostile('analytics', 'warehouse', 'step', 'default')), {
    maxLength: 3,
  }),
  rule,
  isWhole: fc.boolean(),
  whole: hostile(...PARTS),
  options: objectOf(
    ['sources', 'collectors', 'region', 'hold', 'buffer', 'flushInterval', 'onConsent', 'onAudit', 'seal'],
    hostile('warehouse', 'maxEvents', 'maxBytes', 'maxAge'),
  ),
  isOdd: fc.boolean(),
});

const SOUND = {
  purpose: 'adoption',
  tier: 'pseudonymous',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 30,
  collectors: ['warehouse'],
  fields: { number: { type: 'integer', optional: true } },
};

function toManifest({ parts, rule: [odd, kept], isWhole, whole }: Input): unknown {
  if (isWhole) return build(whole);
  const step = { ...attempt(() => ({ ...(build(odd) as object) })) };
  for (const name of kept) Object.assign(step, { [name]: SOUND[name as keyof typeof SOUND] });
  return {
    version: '1',
    categories: { analytics: {} },
    collectors: { warehouse: OURS },
    events: { step },
    ...Object.fromEntries(parts.map(([name, recipe]) => [name, build(recipe)])),
  };
}

interface Input {
  readonly parts: readonly (readonly [string, Recipe])[];
  readonly rule: readonly [Recipe, readonly string[]];
  readonly isWhole: boolean;
  readonly whole: Recipe;
  readonly options: Recipe;
  readonly isOdd: boolean;
}

it('starts with anything for a manifest and for options, and allows nothing that nobody consented to', async () => {
  await fuzz({
    name: 'manifests: in the page',
    share: 0.06,
    input: manifest,
    run(input) {
      const table = toManifest(input);
      const odd = input.isOdd ? attempt(() => ({ ...(build(input.options) as object) })) : undefined;
      const tab = new ModelBrowser().openTab();
      const headgate = createHeadgate(
        { collectors: {}, consent: [() => () => {}], ...odd, manifest: table } as HeadgateOptions<Manifest>,
        tab.environment,
      );
      for (const name of ['step', '__proto__', 'constructor']) {
        // A basis that is open by law would be no garbage, and an opt-out regime no secret: neither is among the texts.
        if (headgate.track(name, { number: 1 }).outcome === 'allow') throw new Error(`allowed: ${name}`);
      }
      headgate.consent();
      headgate.status();
      headgate.stop();
    },
  });
});

const gate = fc.record({
  rule: objectOf(['basis', 'categories', 'undecided'], hostile('0', 'length')),
  choices: hostile('analytics', 'marketing'),
  categories: fc.subarray(['analytics', 'marketing', '__proto__', 'constructor'], { minLength: 1 }),
  isPrerendering: fc.boolean(),
});

it('decides for no rule and no consent of garbage that something may leave', async () => {
  await fuzz({
    name: 'manifests: the gate',
    share: 0.1,
    input: gate,
    run({ rule: odd, choices, categories, isPrerendering }) {
      const consent = { categories: build(choices) as never };
      const rules = [build(odd), { basis: 'consent', categories }] as Rule[];
      for (const one of rules) {
        // Behind the wrapper of `track`: what throws is refused.
        const decision = attempt(() => decide(one, consent, isPrerendering));
        if (decision?.outcome === 'allow') throw new Error('allowed');
      }
    },
  });
});

it('finds in Node what is wrong with any JSON, and throws nothing but that', async () => {
  await fuzz({
    name: 'manifests: in Node',
    share: 0.02,
    input: hostileJson(...PARTS, ...RULE, 'analytics', 'warehouse'),
    run(input) {
      const { findings } = auditManifest(input);
      if (!findings.some(({ severity }) => severity === 'error')) throw new Error('nothing is wrong with it');
      try {
        toManifestTable(parseManifest(input));
        throw new Error('parsed');
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
      }
    },
  });
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
