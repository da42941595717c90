import type { Choice, ConsentReading, ConsentSource } from '../consent.js';
import { listenToIab } from './iab-api.js';

/** What is read of the events of `__gpp`. */
interface GppEvent {
  readonly pingData: {
    readonly signalStatus?: string;
    readonly applicableSections?: readonly number[];
    readonly gppString?: string;
    /** A section is an array of segments by the specification, and one object in IAB's own library. */
    readonly parsedSections?: { readonly [section: string]: Section | readonly Section[] };
  };
}

interface Section {
  readonly [field: string]: unknown;
}

const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut', 'Gpc'];

/**
 * IAB's Global Privacy Platform for the states of the US, through `__gpp` of this page or, by messages, of one around it
 * (https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform).
 *
 * The manifest says which fields bind a category, such as `"gpp": "SaleOptOut"`; without a code, sale, sharing, targeted
 * advertising and the browser's own signal (`Gpc`) do, and `false` takes it out. In every field `1` closes: opted out, or
 * no consent. `2` is open by default in
 * the opt-out regime, if the visitor was told of the opt-out; `0` does not apply. A category is undecided where no section says anything of it, where a section
 * that is not of the US applies, and while the platform is not `ready`.
 */
export function gpp(): ConsentSource {
  return ({ codes, report }) => {
    const wanted = Object.entries(codes('gpp')).filter(([, code]) => code !== false);
    const read = ({ pingData }: GppEvent): ConsentReading => {
      const { signalStatus, applicableSections = [], parsedSections = {}, gppString } = pingData;
      const isReady = signalStatus === 'ready';
      const isUs = isReady && applicableSections.length && applicableSections.every((id) => id > 5);
      const sections = Object.values(parsedSections).map((section): Section => Object.assign({}, ...[section].flat()));
      const choose = (fields: readonly string[]): Choice => {
        const values = new Set(sections.flatMap((section) => fields.map((field) => readField(section, field))).flat());
        if (isReady && (values.has(1) || values.has(true))) return 'denied';
        return isUs && values.has(2) ? 'granted' : 'undecided';
      };
      return {
        source: 'gpp',
        // Where no section applies, this source has no opinion.
        categories: Object.fromEntries(
          isReady && applicableSections.includes(-1)
            ? []
            : wanted.map(([category, code = OPT_OUTS]) => [category, choose([code].flat() as string[])]),
        ),
        basis: 'default',
        ...(isUs && {
          regime: 'opt-out',
          // `usca` is of one state; of `usnat`, which is of them all, manifests know no more than the country.
          region: `US-${Object.keys(parsedSections).pop()?.slice(2).toUpperCase()}`,
          proof: { string: gppString! },
        }),
      };
    };
    report(read({ pingData: {} }));
    return listenToIab('__gpp', [], report, read);
  };
}

/** Who was not told of an opt-out did not decline it: denied, as readers of these sections agree. */
function readField(section: Section, field: string): unknown {
  const value = section[field];
  return value === 2 && (section[`${field}Notice`] ?? 1) !== 1 ? 1 : value;
}
