import { decidingCategories } from '../../manifest/deciding-categories.js';
import type { EventDefinition, LegalBasis, Manifest } from '../../manifest/manifest.js';
import { TIERS } from '../../manifest/vocabulary.js';
import type { Path } from '../manifest-error.js';
import { citeBasis } from '../reports/compliance-map.js';
import { describeTransfer } from '../reports/name-countries.js';
import { ENGLISH } from '../reports/words.js';
import { different, stronger, weaker, type Change, type Grade } from './change.js';
import { diffFields } from './field-changes.js';
import { compareNames, pairRenames } from './list-changes.js';

interface Both {
  readonly path: Path;
  readonly old: EventDefinition;
  readonly now: EventDefinition;
  readonly before: Manifest;
  readonly after: Manifest;
}

/** What changed in the events: new and removed ones, and each that is in both. */
export function diffEvents(before: Manifest, after: Manifest): Change[] {
  const names = compareNames(Object.keys(before.events), Object.keys(after.events));
  const renames = pairRenames(names, before.events, after.events);
  const isRenamed = new Set(renames.flatMap(({ old, now }) => [`old ${old}`, `now ${now}`]));
  return [
    ...renames.map(({ old, now }) =>
      different('event-renamed', 'low', ['events', now], `is the former event ${old}`, { before: old, after: now }),
    ),
    ...names.added.filter((name) => !isRenamed.has(`now ${name}`)).map((name) => toNewEvent(after, name)),
    ...names.removed
      .filter((name) => !isRenamed.has(`old ${name}`))
      .map((name) => stronger('event-removed', ['events', name], 'is no longer tracked')),
    ...Object.entries(after.events).flatMap(([name, now]) => {
      const old = Object.hasOwn(before.events, name) ? before.events[name] : undefined;
      return old ? diffEvent({ path: ['events', name], old, now, before, after }) : [];
    }),
  ];
}

const GRADE_OF_TIER: { readonly [tier: string]: Exclude<Grade, 'none'> } = {
  anonymous: 'low',
  pseudonymous: 'medium',
  personal: 'high',
  sensitive: 'high',
};

function toNewEvent(after: Manifest, name: string): Change {
  const { tier, basis, collectors } = after.events[name]!;
  const recipients = collectors.map((collector) => after.collectors[collector]?.recipient ?? collector);
  const text = `is tracked anew: ${tier}, ${nameBasis(basis)}, for ${recipients.join(', ')}`;
  return weaker('event-added', GRADE_OF_TIER[tier] ?? 'high', ['events', name], text, { article: 'GDPR Art. 30(1)' });
}

function diffEvent(both: Both): Change[] {
  return [
    ...diffPurpose(both),
    ...diffTier(both),
    ...diffBasis(both),
    ...diffCategories(both),
    ...diffRetention(both),
    ...diffRecipients(both),
    ...diffConditions(both),
    ...diffWords(both),
    ...diffFields(both.path, both.old, both.now),
  ];
}

function diffPurpose({ path, old, now }: Both): Change[] {
  if (old.purpose === now.purpose) return [];
  const facts = { before: old.purpose, after: now.purpose, article: 'GDPR Art. 5(1)(b), 6(4)' };
  return [weaker('other-purpose', 'high', [...path, 'purpose'], 'serves another purpose', facts)];
}

function diffTier({ path, old, now }: Both): Change[] {
  if (old.tier === now.tier) return [];
  const facts = { before: old.tier, after: now.tier, article: 'GDPR Art. 4(1), 4(5), 9' };
  const at = [...path, 'tier'];
  return TIERS.indexOf(now.tier) > TIERS.indexOf(old.tier)
    ? [weaker('more-personal', 'high', at, `says more about a person: ${now.tier}`, facts)]
    : // A lower tier lifts what the higher one demanded, encryption among it.
      [different('lower-tier', 'medium', at, `counts as less personal: ${now.tier}`, facts)];
}

function diffBasis({ path, old, now }: Both): Change[] {
  if (old.basis === now.basis) return [];
  const facts = { before: old.basis, after: now.basis, article: citeBasis(now.basis, ENGLISH) };
  const at = [...path, 'basis'];
  if (now.basis === 'consent') return [stronger('consent-asked', at, 'asks for consent now', facts)];
  const text = `rests on ${nameBasis(now.basis)}, until now on ${nameBasis(old.basis)}`;
  return [weaker('weaker-basis', old.basis === 'consent' ? 'high' : 'medium', at, text, facts)];
}

const nameBasis = (basis: LegalBasis): string => ENGLISH.texts.bases[basis].title.toLowerCase();

