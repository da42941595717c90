import type { DataCategory, FieldDefinition } from '../../manifest/manifest.js';
import { when, type FieldOfEvent, type NamedEvent, type Rule } from './rule.js';

/** Words that stand for somebody: an id of one of them singles a person out. */
const PERSONS =
  'account client contact customer device member participant patient person profile session subscriber user visitor';

/** Single words of a field's name, by the kind of data that they give away. */
const WORDS: readonly (readonly [data: DataCategory, words: ReadonlySet<string>])[] = [
  [
    'special',
    toSet('biometric diagnosis disability disease ethnic ethnicity faith genetic health illness medical medication'),
  ],
  ['special', toSet('pregnancy pregnant religion religious sexual sexuality')],
  ['contact', toSet('email mail phone telephone mobile msisdn fax iban surname firstname lastname fullname birthday')],
  [
    'identifier',
    toSet('uid uuid guid userid visitorid clientid customerid deviceid fingerprint idfa gaid imei ip ssn'),
  ],
];

const FREE_TEXT = toSet('body comment comments content description explanation feedback freetext message note notes');
const MORE_FREE_TEXT = toSet('opinion query reason remark remarks review search suggestion term text');

/** What a field's name gives away, whatever the manifest says of its data. */
export const fieldNameRules: readonly Rule<FieldOfEvent>[] = [
  {
    id: 'HG070',
    title: 'An anonymous event with a field that names somebody',
    severity: 'warning',
    rule: 'what singles a person out is not anonymous, GDPR Art. 4(1), Recital 26',
    remedy: 'Leave the field out, or declare its data and raise the tier. Another meaning of the name can be accepted.',
    find: ({ name, field, event: { tier } }) => {
      const meant = namedBy(name, field);
      const isOpen = tier === 'anonymous' && meant !== undefined && !isConsentId(name);
      return when(isOpen, [], name, `no field in tier anonymous whose name says ${meant}`);
    },
  },
  {
    id: 'HG071',
    title: 'A field whose name says other data than its declaration',
    severity: 'warning',
    rule: 'the inventory and the protection of a field go by its declared data, GDPR Art. 30(1)(c)',
    remedy: 'Declare the kind of data. Another meaning of the name can be accepted.',
    find: ({ name, field, event: { tier } }) => {
      const meant = namedBy(name, field);
      const isOther = tier !== 'anonymous' && meant !== undefined;
      return when(isOther, ['data'], field.data ?? 'behaviour', `"${meant}", which the name says`);
    },
  },
  {
    id: 'HG072',
    title: 'Free text without a length',
    severity: 'warning',
    rule: 'no more is taken than is needed, GDPR Art. 5(1)(c)',
    remedy: 'Say in "maxLength" how much is needed.',
    find: (subject) =>
      when(isFreeText(subject) && subject.field.maxLength === undefined, ['maxLength'], undefined, 'a length'),
  },
  {
    id: 'HG073',
    title: 'Free text without redaction',
    severity: 'warning',
    rule: 'people write names, addresses and numbers into any box, GDPR Art. 5(1)(c), 25(1)',
    remedy: 'Add "protect": "redact" or "seal", or list the "values" that can be chosen.',
    find: (subject) => {
      const { protect = 'truncate' } = subject.field;
      const isOpen = isFreeText(subject) && protect === 'truncate';
      return when(isOpen, ['protect'], subject.field.protect, '"redact" or "seal" for free text');
    },
  },
  {
    id: 'HG074',
    title: 'A field whose name says special data',
    severity: 'warning',
    rule: 'special categories of data need more, GDPR Art. 9(1)',
    remedy: 'Declare "data": "special", which asks for tier sensitive. Another meaning of the name can be accepted.',
    find: ({ name, field: { data = 'behaviour' } }) =>
      when(data !== 'special' && dataOfName(name) === 'special', ['data'], data, '"special", which the name says'),
  },
  {
    id: 'HG078',
    title: 'An anonymous event with the id of a consent',
    rule: 'the id or string of a consent links all that one visitor does, and is no part of an anonymous event, GDPR Recital 26, Art. 4(5)',
    remedy:
      'Leave the field out: receipts carry the proof of a consent. Who needs the link raises the tier and declares an identifier.',
    find: ({ name, field: { type, values }, event: { tier } }) =>
      when(
        tier === 'anonymous' && type !== 'boolean' && !values && isConsentId(name),
        [],
        name,
        'no id or string of a consent in tier anonymous',
      ),
  },
];

/** What people need to understand an event. */
export const describingRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG075',
    title: 'An event without a title',
    severity: 'note',
    rule: 'an inventory is read by people, GDPR Art. 30(1)(c)',
    remedy: 'Say in a sentence what happened.',
    find: ({ event: { title } }) => when(title === undefined, ['title'], title, 'what happened, for people'),
  },
];

/** What singles a person out by the field's name and not by its declaration. A flag or a choice of a list cannot. */
function namedBy(name: string, { type, values, data = 'behaviour' }: FieldDefinition): DataCategory | undefined {
  const isDeclared = data === 'identifier' || data === 'contact' || data === 'special';
  if (isDeclared || values || type === 'boolean') return undefined;
  const meant = dataOfName(name);
  return meant === 'special' ? undefined : meant;
}

function isFreeText({ name, field }: FieldOfEvent): boolean {
  if (field.type !== 'string' || field.values || field.protect === 'pseudonymise') return false;
  const words = toWords(name);
  return field.data === 'content' || words.some((word) => FREE_TEXT.has(word) || MORE_FREE_TEXT.has(word));
}

const persons = toSet(PERSONS);

function dataOfName(name: string): DataCategory | undefined {
  const words = toWords(name);
  const isIdOfPerson = words.some(
    (word, index) => persons.has(word) && /^(id|key|no|number|token)$/.test(words[index + 1] ?? ''),
  );
  if (isIdOfPerson || isConsentId(name)) return 'identifier';
  return WORDS.find(([, known]) => words.some((word) => known.has(word)))?.[0];
}

/** What consent platforms call the record of one visitor's choice. */
const CONSENT_ID =
  /(^|_)((consent|receipt|cookiebot|onetrust|cmp)_(id|uid|uuid|key|token|string|stamp|receipt)|tc_?string|gpp_?string|ac_?string|us_privacy|usprivacy|eu_?consent(_v2)?|addtl_consent|consentid|consentstring)($|_)/;

function isConsentId(name: string): boolean {
  return CONSENT_ID.test(toWords(name).join('_'));
}

/** `userEmail`, `user_email` and `user-email` alike. */
function toWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function toSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
