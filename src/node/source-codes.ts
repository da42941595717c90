import type { CategoryCodes } from '../manifest/manifest.js';
import type { SourceName } from '../manifest/source-settings.js';

/** How a consent platform calls its categories, where its documentation says so. */
interface CodeForm {
  /** In words, for a problem. */
  readonly expected: string;
  /** The only codes that there are. */
  readonly choices?: readonly (string | number)[];
  readonly isCode: (code: string | number) => boolean;
}

const oneOf = (...choices: readonly (string | number)[]): CodeForm => ({
  expected: `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`,
  choices,
  isCode: (code) => choices.includes(code),
});

const text = (expected: string, pattern: RegExp): CodeForm => ({
  expected,
  isCode: (code) => pattern.test(String(code)),
});

/** A platform that answers yes or no as a whole: a category follows it, or not. */
const flag: CodeForm = { expected: 'true or false: it knows no categories', isCode: () => false };

const NAME = /^[^\s,;]{1,100}$/;

/** Sources whose answer is one yes or no. */
export const FLAGS: ReadonlySet<string> = new Set<SourceName>(['gpc', 'magento', 'manual', 'usPrivacy']);

/** A path in the TC data. */
const TCF_FLAG =
  /^((purpose|vendor|publisher)\.(consents|legitimateInterests)|publisher\.customPurpose\.(consents|legitimateInterests)|specialFeatureOptins)\.[1-9]\d{0,3}$/;

const FORMS: { readonly [source in SourceName]: CodeForm } = {
  amasty: text('the id of a cookie group, a whole number from 1 on', /^[1-9]\d{0,9}$/),
  c15t: oneOf('necessary', 'functionality', 'measurement', 'experience', 'marketing'),
  cookiebot: oneOf('necessary', 'preferences', 'statistics', 'marketing'),
  cookieyes: oneOf('necessary', 'functional', 'analytics', 'performance', 'advertisement', 'other'),
  didomi: text('the id of a purpose, such as "measure_content_performance"', NAME),
  fides: text('the key of a privacy notice', NAME),
  googleConsentMode: oneOf(
    ...['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'],
    ...['functionality_storage', 'personalization_storage', 'security_storage'],
  ),
  gpc: flag,
  gpp: text('a field of a section, such as "SaleOptOut"', /^[A-Z]\w{1,60}$/),
  hyva: text('the name of a cookie group', NAME),
  iubenda: text('the number of a purpose, 1 to 5', /^[1-5]$/),
  ketch: text('the code of a purpose', NAME),
  klaro: text('the name of a service or purpose', NAME),
  magento: flag,
  manual: flag,
  onetrust: text('the id of a group, such as "C0002"', /^[\w-]{1,64}$/),
  osano: oneOf('ESSENTIAL', 'STORAGE', 'MARKETING', 'PERSONALIZATION', 'ANALYTICS'),
  tcf: {
    expected: 'the number of a purpose, 1 to 11, or a flag in full, such as "vendor.consents.755"',
    isCode: (code) => (typeof code === 'number' ? /^([1-9]|1[01])$/ : TCF_FLAG).test(String(code)),
  },
  trustarc: text('the number of a bucket, from 1 on', /^[1-9]\d{0,2}$/),
  usercentrics: text('the slug of a category, or the id or name of a service', /^\S.{0,99}$/),
  usPrivacy: flag,
  vanillaCookieConsent: text('the name of a category or service', NAME),
};

/** A part of a mapping that the platform does not have. */
export interface CodeProblem {
  /** Its place, where the mapping is a list. */
  readonly index?: number;
  readonly found: unknown;
  readonly expected: string;
  readonly choices?: readonly (string | number)[];
}

/** Returns what is wrong with how a category is mapped to a known source. `false` takes it out of any. */
export function findCodeProblems(source: SourceName, mapping: CategoryCodes[string]): CodeProblem[] {
  const { isCode, ...form } = FORMS[source];
  if (mapping === false) return [];
  if (mapping === true) return FLAGS.has(source) || source === 'hyva' ? [] : [{ found: mapping, ...form }];
  if (typeof mapping !== 'object') return isCode(mapping) ? [] : [{ found: mapping, ...form }];
  return mapping.flatMap((code, index) => (isCode(code) ? [] : { index, found: code, ...form }));
}
