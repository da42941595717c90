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
    const read = ({ pingData }: GppEvent): ConsentReading => {
      const isReady = pingData.signalStatus === 'ready';
      const { applicableSections: ids = [], parsedSections = {}, gppString } = isReady ? pingData : {};
      // One section, of one state: the visitor is there.
      const state = /^us(..)$/.exec(Object.keys(parsedSections).join())?.[1];
      const isUs = ids[0] && ids.every((id) => id > 5);
      const segments = Object.values(parsedSections).flat();
      const choose = (fields: readonly string[]): Choice => {
        const values = segments.flatMap((segment) =>
          // Who was not told of an opt-out did not decline it: denied, as other readers of these sections have it.
          fields.flatMap((field) => (segment[field] && (segment[`${field}Notice`] ?? 1) !== 1) || segment[field]),
        );
        if (values.map(Number).includes(1)) return 'denied';
        return isUs && values.includes(2) ? 'granted' : 'undecided';
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
