import type { Choice, ConsentReading, ConsentSource } from '../consent.js';
import { toJson } from '../../safety/to-json.js';
import { listenToIab } from './iab-api.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the events of `__gpp`. */
interface GppEvent {
  readonly pingData: {
    readonly signalStatus?: string;
    readonly cmpDisplayStatus?: string;
    readonly applicableSections?: readonly number[];
    readonly gppString?: string;
    /** A section is an array of segments by the specification, and one object in IAB's own library. */
    readonly parsedSections?: { readonly [section: string]: Section | readonly Section[] };
  };
}

interface Section {
  readonly [field: string]: unknown;
}

const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'];

/** The names of the US sections behind `us`, by their ids from 6 on. */
const SECTIONS = 'pv1 nat ca va co ut ct fl mt or tx de ia ne nh nj tn mn md in ky ri'.split(' ');

/** A field of its own name is told by the notice `<field>Notice`; sensitive data by one of two. */
const SENSITIVE = ['SensitiveDataProcessingOptOutNotice', 'SensitiveDataLimitUseNotice'];

/** What closes every category, whatever its code: no consent for a child, none for personal data, the browser's signal. */
const CLOSING = ['KnownChildSensitiveDataConsents', 'PersonalDataConsents', 'Gpc'];

/**
 * IAB's Global Privacy Platform for the states of the US, through `__gpp` of this page or, by messages, of one around it
 * (https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform).
 *
 * The manifest says which fields bind a category, such as `"gpp": "SaleOptOut"`; without a code, sale, sharing and targeted
 * advertising do, and `false` takes it out. In every field, and in every place of a list, `1` closes: opted out, or no
 * consent. `2` is open by default in the opt-out regime, if the visitor was told of the opt-out; `0` does not apply. Three
 * fields close whatever the code: consent for a known child, consent to personal data, and the browser's own signal (`Gpc`).
 * Of several sections the strictest counts, the older US Privacy string (`uspv1`) among them. A category is undecided where
 * no section says anything of it, where a section that is not of the US applies, and while the platform is not `ready`.
 *
 * @example
 * ```ts
 * import { createHeadgate, gpp } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [gpp()], collectors });
 * ```
 */
export function gpp(): ConsentSource {
  return (host) => {
    const { codes, report } = host;
    let wasReady = false;
    const read = ({ pingData }: GppEvent): ConsentReading => {
      const isReady = pingData.signalStatus === 'ready';
      wasReady ||= isReady;
      // Who is asked has no choice that counts, unless it was made on this page.
      const isAsked = !wasReady && pingData.cmpDisplayStatus === 'visible';
      const { applicableSections: ids = [], parsedSections = {}, gppString } = isReady ? pingData : {};
      // One section, of one state: the visitor is there.
      const state = /^us(..)$/.exec(Object.keys(parsedSections).join())?.[1];
      const isUs = ids.length > 0 && ids.every((id) => id > 5);
      // Readers drop sections that they do not know: what applies and was not read may be an opt-out.
      const isWhole = ids.every((id) => readOwn(parsedSections, `us${SECTIONS[id - 6]}`));
      const segments = Object.values(parsedSections).flat();
      const valuesOf = (fields: readonly string[]): unknown[] =>
        segments.flatMap((segment) =>
          // Who was not told of an opt-out did not decline it: denied, as other readers of these sections have it.
          fields.flatMap((field) => (readOwn(segment, field) && isUntold(segment, field)) || readOwn(segment, field)),
        );
      // The object of IAB's library, or the text itself.
      const isSold = /"OptOutSale":"Y"|"\d.Y/i.test(toJson(readOwn(parsedSections, 'uspv1')));
      const choose = (fields: readonly string[]): Choice => {
        const values = valuesOf(fields);
        if (isSold || [...values, ...valuesOf(CLOSING)].map(Number).includes(1)) return 'denied';
        return isUs && isWhole && values.includes(2) ? 'granted' : 'undecided';
      };
      return {
        source: 'gpp',
        // Where no section applies, this source has no opinion.
        categories: Object.fromEntries(
          Object.entries(codes('gpp')).flatMap(([category, code = OPT_OUTS]) =>
            code === false || ids.includes(-1) ? [] : [[category, choose([code].flat() as string[])]],
          ),
        ),
        evidence: 'default',
        ...(!isReady && !isAsked && { isPending: true }),
        ...(isUs && {
          regime: 'opt-out',
          region: state && isWhole ? `US-${state.toUpperCase()}` : 'US',
          proof: { string: gppString! },
        }),
      };
    };
    report(read({ pingData: {} }));
    return listenToIab('__gpp', [], host, read);
  };
}

/** Whether the visitor was not told of the opt-out that a field is about. */
function isUntold(segment: Section, field: string): boolean {
  if (field === 'SensitiveDataProcessing') return SENSITIVE.some((notice) => segment[notice] === 2);
  return (readOwn(segment, `${field}Notice`) ?? 1) !== 1;
}
