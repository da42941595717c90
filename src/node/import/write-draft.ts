import type { Plan } from './plan.js';

/** What no tracking plan says: said once, where somebody decides it. */
export const UNDECIDED = 'undecided';

/** Returns a manifest's text with the events of a plan. What a plan cannot say is the stricter choice, and is marked. */
export function writeDraft({ form, events }: Plan, version: string): string {
  const manifest = {
    $schema: './node_modules/headgate/manifest.schema.json',
    version,
    categories: { [UNDECIDED]: { title: 'TODO' } },
    purposes: { [UNDECIDED]: { title: 'TODO' } },
    collectors: { [UNDECIDED]: { recipient: 'TODO' } },
    events: Object.fromEntries(
      events.map(({ name, title, fields }) => [
        name,
        {
          title,
          purpose: UNDECIDED,
          tier: 'personal',
          basis: 'consent',
          categories: [UNDECIDED],
          retentionDays: 30,
          collectors: [UNDECIDED],
          ...(Object.keys(fields).length > 0 && { fields }),
        },
      ]),
    ),
  };
  return [
    `// Events of a ${form}. It says nothing of purposes, tiers, legal bases, consent, retention and recipients: what stands`,
    `// here for them is a draft. Decide each; "headgate check" and TODO say where.`,
    `${JSON.stringify(manifest, null, 2)}\n`,
  ].join('\n');
}
