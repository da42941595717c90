import { decidingCategories } from '../../manifest/deciding-categories.js';
import type { CategoryCodes, EventDefinition, LegalBasis, Manifest, Tier } from '../../manifest/manifest.js';
import { keep, listData, toNamed } from './event-inventory.js';
import { describeAdequacy, judgeTransfer, nameTransfer } from './name-countries.js';
import type { CategoryEntry, ComplianceEntry, RecipientEntry, Report } from './report-schema.js';
import { fill, type Words } from './words.js';

/** The second pillar: why each event may be processed, what consent it needs, how long it stays, and who gets it. */
export function toComplianceMap(manifest: Manifest, words: Words): Report['compliance'] {
  const { receipts } = manifest;
  return {
    events: Object.entries(manifest.events).map(([event, definition]) => toEntry(manifest, event, definition, words)),
    categories: toCategories(manifest, words),
    recipients: toRecipients(manifest, words),
    ...keep({
      receipts: receipts && { collectors: [...receipts.collectors], retentionDays: receipts.retentionDays },
    }),
  };
}

function toEntry(manifest: Manifest, event: string, definition: EventDefinition, words: Words): ComplianceEntry {
  const { basis, retentionDays, collectors, undecided = 'hold' } = definition;
  const transfers = collectors.map((name) => nameTransfer(manifest.collectors[name] ?? {}, words));
  return {
    event,
    basis,
    article: citeBasis(basis, words),
    categories: decidingCategories(definition).map((name) => toNamed(name, manifest.categories)),
    condition: describeCondition(definition, words),
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

/** Returns the article of a legal basis with the name of the law. */
export function citeBasis(basis: LegalBasis, { texts }: Words): string {
  return fill(texts.common.gdpr, { article: texts.bases[basis].article });
}

function describeCondition({ basis, undecided = 'hold' }: EventDefinition, { texts }: Words): string {
  const { conditions } = texts.compliance;
  switch (basis) {
    case 'consent':
      return undecided === 'hold' ? conditions.consentHold : conditions.consentRefuse;
    case 'legitimate_interests':
      return conditions.objection;
    default:
      return conditions.independent;
  }
}

function toCategories({ categories, events }: Manifest, words: Words): CategoryEntry[] {
  return Object.entries(categories).map(([name, { sources = {} }]) => ({
    ...toNamed(name, categories),
    codes: Object.entries(sources).map(([source, code]) => ({ source, code: describeCode(code, words) })),
    events: Object.keys(events).filter((event) => decidingCategories(events[event]!).includes(name)),
  }));
}

/** `true` takes the source's one yes for this category, `false` takes the category out of the source. */
export function describeCode(code: CategoryCodes[string], { texts, and }: Words): string {
  if (code === true) return texts.compliance.theOneConsent;
  if (code === false) return texts.compliance.notFromSource;
  return typeof code === 'object' ? and(code.map(String)) : String(code);
}

function toRecipients(manifest: Manifest, words: Words): RecipientEntry[] {
  return Object.entries(manifest.collectors).map(([collector, definition]) => {
    const { recipient, role, agreement, country, safeguard, subject, regions = [], controls = {} } = definition;
    const received = Object.entries(manifest.events).filter(([, event]) => event.collectors.includes(collector));
    const data = received.flatMap(([, event]) => listData(event));
    if (subject && received.some(([, { tier }]) => tier !== 'anonymous')) data.push('identifier');
    return {
      collector,
      ...keep({ recipient, role, agreement, country, countryName: country && words.country(country) }),
      transfer: judgeTransfer(definition),
      ...keep({ adequacy: describeAdequacy(country, words), safeguard, subject }),
      regions: [...regions],
      controls: { ...controls },
      events: received.map(([name]) => name),
      data: [...new Set(data)].sort(),
      receipts: manifest.receipts?.collectors.includes(collector) ?? false,
    };
  });
}
