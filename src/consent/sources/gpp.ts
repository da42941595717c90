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
      const isReady = pingData.signalStatus === 'ready';
      const { applicableSections: ids = [], parsedSections = {}, gppString } = isReady ? pingData : {};
      // One section, of one state: the visitor is there.
      const state = /^us(..)$/.exec(Object.keys(parsedSections).join())?.[1];
      const isUs = ids[0] && ids.every((id) => id > 5);
      const sections = Object.values(parsedSections).map((section): Section => Object.assign({}, ...[section].flat()));
      const choose = (fields: readonly string[]): Choice => {
        const values = sections.flatMap((section) =>
          // Who was not told of an opt-out did not decline it: denied, as other readers of these sections have it.
          fields.flatMap((field) => ((section[`${field}Notice`] ?? 1) === 1 ? section[field] : section[field] && 1)),
        );
        if (values.some((value) => Number(value) === 1)) return 'denied';
        return isUs && values.includes(2) ? 'granted' : 'undecided';
      };
      return {
        source: 'gpp',
        // Where no section applies, this source has no opinion.
        categories: Object.fromEntries(
          ids.includes(-1)
            ? []
            : wanted.map(([category, code = OPT_OUTS]) => [category, choose([code].flat() as string[])]),
        ),
        basis: 'default',
        ...(isUs && {
          regime: 'opt-out',
          region: state ? `US-${state.toUpperCase()}` : 'US',
          proof: { string: gppString! },
        }),
      };
    };
    report(read({ pingData: {} }));
    return listenToIab('__gpp', [], report, read);
  };
}
