import type { EventDefinition, FieldDefinition, Manifest } from '../manifest/manifest.js';
import { nearestName } from '../manifest/nearest-name.js';
import { FIELD_TYPES, LEGAL_BASES, PROTECTIONS, REGIMES, TIERS } from '../manifest/vocabulary.js';
import { isRecord, kindOf, quote, type Find, type Finding } from './finding.js';

const SECTIONS = ['categories', 'collectors', 'events'] as const;
const TRIGGERS = ['dataLayer', 'adobeDataLayer', 'zigpoll', 'magento'];

type About = Pick<Finding, 'event' | 'field' | 'collector'>;

/**
 * Looks at what makes the browser refuse or hold for ever. The law is for `headgate check` to judge, where the manifest is
 * written.
 */
export function checkManifest(manifest: unknown, given: { seal?: unknown; collectors?: unknown }, find: Find): void {
  const say = (about: About, found: string, expected: string, mend: string): void =>
    find({ code: 'misconfigured', ...about, found, expected, mend });

  if (!isRecord(manifest)) {
    const mend =
      typeof manifest === 'string'
        ? 'Parse it, or import the file: `import manifest from "./manifest.json"`.'
        : 'Pass `manifest`, from `defineManifest` or from a JSON file.';
    say({ field: 'manifest' }, kindOf(manifest), 'the event manifest, an object', mend);
    return;
  }
  const missing = SECTIONS.filter((section) => !isRecord(manifest[section]));
  if (missing.length > 0) {
    const isModule = isRecord(manifest['default']) || isRecord(manifest['manifest']);
    const mend = isModule ? 'This is a module: pass its export.' : `Add ${quote(missing)}, as an object.`;
    say({ field: 'manifest' }, `no ${quote(missing)} in the manifest`, quote(SECTIONS), mend);
    return;
  }
  const whole = manifest as unknown as Manifest;
  const choose = (about: About, what: string, found: unknown, names: readonly string[]): void => {
    if (typeof found === 'string' && names.includes(found)) return;
    const nearest = typeof found === 'string' ? nearestName(found, names) : undefined;
    const mend = nearest ? `Did you mean "${nearest}"?` : `Correct \`${what}\` in the manifest.`;
    const fault = found === undefined ? `no \`${what}\`` : `${kindOf(found)} for \`${what}\` that is none`;
    say(about, fault, names.length > 0 ? `one of ${quote(names)}` : 'a name that is declared; none is', mend);
  };
  for (const [region, regime] of Object.entries(whole.regimes ?? {}))
    choose({ field: 'regimes' }, `regimes.${region}`, regime, REGIMES);
  for (const name of whole.receipts?.collectors ?? [])
    choose({ field: 'receipts' }, 'receipts.collectors', name, Object.keys(whole.collectors));
  const adapters = isRecord(given.collectors) ? Object.keys(given.collectors) : undefined;
  for (const [name, rule] of Object.entries(whole.events)) {
    checkEvent(name, rule, whole, { choose, say });
    const isSealed = Object.values(fieldsOf(rule)).some(({ protect }) => protect === 'seal');
    if (isSealed && !given.seal)
      say({ event: name, field: 'seal' }, 'sealed fields and no `seal`', '`createSealer(key)`', 'Pass `seal`.');
    for (const collector of namesOf(rule.collectors).filter((each) => Object.hasOwn(whole.collectors, each)))
      if (adapters && !adapters.includes(collector))
        say(
          { event: name, collector },
          'a collector without an adapter: its events are refused there',
          'an adapter for it in `collectors`',
          `Set up "${collector}", or take it out of the event.`,
        );
  }
}

interface Judge {
  choose(about: About, what: string, found: unknown, names: readonly string[]): void;
  say(about: About, found: string, expected: string, mend: string): void;
}

function checkEvent(event: string, rule: EventDefinition, manifest: Manifest, { choose, say }: Judge): void {
  choose({ event }, 'tier', rule.tier, TIERS);
  choose({ event }, 'basis', rule.basis, LEGAL_BASES);
  if (!Array.isArray(rule.collectors)) say({ event }, 'no `collectors`', 'a list of names', 'Add `collectors`.');
  for (const name of namesOf(rule.collectors)) choose({ event }, 'collectors', name, Object.keys(manifest.collectors));
  for (const name of namesOf(rule.categories)) choose({ event }, 'categories', name, Object.keys(manifest.categories));
  if (rule.basis === 'consent' && namesOf(rule.categories).length === 0)
    say({ event }, 'basis "consent" and no `categories`', 'at least one', 'Add `categories`.');
  if (typeof rule.retentionDays !== 'number' || !(rule.retentionDays > 0))
    say({ event }, `${kindOf(rule.retentionDays)} for \`retentionDays\``, 'days, above 0', 'Add `retentionDays`.');
  if (rule.fields !== undefined && !isRecord(rule.fields))
    say(
      { event },
      `${kindOf(rule.fields)} for \`fields\``,
      'an object by name',
      'Write `{ "sku": { "type": "string" } }`.',
    );
  const fields = fieldsOf(rule);
  for (const [field, definition] of Object.entries(fields)) {
    if (!isRecord(definition)) {
      say({ event, field }, kindOf(definition), 'a definition', 'Write `{ "type": "string" }`.');
      continue;
    }
    choose({ event, field }, 'type', definition.type, FIELD_TYPES);
    if (definition.protect !== undefined) choose({ event, field }, 'protect', definition.protect, PROTECTIONS);
  }
  if (typeof rule.once === 'object') choose({ event }, 'once.field', rule.once.field, Object.keys(fields));
  for (const [source, trigger] of Object.entries(rule.triggers ?? {})) {
    choose({ event }, 'triggers', source, TRIGGERS);
    for (const field of Object.keys(trigger.fields ?? {})) choose({ event }, 'triggers', field, Object.keys(fields));
  }
}

const namesOf = (names: unknown): readonly string[] => (Array.isArray(names) ? (names as string[]) : []);

function fieldsOf({ fields }: EventDefinition): { readonly [name: string]: FieldDefinition } {
  return isRecord(fields) ? fields : {};
}
