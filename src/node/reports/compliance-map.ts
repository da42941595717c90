import { decidingCategories } from '../../manifest/deciding-categories.js';
import type { CategoryCodes, EventDefinition, Manifest, Tier } from '../../manifest/manifest.js';
import { keep, listData, toNamed } from './event-inventory.js';
import { BASES } from './legal-words.js';
import { describeAdequacy, judgeTransfer, nameCountry, nameTransfer } from './name-countries.js';
import type { CategoryEntry, ComplianceEntry, RecipientEntry, Report } from './report-schema.js';

/** The second pillar: why each event may be processed, what consent it needs, how long it stays, and who gets it. */
export function toComplianceMap(manifest: Manifest): Report['compliance'] {
  const { receipts } = manifest;
  return {
    events: Object.entries(manifest.events).map(([event, definition]) => toEntry(manifest, event, definition)),
    categories: toCategories(manifest),
    recipients: toRecipients(manifest),
    ...keep({
      receipts: receipts && { collectors: [...receipts.collectors], retentionDays: receipts.retentionDays },
    }),
  };
}

function toEntry(manifest: Manifest, event: string, definition: EventDefinition): ComplianceEntry {
  const { basis, retentionDays, collectors, undecided = 'hold' } = definition;
  const transfers = collectors.map((name) => nameTransfer(manifest.collectors[name] ?? {}));
  return {
    event,
    basis,
    article: BASES[basis].article,
    categories: decidingCategories(definition).map((name) => toNamed(name, manifest.categories)),
    condition: describeCondition(definition),
    undecided,
    storage: judgeStorage(definition),
    retentionDays,
    recipients: [...collectors],
    transfers: [...new Set(transfers.filter((transfer) => transfer !== undefined))],
    ...keep({ region: definition.region }),
  };
}

/**
 * On what ground an event is written to the device: ePrivacy Art. 5(3) knows consent and strict necessity. What is encrypted
 * is so by keys that consent stands behind, so without consent it stays in memory.
 */
export function judgeStorage({ basis, storage, tier }: EventDefinition): ComplianceEntry['storage'] {
  if (basis === 'consent') return 'consent';
  return storage === 'necessary' && !isEncrypted(tier) ? 'necessary' : 'memory';
}

/** Whether events of a tier lie on the device only encrypted. */
export function isEncrypted(tier: Tier): boolean {
  return tier === 'personal' || tier === 'sensitive';
}

function describeCondition({ basis, undecided = 'hold' }: EventDefinition): string {
  const wait = undecided === 'hold' ? 'waits in page memory until then' : 'is refused until then';
  switch (basis) {
    case 'consent':
      return `Every category is granted; ${wait}.`;
    case 'legitimate_interests':
      return 'No category is denied: a denial is the objection (Art. 21).';
    default:
      return 'Does not depend on consent.';
  }
}

function toCategories({ categories, events }: Manifest): CategoryEntry[] {
  return Object.entries(categories).map(([name, { sources = {} }]) => ({
    ...toNamed(name, categories),
    codes: Object.entries(sources).map(([source, code]) => ({ source, code: describeCode(code) })),
    events: Object.keys(events).filter((event) => decidingCategories(events[event]!).includes(name)),
  }));
}

/** `true` takes the source's one yes for this category, `false` takes the category out of the source. */
export function describeCode(code: CategoryCodes[string]): string {
  if (code === true) return 'the source’s one consent';
  if (code === false) return 'not from this source';
  return typeof code === 'object' ? code.join(' and ') : String(code);
}

function toRecipients(manifest: Manifest): RecipientEntry[] {
  return Object.entries(manifest.collectors).map(([collector, definition]) => {
    const { recipient, role, agreement, country, safeguard, subject, regions = [], controls = {} } = definition;
    const received = Object.entries(manifest.events).filter(([, event]) => event.collectors.includes(collector));
    const data = received.flatMap(([, event]) => listData(event));
    if (subject && received.some(([, { tier }]) => tier !== 'anonymous')) data.push('identifier');
    return {
      collector,
      ...keep({ recipient, role, agreement, country, countryName: country && nameCountry(country) }),
      transfer: judgeTransfer(definition),
      ...keep({ adequacy: describeAdequacy(country), safeguard, subject }),
      regions: [...regions],
      controls: { ...controls },
      events: received.map(([name]) => name),
      data: [...new Set(data)].sort(),
      receipts: manifest.receipts?.collectors.includes(collector) ?? false,
    };
  });
}