function diffCategories({ path, old, now }: Both): Change[] {
  // With another basis, the categories mean something else: that change says it.
  if (old.basis !== now.basis) return [];
  const { added, removed } = compareNames(decidingCategories(old), decidingCategories(now));
  const at = [...path, 'categories'];
  const article = 'GDPR Art. 6(1)(a), 7';
  return [
    ...removed.map((name) => weaker('fewer-categories', 'high', at, `no longer depends on ${name}`, { article })),
    ...added.map((name) => stronger('more-categories', at, `depends on ${name} too`, { article })),
  ];
}

function diffRetention({ path, old, now }: Both): Change[] {
  const [before, after] = [old.retentionDays, now.retentionDays];
  if (before === after) return [];
  const facts = { before: `${before} days`, after: `${after} days`, article: 'GDPR Art. 5(1)(e)' };
  const at = [...path, 'retentionDays'];
  return after > before
    ? [weaker('longer-retention', 'medium', at, 'is kept for longer', facts)]
    : [stronger('shorter-retention', at, 'is kept for less time', facts)];
}

function diffRecipients({ path, old, now, before, after }: Both): Change[] {
  const { added, removed } = compareNames(old.collectors, now.collectors);
  const known = new Set(old.collectors.map((name) => before.collectors[name]?.country));
  return [
    ...added.map((name) => {
      const collector = after.collectors[name] ?? {};
      const transfer = describeTransfer(collector, ENGLISH);
      const isNewCountry = transfer !== undefined && !known.has(collector.country);
      const text = `goes to a new recipient: ${collector.recipient ?? name}${transfer ? `, ${transfer}` : ''}`;
      const kind = isNewCountry ? 'new-country' : 'new-recipient';
      const article = isNewCountry ? 'GDPR Art. 13(1)(e), 44' : 'GDPR Art. 13(1)(e), 30(1)(d)';
      return weaker(kind, 'high', [...path, 'collectors'], text, { after: name, article });
    }),
    ...removed.map((name) =>
      stronger('recipient-removed', [...path, 'collectors'], `no longer goes to ${name}`, { before: name }),
    ),
  ];
}

/** When an event may be taken, and where it may lie. */
function diffConditions({ path, old, now }: Both): Change[] {
  const changes: Change[] = [];
  if (old.storage !== now.storage) {
    const at = [...path, 'storage'];
    const article = 'ePrivacy Art. 5(3)';
    changes.push(
      now.storage
        ? weaker('stored-without-consent', 'high', at, 'is written to the device without consent', { article })
        : stronger('storage-by-consent', at, 'is no longer written to the device without consent', { article }),
    );
  }
  if ((old.undecided ?? 'hold') !== (now.undecided ?? 'hold')) {
    const at = [...path, 'undecided'];
    changes.push(
      now.undecided === 'refuse'
        ? stronger('refused-undecided', at, 'is refused while consent is undecided')
        : weaker('held-undecided', 'low', at, 'is held in page memory while consent is undecided'),
    );
  }
  if (old.region !== now.region) changes.push(...diffRegion(path, old, now));
  if ((old.unknownRegion ?? 'hold') !== (now.unknownRegion ?? 'hold')) {
    const at = [...path, 'unknownRegion'];
    changes.push(
      now.unknownRegion === 'refuse'
        ? stronger('refused-unknown-region', at, 'is refused while the region is unknown')
        : weaker('held-unknown-region', 'low', at, 'is held while the region is unknown'),
    );
  }
  return changes;
}

function diffRegion(path: Path, old: EventDefinition, now: EventDefinition): Change[] {
  const facts = { before: old.region ?? 'anywhere', after: now.region ?? 'anywhere', article: 'GDPR Art. 44' };
  const at = [...path, 'region'];
  if (old.region === undefined) return [stronger('region-bound', at, `stays in ${now.region}`, facts)];
  return [weaker('region-left', 'high', at, `no longer stays in ${old.region}`, facts)];
}

/** What people read, and how the event is counted: nothing that protects anybody. */
function diffWords({ path, old, now }: Both): Change[] {
  return (['title', 'journey', 'step', 'once'] as const).flatMap((key) => {
    const [before, after] = [toWords(old[key]), toWords(now[key])];
    if (before === after) return [];
    const facts = { before: before ?? 'nothing', after: after ?? 'nothing' };
    return [different(`other-${key}`, 'none', [...path, key], `has another ${key}`, facts)];
  });
}

function toWords(value: string | Exclude<EventDefinition['once'], string>): string | undefined {
  return typeof value === 'object' ? `${value.per}, for each ${value.field}` : value;
}
