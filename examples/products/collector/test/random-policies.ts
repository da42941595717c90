/**
 * Random policies, and what they mean by a second reading: rules as data, printed as Cedar for the collector and evaluated here
 * rule by rule. It shares no code with `src/policy` and `src/query`.
 */
import fc from 'fast-check';

import { defineManifest } from 'headgate';

export const shared = {
  controller: { name: 'Acme GmbH', contact: 'privacy@acme.example' },
  categories: { analytics: {} },
  purposes: { adoption: {}, support: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller' as const, country: 'DE' } },
};

const event = {
  basis: 'consent' as const,
  categories: ['analytics'],
  retentionDays: 30,
  collectors: ['warehouse'],
};

const fields = {
  person: { type: 'string', data: 'identifier', protect: 'pseudonymise', optional: true },
  city: { type: 'string', data: 'location', optional: true },
  score: { type: 'number', optional: true },
  agreed: { type: 'boolean', optional: true },
} as const;

/** The version in force, and the one before it: of another tier, purpose and type of a field. */
export const manifests = [
  defineManifest({
    ...shared,
    version: 'now',
    events: {
      visited: {
        ...event,
        tier: 'personal',
        purpose: 'adoption',
        fields: { ...fields, age: { type: 'integer', optional: true } },
      },
      asked: { ...event, tier: 'pseudonymous', purpose: 'support', region: 'EU', fields },
    },
  }),
  defineManifest({
    ...shared,
    version: 'before',
    events: {
      visited: {
        ...event,
        tier: 'pseudonymous',
        purpose: 'support',
        fields: { ...fields, age: { type: 'string', optional: true } },
      },
    },
  }),
] as const;

export const tags = ['id', 'time', 'received_at', 'tier', 'purpose', 'basis', 'manifest', 'consent_source', 'subject'];
export const roles = ['a', 'b'];

export interface Rule {
  readonly effect: 'permit' | 'forbid';
  readonly role: string | undefined;
  readonly actions: readonly string[];
  readonly on: 'Event' | 'Field';
  readonly group: number;
  readonly when: { readonly [attribute: string]: string };
}

const when = fc.record(
  {
    tier: fc.constantFrom('personal', 'pseudonymous', 'anonymous'),
    purpose: fc.constantFrom('adoption', 'support'),
    region: fc.constantFrom('', 'EU'),
    name: fc.constantFrom('person', 'city', 'age', 'id', 'time'),
    data: fc.constantFrom('identifier', 'behaviour', 'technical'),
  },
  { requiredKeys: [] },
);

/** What every other policy begins with, so that questions are answered as often as they are refused. */
export const broad: Rule[] = [
  { effect: 'permit', role: undefined, actions: ['read'], on: 'Field', group: 1, when: { data: 'behaviour' } },
  { effect: 'permit', role: undefined, actions: ['count'], on: 'Event', group: 1, when: {} },
  { effect: 'permit', role: undefined, actions: ['count'], on: 'Field', group: 2, when: {} },
];

const single: fc.Arbitrary<Rule[]> = fc.array(
  fc.record({
    effect: fc.oneof(
      { weight: 5, arbitrary: fc.constant('permit' as const) },
      { weight: 1, arbitrary: fc.constant('forbid' as const) },
    ),
    role: fc.constantFrom(undefined, ...roles),
    actions: fc.subarray(['read', 'read-masked', 'count', 'export'], { minLength: 1 }),
    on: fc.constantFrom('Event' as const, 'Field' as const, 'Field' as const),
    group: fc.integer({ min: 1, max: 4 }),
    when,
  }),
  { minLength: 2, maxLength: 8 },
);

export const rules: fc.Arbitrary<Rule[]> = fc
  .tuple(fc.boolean(), single)
  .map(([isBroad, rules]) => [...(isBroad ? broad : []), ...rules]);

const eventActions = ['count', 'export'];
const fieldActions = ['count', 'read', 'read-masked'];

function actionsOf({ actions, on }: Rule) {
  return actions.filter((action) => (on === 'Event' ? eventActions : fieldActions).includes(action));
}

function attributesOf({ when, on }: Rule) {
  return Object.entries(when).filter(([name]) => on === 'Field' || (name !== 'name' && name !== 'data'));
}

const entities: { [attribute: string]: string } = { tier: 'Tier', purpose: 'Purpose', data: 'Data' };

export function toCedar(all: readonly Rule[]): string {
  return all
    .filter((rule) => actionsOf(rule).length > 0)
    .map((rule) => {
      const principal = rule.role === undefined ? 'principal' : `principal == Role::"${rule.role}"`;
      const actions = actionsOf(rule).map((action) => `Action::"${action}"`);
      const conditions = attributesOf(rule).map(([name, value]) => {
        const entity = entities[name];
        return `resource.${name} == ${entity === undefined ? '' : `${entity}::`}"${value}"`;
      });
      return `@smallest_group("${rule.group}") ${rule.effect} (${principal}, action in [${actions.join(', ')}], resource is ${rule.on})
        when { ${['true', ...conditions].join(' && ')} };`;
    })
    .join('\n');
}

export interface Attributes {
  readonly [attribute: string]: string;
}

/** The smallest group of the rules that allow it, or `undefined` where it is not allowed. */
export function judge(all: readonly Rule[], role: string, action: string, on: 'Event' | 'Field', resource: Attributes) {
  const matching = all.filter(
    (rule) =>
      rule.on === on &&
      (rule.role === undefined || rule.role === role) &&
      actionsOf(rule).includes(action) &&
      attributesOf(rule).every(([name, value]) => resource[name] === value),
  );
  if (matching.length === 0 || matching.some(({ effect }) => effect === 'forbid')) return undefined;
  return Math.max(...matching.map(({ group }) => group));
}
