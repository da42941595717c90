import type { DataCategory, Tier } from '../../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../../manifest/select-fields.js';
import { when, type FieldOfEvent, type Rule } from './rule.js';

/** The data that no field of a tier may hold. */
const FORBIDDEN: { readonly [tier in Tier]: readonly DataCategory[] } = {
  anonymous: ['identifier', 'contact', 'special', 'location'],
  pseudonymous: ['contact', 'special'],
  personal: ['special'],
  sensitive: [],
};

/** The protections of which a field must have one, by its tier and data. */
const DEMANDED: { readonly [tier in Tier]?: { readonly [data in DataCategory]?: readonly string[] } } = {
  pseudonymous: { identifier: ['pseudonymise', 'seal'] },
  sensitive: { identifier: ['seal', 'pseudonymise'], contact: ['seal'], special: ['seal'] },
};

/** What a field may and must be, by itself and in its event's tier. */
export const fieldRules: readonly Rule<FieldOfEvent>[] = [
  {
    rule: 'a tier is a promise about its fields, GDPR Art. 4(1), 4(5), 9(1)',
    find: ({ field: { data = 'behaviour' }, event: { tier } }) => {
      const weakest = (Object.keys(FORBIDDEN) as Tier[]).find((other) => !FORBIDDEN[other].includes(data));
      const expected = `no ${data} data below tier ${weakest}; this is tier ${tier}`;
      return when(FORBIDDEN[tier].includes(data), ['data'], data, expected);
    },
  },
  {
    rule: 'a pseudonym still singles a person out, GDPR Recital 26',
    find: ({ field: { protect }, event: { tier } }) =>
      when(tier === 'anonymous' && protect === 'pseudonymise', ['protect'], protect, 'no pseudonym in tier anonymous'),
  },
  {
    rule: 'a tier demands protection, GDPR Art. 4(5), 9, 32(1)(a)',
    find: ({ field: { data = 'behaviour', protect }, event: { tier } }) => {
      const demanded = DEMANDED[tier]?.[data] ?? [];
      const isProtected = demanded.length === 0 || demanded.includes(protect ?? '');
      const expected = `${demanded.map((one) => `"${one}"`).join(' or ')} for ${data} data in tier ${tier}`;
      return when(!isProtected, ['protect'], protect, expected);
    },
  },
  {
    rule: 'only text can be protected',
    find: ({ field: { type, protect } }) =>
      when(type !== 'string' && protect !== undefined, ['protect'], protect, `none on a ${type}`),
  },
  {
    rule: 'a cut needs a length',
    find: ({ field: { type, protect, maxLength } }) =>
      when(
        type === 'string' && protect === 'truncate' && maxLength === undefined,
        ['maxLength'],
        maxLength,
        'the length to truncate to',
      ),
  },
  {
    rule: 'only text has listed values',
    find: ({ field: { type, values } }) =>
      when(type !== 'string' && values !== undefined, ['values'], values, `none on a ${type}`),
  },
  {
    rule: 'only text has a length',
    find: ({ field: { type, maxLength } }) =>
      when(type !== 'string' && maxLength !== undefined, ['maxLength'], maxLength, `none on a ${type}`),
  },
  {
    rule: 'only numbers have bounds',
    find: ({ field }) =>
      (['min', 'max'] as const).flatMap((bound) => {
        const isNumber = field.type === 'number' || field.type === 'integer';
        return when(!isNumber && field[bound] !== undefined, [bound], field[bound], `none on a ${field.type}`) ?? [];
      }),
  },
  {
    rule: 'or no number could pass',
    find: ({ field: { min = -Infinity, max = Infinity } }) => when(min > max, ['max'], max, `at least min, ${min}`),
  },
  {
    rule: 'or the value could never pass',
    find: ({ field: { values = [], maxLength = DEFAULT_MAX_LENGTH } }) =>
      values.flatMap((value, index) => {
        const expected = `at most ${maxLength} characters`;
        return when(value.length > maxLength, ['values', index], value, expected) ?? [];
      }),
  },
];
