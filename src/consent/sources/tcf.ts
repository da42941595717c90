import type { Choice, ConsentReading, ConsentSource } from '../consent.js';
import { listenToIab } from './iab-api.js';

/** What is read of the data that `__tcfapi` hands to its listeners, beside the flags that codes name. */
interface TcData {
  readonly eventStatus?: string;
  readonly gdprApplies?: boolean;
  readonly tcString?: string;
  readonly purposeOneTreatment?: boolean;
}

interface Parts {
  readonly [name: string]: unknown;
}

/**
 * IAB's Transparency and Consent Framework 2.2 and 2.3, through `__tcfapi` of this page or, by messages, of one around it
 * (https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework).
 *
 * The manifest says which flags of the TC data a category needs, all of them: `8` is consent to purpose 8; others are
 * named in full, such as `"vendor.consents.755"` and `"publisher.consents.8"`. Purposes need purpose 1 beside
 * them, because a grant lets an event be stored, unless the publisher's country treats that purpose apart. A legitimate
 * interest (`"purpose.legitimateInterests.8"`) is no consent: it never grants, and an objection to it denies.
 *
 * While the visitor looks at the choice, values may be defaults: undecided, or what was decided before on this page.
 * Where GDPR does not apply, this source has no opinion.
 */
export function tcf(): ConsentSource {
  return ({ codes, report }) => {
    const wanted = Object.entries(codes('tcf')).filter(([, code]) => code);
    const read = (choose: (flags: readonly (string | number)[]) => Choice): ConsentReading => ({
      source: 'tcf',
      categories: Object.fromEntries(wanted.map(([category, code]) => [category, choose([code].flat() as string[])])),
      evidence: 'default',
    });
    let decided = read(() => 'undecided');
    const undecided = decided;
    report(decided);
    return listenToIab('__tcfapi', [2], report, (data: TcData) => {
      const { gdprApplies, eventStatus, tcString, purposeOneTreatment } = data;
      if (gdprApplies === false) return { source: 'tcf', categories: {}, evidence: 'not-applicable' };
      if (!gdprApplies || !tcString) return (decided = undecided);
      if (eventStatus === 'cmpuishown') return decided;
      const isSet = (flag: string | number): boolean =>
        typeof flag === 'number'
          ? isSet(`purpose.consents.${flag}`) && (purposeOneTreatment || isSet('purpose.consents.1'))
          : flag.split('.').reduce<unknown>((value, key) => (value as Parts)[key], data) === true;
      return (decided = {
        ...read((flags) =>
          flags.every(isSet) ? (/Interests/.test(flags.join()) ? 'undecided' : 'granted') : 'denied',
        ),
        evidence: 'explicit',
        regime: 'opt-in',
        // It holds the platform, its version, the policy's and the vendor list's, and when the choice was made.
        proof: { string: tcString },
      });
    });
  };
}
