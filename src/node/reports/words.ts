import { LOCALES, TEXTS, type Language, type Texts } from './languages/languages.js';

/** A text for one and a text for many, as most languages of Europe tell them apart. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}

/** What a report needs to speak a language: its texts, and how it writes numbers, days, countries and lists. */
export interface Words {
  readonly language: Language;
  readonly texts: Texts;
  number(value: number): string;
  /** A day such as `2026-11-22`, written out. What is no day stays as it is. */
  day(day: string): string;
  /** The name of a country for its ISO 3166-1 code; a code that is none stays as it is. */
  country(code: string): string;
  and(parts: readonly string[]): string;
  /** The text that fits a number, with the number and other values in it. */
  count(texts: Counted, count: number, values?: Values): string;
}

export interface Values {
  readonly [name: string]: string;
}

/** As many decimals as a manifest may give: none is rounded away. */
const MOST_DECIMALS = 20;

/** Returns the words of a language. */
export function createWords(language: Language): Words {
  const locale = LOCALES[language];
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: MOST_DECIMALS });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
  const plurals = new Intl.PluralRules(locale);
  return {
    language,
    texts: TEXTS[language],
    number: (value) => numbers.format(value),
    day: (day) => (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? days.format(new Date(day)) : day),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    and: (parts) => conjunction.format(parts),
    count: ({ one, other }, count, values = {}) =>
      fill(plurals.select(count) === 'one' ? one : other, { ...values, count: numbers.format(count) }),
  };
}

/** For those who speak to engineers, who read English. */
export const ENGLISH: Words = createWords('en');

/** Returns a text with its places (`{name}`) filled. A place without a value stays visible, so that it is found. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? values[name]! : place));
}
