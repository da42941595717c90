import type { EventDefinition, LegalBasis, Manifest } from '../../manifest/manifest.js';
import { DATA_USES, isDataUse } from '../data-uses.js';
import { nearestName } from '../../manifest/nearest-name.js';
import { when, type Finding, type NamedEvent, type Rule, type Scope } from './rule.js';

/** What is done to learn or to sell, which nobody needs for what they came for. */
const BEYOND_SERVICE = ['analytics', 'functional.service.improve', 'marketing', 'personalize', 'sales'] as const;

/** What strict necessity can cover: the service that was asked for, its security, and the choice itself. */
const NECESSARY = ['essential', 'functional.storage.privacy_preferences'] as const;

const BOUND_TO_NEED: ReadonlySet<LegalBasis> = new Set([
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
] as const);

/** What an event's purpose allows it to rest on. The purpose is known by its data use. */
export const purposeRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG036',
    title: 'Storage declared necessary for what is not',
    severity: 'warning',
    rule: 'storage without consent is for what the visitor asked for, ePrivacy Art. 5(3)',
    remedy:
      'Remove "storage": the event then waits in page memory. An exemption that covers it can be accepted by name.',
    find: ({ event }, scope) => {
      const dataUse = dataUseOf(event, scope);
      const isOther = dataUse !== undefined && !isDataUse(dataUse, ...NECESSARY);
      const isInterest = event.basis === 'legitimate_interests';
      const expected = isOther
        ? `no "storage" for data use ${dataUse}`
        : 'no "storage" for an interest of the controller';
      return when(event.storage === 'necessary' && (isOther || isInterest), ['storage'], event.storage, expected);
    },
  },
  {
    id: 'HG038',
    title: 'Data that is kept for long',
    severity: 'warning',
    rule: 'data is kept no longer than its purpose needs, GDPR Art. 5(1)(e)',
    remedy: 'Shorten the retention, or accept this with the reason for the longer time.',
    find: ({ event: { basis, tier, retentionDays } }, { laws }) => {
      if (basis !== 'consent' && basis !== 'legitimate_interests') return undefined;
      const limit = Math.min(...laws.map((law) => law.retentionDays[tier] ?? Infinity));
      return when(retentionDays > limit, ['retentionDays'], retentionDays, `at most ${limit} in tier ${tier}`);
    },
  },
  {
    id: 'HG042',
    title: 'Measurement on a basis that is bound to a need',
    severity: 'warning',
    rule: 'improving, measuring and selling are not what a contract or a duty asks for, EDPB Guidelines 2/2019, 48-54',
    remedy: 'Put the event on "consent" or "legitimate_interests", or correct the data use of its purpose.',
    find: ({ event }, scope) => {
      const dataUse = dataUseOf(event, scope);
      const isBeyond = BOUND_TO_NEED.has(event.basis) && isDataUse(dataUse, ...BEYOND_SERVICE);
      return when(isBeyond, ['basis'], event.basis, `another basis for data use ${dataUse}`);
    },
  },
  {
    id: 'HG043',
    title: 'Advertising without consent',
    severity: 'warning',
    rule: 'advertising that follows a visitor rests on consent, ePrivacy Art. 5(3), GDPR Art. 21(2)',
    remedy: 'Put the event on basis "consent".',
    find: ({ event }, scope) => {
      const dataUse = dataUseOf(event, scope);
      const isAdvertising =
        event.basis === 'legitimate_interests' && isDataUse(dataUse, 'marketing.advertising', 'sales');
      return when(isAdvertising, ['basis'], event.basis, `"consent" for data use ${dataUse}`);
    },
  },
];

/** What the manifest's purposes say of each other and of the categories. */
export const purposesRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG037',
    title: 'One category for messages and for tracking',
    severity: 'warning',
    rule: 'consent is given for each purpose, GDPR Art. 6(1)(a), Recital 32',
    remedy: 'Give marketing messages a consent category of their own.',
    find: findMixedCategories,
  },
  {
    id: 'HG059',
    title: 'A data use that does not exist',
    severity: 'warning',
    rule: 'rules on purposes go by their data use, and say nothing of one that they do not know',
    remedy: 'Use a data use of Fideslang.',
    find: ({ purposes = {} }) =>
      Object.entries(purposes).flatMap(([name, { dataUse }]) => {
        const expected = (): string => {
          const nearest = nearestName(dataUse ?? '', DATA_USES);
          return nearest === undefined ? 'a data use of Fideslang' : `${JSON.stringify(nearest)}?`;
        };
        const isUnknown = dataUse !== undefined && !DATA_USES.has(dataUse);
        return when(isUnknown, ['purposes', name, 'dataUse'], dataUse, expected) ?? [];
      }),
  },
];

/** Categories that open messages and measurement alike: a yes to one would be taken for a yes to the other. */
function findMixedCategories(manifest: Manifest): Finding[] {
  const uses = new Map<string, { messages?: string; tracking?: string }>();
  for (const [name, event] of Object.entries(manifest.events)) {
    if (event.basis !== 'consent') continue;
    const dataUse = manifest.purposes?.[event.purpose]?.dataUse;
    // Events that need the same consents are opened by the same answer.
    const consents = JSON.stringify([...(event.categories ?? [])].sort());
    const use = uses.get(consents) ?? {};
    uses.set(consents, use);
    if (isDataUse(dataUse, 'marketing.communications')) use.messages ??= name;
    else if (isDataUse(dataUse, ...BEYOND_SERVICE)) use.tracking ??= name;
  }
  return [...uses].flatMap(([consents, { messages, tracking }]) => {
    if (messages === undefined || tracking === undefined) return [];
    const category = (JSON.parse(consents) as string[])[0] ?? '';
    const found = `messages by "${messages}" and tracking by "${tracking}"`;
    return [{ at: ['categories', category], found, expected: 'one category for messages and another for tracking' }];
  });
}

function dataUseOf({ purpose }: EventDefinition, { manifest }: Scope): string | undefined {
  return Object.hasOwn(manifest.purposes ?? {}, purpose) ? manifest.purposes?.[purpose]?.dataUse : undefined;
}
