import { when, type NamedEvent, type Rule } from './rule.js';

/** What an event's legal basis, tier and storage demand of each other. */
export const legalRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG030',
    title: 'Consent without a category',
    rule: 'consent is asked for by category, GDPR Art. 6(1)(a)',
    remedy: 'Name the consent categories that a visitor grants for this event.',
    find: ({ event: { basis, categories } }) =>
      when(basis === 'consent' && !categories?.length, ['categories'], categories, 'at least one consent category'),
  },
  {
    id: 'HG031',
    title: 'Legitimate interests without a way to object',
    rule: 'a visitor must be able to object, GDPR Art. 21(1)',
    remedy: 'Name a category whose denial is the objection.',
    find: ({ event: { basis, categories } }) =>
      when(
        basis === 'legitimate_interests' && !categories?.length,
        ['categories'],
        categories,
        'at least one category, whose denial is the objection',
      ),
  },
  {
    id: 'HG032',
    title: 'Sensitive data without consent',
    rule: 'special categories of data need explicit consent, GDPR Art. 9(2)(a)',
    remedy: 'Put the event on basis "consent", or lower what it holds and its tier.',
    find: ({ event: { tier, basis } }) =>
      when(tier === 'sensitive' && basis !== 'consent', ['basis'], basis, '"consent" in tier sensitive'),
  },
  {
    id: 'HG033',
    title: 'A sensitive event with nothing sealed',
    rule: 'what is sensitive is encrypted to the controller, GDPR Art. 9, 32(1)(a)',
    remedy: 'Add "protect": "seal" to the fields that make the event sensitive.',
    find: ({ event: { tier, fields } }) => {
      const isSealed = Object.values(fields ?? {}).some((field) => field.protect === 'seal');
      return when(tier === 'sensitive' && !isSealed, ['fields'], fields, 'at least one field with protect "seal"');
    },
  },
  {
    id: 'HG034',
    title: 'Storage without consent for sensitive data',
    rule: 'sensitive data is never strictly necessary, ePrivacy Art. 5(3), GDPR Art. 9',
    remedy: 'Remove "storage".',
    find: ({ event: { tier, storage } }) =>
      when(tier === 'sensitive' && storage === 'necessary', ['storage'], storage, 'no "storage" in tier sensitive'),
  },
  {
    id: 'HG035',
    title: 'Storage without consent for what needs consent',
    rule: 'what waits for consent needs no storage without it, ePrivacy Art. 5(3)',
    remedy: 'Remove "storage": a granted event is stored anyway.',
    find: ({ event: { basis, storage } }) =>
      when(basis === 'consent' && storage === 'necessary', ['storage'], storage, 'no "storage" with basis consent'),
  },
  {
    id: 'HG077',
    title: 'Storage without effect',
    severity: 'warning',
    rule: 'what is personal is only stored encrypted, by keys that consent stands behind, ePrivacy Art. 5(3), GDPR Art. 32(1)(a)',
    remedy: 'Remove "storage": without consent such an event waits in page memory. Or make it pseudonymous.',
    find: ({ event: { tier, basis, storage } }) => {
      const isVain = tier === 'personal' && basis !== 'consent' && storage === 'necessary';
      return when(isVain, ['storage'], storage, 'no "storage" in tier personal');
    },
  },
];
