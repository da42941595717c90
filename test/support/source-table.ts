import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFacts } from './measure-source.js';
import type { SourceCase } from './source-case.js';

const root = resolve(import.meta.dirname, '../..');

/** The page of all consent sources, from what was measured. */
export function toSourcePage(measured: readonly (readonly [SourceCase, SourceFacts])[]): string {
  const rows = measured.map(([one, facts]) => toRow(one, facts)).sort();
  return `# Consent sources

What each source was seen to do: a test runs it with its platform and measures this table. \`UPDATE_README=1\` writes it anew.

| source | states told apart | a choice is known | withdrawn | listens to | proof | law | tested against |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

- **A choice is known**: how long after the visitor's answer. Where that takes a moment, no event tells and the source looks.
- **Withdrawn**: what a grant turns into. Either ends it: what waited is refused and deleted.
- **Proof**: the parts of the platform's own record. Without any, Headgate's receipt says \`observed\`.
- **Law**: what the platform says of the regime that holds for this visitor. Where it says nothing, the manifest does.
- **Tested against**: a package from npm is the platform itself, or what its maker publishes to build one. A fake behaves
  as the platform was recorded to: such platforms are not published.

## What a platform does not have

${measured.flatMap(([one]) => toReasons(one)).join('\n')}
`;
}

function toRow(one: SourceCase, facts: SourceFacts): string {
  const cells = [
    `[\`${one.name}\`](${fileOf(one)}) ${one.title}`,
    facts.states.join(', '),
    toDelay(facts.changeDelay),
    facts.withdrawn ? `${facts.withdrawn}, ${toDelay(facts.withdrawDelay)}` : '–',
    facts.events.map((name) => `\`${name}\``).join(' ') || '–',
    facts.proof.join(', ') || '–',
    facts.regimes.join(', ') || '–',
    toPartners(one),
  ];
  return `| ${cells.join(' | ')} |`;
}

function toDelay(delay: number | undefined): string {
  return delay === undefined ? '–' : delay > 250 ? `within ${delay / 1000} s` : 'at once';
}

/** Throws where a case names what is not there. */
function toPartners({ name, against }: SourceCase): string {
  const { packages = [], fake, browser, browserTests = [] } = against;
  for (const file of [...browserTests, ...(fake ? [fake] : [])]) {
    if (!existsSync(join(root, file))) throw new Error(`${name} names ${file}, which does not exist.`);
  }
  for (const used of packages) {
    if (!existsSync(join(root, 'node_modules', used)))
      throw new Error(`${name} names ${used}, which is not installed.`);
  }
  return [
    ...packages.map((used) => `\`${used}\``),
    ...(fake ? [`a [fake](../../../${fake})`] : []),
    ...(browser ? [browser] : []),
    ...browserTests.map((file) => `in [Chromium](../../../${file})`),
  ].join(', ');
}

function toReasons({ name, steps, ...one }: SourceCase): string[] {
  const reasons = [
    ...Object.values(steps).flatMap((step) => ('cannot' in step ? [String(step.cannot)] : [])),
    ...Object.values(one).flatMap((value) => toReason(value)),
  ];
  return [...new Set(reasons)].map((reason) => `- \`${name}\`: ${reason}`);
}

function toReason(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { because, cannot } = value as { because?: string; cannot?: string };
  return [because, cannot].flatMap((reason) => reason ?? []);
}

function fileOf({ name }: SourceCase): string {
  const files = readdirSync(join(root, 'src/consent/sources'));
  return `./${files.find((file) => file.replaceAll('-', '') === `${name.toLowerCase()}.ts`)}`;
}
