/**
 * Where personal data may go without a transfer mechanism of its own: the European Economic Area, and the countries
 * that the European Commission has found adequate (GDPR Art. 45).
 *
 * The date of a decision is that of its first adoption. What a decision leaves out of a country stands beside it, and
 * so does where its number and date were read: in EUR-Lex, in a copy of the act elsewhere, or in the press alone.
 * The European Patent Organisation, found adequate on 15 July 2025, is no country and is left out.
 * Canada and the United States are left out on purpose: their decisions, 2002/2/EC and (EU) 2023/1795, cover only some
 * recipients (commercial organisations under PIPEDA; those on the list of the EU-US Data Privacy Framework), so a
 * manifest names what covers it.
 */
const EEA = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK';

/** A decision of the European Commission under GDPR Art. 45, or under Art. 25(6) of the directive before it. */
export interface AdequacyDecision {
  readonly decision: string;
  /** When it was adopted. */
  readonly date: string;
  /** The host where number and date were read. */
  readonly readIn: string;
  /** What it covers of the country, where that is not all. */
  readonly limit?: AdequacyLimit;
  /** Of one that ends by itself: when it was decided last that it goes on, and until when. */
  readonly renewal?: { readonly date: string; readonly until: string };
  /** Its number or its dates were not read in the act or in a copy of it: reports say so. */
  readonly isUnconfirmed?: true;
}

/**
 * Parts of a country that a decision is limited to, or leaves out: recipients under its data protection act alone, data
 * processed by automated means alone, or all but some bodies and credit data.
 */
export type AdequacyLimit = 'act' | 'automated' | 'exceptions';

const EUR_LEX = 'eur-lex.europa.eu';

const DECISIONS: { readonly [country: string]: AdequacyDecision } = {
  AD: { decision: '2010/625/EU', date: '2010-10-19', readIn: EUR_LEX },
  AR: { decision: '2003/490/EC', date: '2003-06-30', readIn: EUR_LEX },
  BR: { decision: '(EU) 2026/179', date: '2026-01-26', readIn: 'europalov.no' },
  CH: { decision: '2000/518/EC', date: '2000-07-26', readIn: EUR_LEX },
  FO: { decision: '2010/146/EU', date: '2010-03-05', readIn: 'lagar.nj.se', limit: 'act' },
  GB: {
    decision: '(EU) 2021/1772',
    date: '2021-06-28',
    readIn: 'dpocentre.com',
    renewal: { date: '2025-12-19', until: '2031-12-27' },
    isUnconfirmed: true,
  },
  GG: { decision: '2003/821/EC', date: '2003-11-21', readIn: EUR_LEX },
  IL: { decision: '2011/61/EU', date: '2011-01-31', readIn: EUR_LEX, limit: 'automated' },
  IM: { decision: '2004/411/EC', date: '2004-04-28', readIn: 'gpdp.it' },
  JE: { decision: '2008/393/EC', date: '2008-05-08', readIn: 'europalov.no' },
  JP: { decision: '(EU) 2019/419', date: '2019-01-23', readIn: 'legislation.gov.uk', limit: 'act' },
  KR: { decision: '(EU) 2022/254', date: '2021-12-17', readIn: 'lexaris.de', limit: 'exceptions' },
  NZ: { decision: '2013/65/EU', date: '2012-12-19', readIn: EUR_LEX },
  UY: { decision: '2012/484/EU', date: '2012-08-21', readIn: EUR_LEX, limit: 'automated' },
};

/** As of this date the list was compared with its sources. Reports say both beside the recipients. */
export const ADEQUACY_AS_OF = '2026-12-01';
export const ADEQUACY_SOURCE = [...new Set(Object.values(DECISIONS).map(({ readIn }) => readIn))].join(', ');

const eea = new Set(EEA.split(' '));

/** Returns whether a country (ISO 3166-1 alpha-2) is in the European Economic Area, where the GDPR itself holds. */
export function isInEea(country: string): boolean {
  return eea.has(country);
}

/** Returns whether data may go to a country (ISO 3166-1 alpha-2) without a transfer mechanism of its own. */
export function isAdequate(country: string): boolean {
  return eea.has(country) || findAdequacy(country) !== undefined;
}

/** Returns the decision that finds a country (ISO 3166-1 alpha-2) outside of the European Economic Area adequate. */
export function findAdequacy(country: string): AdequacyDecision | undefined {
  return Object.hasOwn(DECISIONS, country) ? DECISIONS[country] : undefined;
}

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Codes that CLDR names although they stand for no country. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

/** Returns whether a code is an assigned ISO 3166-1 alpha-2 code, and not an alias of one (`UK` for `GB`). */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NOT_COUNTRIES.has(code)) return false;
  return regionNames.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
