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
    id: 'HG060',
    title: 'A field holds data that its tier forbids',
    rule: 'a tier is a promise about its fields, GDPR Art. 4(1), 4(5), 9(1)',
    remedy: 'Raise the tier of the event, or leave the field out.',
    find: ({ field: { data = 'behaviour' }, event: { tier } }) => {
      const weakest = (Object.keys(FORBIDDEN) as Tier[]).find((other) => !FORBIDDEN[other].includes(data));
      const expected = `no ${data} data below tier ${weakest}; this is tier ${tier}`;
      return when(FORBIDDEN[tier].includes(data), ['data'], data, expected);
    },
  },
  {
    id: 'HG061',
    title: 'A pseudonym in an anonymous event',
    rule: 'a pseudonym still singles a person out, GDPR Recital 26',
    remedy: 'Raise the tier to pseudonymous, or leave the field out.',
    find: ({ field: { protect }, event: { tier } }) =>
      when(tier === 'anonymous' && protect === 'pseudonymise', ['protect'], protect, 'no pseudonym in tier anonymous'),
  },
  {
    id: 'HG062',
    title: 'A field lacks the protection that its tier demands',
    rule: 'a tier demands protection, GDPR Art. 4(5), 9, 32(1)(a)',
    remedy: 'Add the protection that is named.',
    find: ({ field: { data = 'behaviour', protect }, event: { tier } }) => {
      const demanded = DEMANDED[tier]?.[data] ?? [];
      const isProtected = demanded.length === 0 || demanded.includes(protect ?? '');
      const expected = `${demanded.map((one) => `"${one}"`).join(' or ')} for ${data} data in tier ${tier}`;
      return when(!isProtected, ['protect'], protect, expected);
    },
  },
  {
    id: 'HG063',
    title: 'Protection of what is no text',
    rule: 'only text can be protected',
    remedy: 'Remove "protect", or make the field a string.',
    find: ({ field: { type, protect } }) =>
      when(type !== 'string' && protect !== undefined, ['protect'], protect, `none on a ${type}`),
  },
  {
    id: 'HG064',
    title: 'Truncation without a length',
    rule: 'a cut needs a length',
    remedy: 'Say in "maxLength" how much is kept.',
    find: ({ field: { type, protect, maxLength } }) =>
      when(
        type === 'string' && protect === 'truncate' && maxLength === undefined,
        ['maxLength'],
        maxLength,
        'the length to truncate to',
      ),
  },
  {
    id: 'HG065',
    title: 'Listed values of what is no text',
    rule: 'only text has listed values',
    remedy: 'Remove "values", or make the field a string.',
    find: ({ field: { type, values } }) =>
      when(type !== 'string' && values !== undefined, ['values'], values, `none on a ${type}`),
  },
  {
    id: 'HG066',
    title: 'A length of what is no text',
    rule: 'only text has a length',
    remedy: 'Remove "maxLength"; numbers are bounded by "min" and "max".',
    find: ({ field: { type, maxLength } }) =>
      when(type !== 'string' && maxLength !== undefined, ['maxLength'], maxLength, `none on a ${type}`),
  },
  {
    id: 'HG067',
    title: 'Bounds of what is no number',
    rule: 'only numbers have bounds',
    remedy: 'Remove the bound; text is bounded by "maxLength".',
    find: ({ field }) =>
      (['min', 'max'] as const).flatMap((bound) => {
        const isNumber = field.type === 'number' || field.type === 'integer';
        return when(!isNumber && field[bound] !== undefined, [bound], field[bound], `none on a ${field.type}`) ?? [];
      }),
  },
  {
    id: 'HG068',
    title: 'Bounds that no number fits',
    rule: 'or no number could pass',
    remedy: 'Swap "min" and "max".',
    find: ({ field: { min = -Infinity, max = Infinity } }) => when(min > max, ['max'], max, `at least min, ${min}`),
  },
  {
    id: 'HG069',
    title: 'A listed value that is longer than its field',
    rule: 'or the value could never pass',
    remedy: 'Raise "maxLength", or shorten the value.',
    find: ({ field: { values = [], maxLength = DEFAULT_MAX_LENGTH } }) =>
      values.flatMap((value, index) => {
        const expected = `at most ${maxLength} characters`;
        return when(value.length > maxLength, ['values', index], value, expected) ?? [];
      }),
  },
];
