import { when, type NamedEvent, type Rule } from './rule.js';

/** What an event's legal basis, tier and storage demand of each other. */
export const legalRules: readonly Rule<NamedEvent>[] = [
  {
    rule: 'consent is asked for by category, GDPR Art. 6(1)(a)',
    find: ({ event: { basis, categories } }) =>
      when(basis === 'consent' && !categories?.length, ['categories'], categories, 'at least one consent category'),
  },
  {
    rule: 'a visitor must be able to object, GDPR Art. 21(1)',
    find: ({ event: { basis, categories } }) =>
      when(
        basis === 'legitimate_interests' && !categories?.length,
        ['categories'],
        categories,
        'at least one category, whose denial is the objection',
      ),
  },
  {
    rule: 'special categories of data need explicit consent, GDPR Art. 9(2)(a)',
    find: ({ event: { tier, basis } }) =>
      when(tier === 'sensitive' && basis !== 'consent', ['basis'], basis, '"consent" in tier sensitive'),
  },
  {
    rule: 'what is sensitive is encrypted to the controller, GDPR Art. 9, 32(1)(a)',
    find: ({ event: { tier, fields } }) => {
      const isSealed = Object.values(fields ?? {}).some((field) => field.protect === 'seal');
      return when(tier === 'sensitive' && !isSealed, ['fields'], fields, 'at least one field with protect "seal"');
    },
  },
  {
    rule: 'sensitive data is never strictly necessary, ePrivacy Art. 5(3), GDPR Art. 9',
    find: ({ event: { tier, storage } }) =>
      when(tier === 'sensitive' && storage === 'necessary', ['storage'], storage, 'no "storage" in tier sensitive'),
  },
  {
    rule: 'what waits for consent needs no storage without it, ePrivacy Art. 5(3)',
    find: ({ event: { basis, storage } }) =>
      when(basis === 'consent' && storage === 'necessary', ['storage'], storage, 'no "storage" with basis consent'),
  },
];
