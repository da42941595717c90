import type { Choice, ConsentReading, ConsentSource } from '../consent.js';
import { listenToIab } from './iab-api.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the data that `__tcfapi` hands to its listeners, beside the flags that codes name. */
interface TcData {
  readonly eventStatus?: string;
  readonly cmpStatus?: string;
  readonly gdprApplies?: boolean;
  readonly tcString?: string;
  readonly purposeOneTreatment?: boolean;
  /** By purpose and vendor. `0`: not allowed; `1`: consent is required; `2`: a legitimate interest is. */
  readonly publisher?: {
    readonly restrictions?: { readonly [purpose: string]: { readonly [vendor: string]: number } };
  };
  /**
   * Since 2.3: the vendors that the visitor was told of. The specification and IAB's library named them otherwise
   * (https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/issues/431).
   */
  readonly vendor?: { readonly disclosedVendors?: Vendors; readonly vendorsDisclosed?: Vendors };
  /** `@iabtcf/cmpapi` 1.5.6 says them here, and nothing where the string does not. */
  readonly outOfBand?: { readonly disclosedVendors?: Vendors };
}

interface Vendors {
  readonly [vendor: string]: boolean;
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
 * A vendor that a category names beside a purpose is bound by the publisher's restrictions, and one that was not disclosed to
 * the visitor is undecided. While the visitor looks at the choice, values may be defaults: undecided, or what was decided
 * before on this page. Only the events of a choice decide. Where GDPR does not apply, this source has no opinion.
 *
 * @example
 * ```ts
 * import { createHeadgate, tcf } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [tcf()], collectors });
 * ```
 */
export function tcf(): ConsentSource {
  return (host) => {
    const { codes, report } = host;
    const wanted = Object.entries(codes('tcf')).filter(([, code]) => code);
    const read = (choose: (flags: readonly (string | number)[]) => Choice): ConsentReading => ({
      source: 'tcf',
      categories: Object.fromEntries(wanted.map(([category, code]) => [category, choose([code].flat() as string[])])),
      evidence: 'default',
    });
    const open = read(() => 'undecided');
    const undecided: ConsentReading = { ...open, isPending: true };
    let decided = undecided;
    report(decided);
    return listenToIab('__tcfapi', [2], host, (data: TcData) => {
      const { gdprApplies, eventStatus, cmpStatus, tcString, purposeOneTreatment, publisher, vendor, outOfBand } = data;
      if (cmpStatus === 'error') {
        decided = undecided;
        throw new TypeError(cmpStatus);
      }
      if (gdprApplies === false) return { source: 'tcf', categories: {}, evidence: 'not-applicable' };
      if (!gdprApplies || !tcString) return (decided = undecided);
      // Who is asked has no choice that counts, unless it was made on this page.
      if (eventStatus === 'cmpuishown') return decided === undecided ? open : decided;
      if (!/^(tcloaded|useractioncomplete)$/.test(`${eventStatus}`)) return (decided = undecided);
      const isSet = (flag: string | number): boolean =>
        typeof flag === 'number'
          ? isSet(`purpose.consents.${flag}`) && (purposeOneTreatment || isSet('purpose.consents.1'))
          : flag.split('.').reduce<unknown>((value, key) => readOwn(value as Parts, key), data) === true;
      const choose = (flags: readonly (string | number)[]): Choice => {
        const vendorOf = (flag: string | number): string => /^vendor\.\w+\.(\d+)$/.exec(`${flag}`)?.[1] ?? '';
        const beside = outOfBand?.disclosedVendors ?? {};
        const told = vendor?.disclosedVendors ?? vendor?.vendorsDisclosed;
        const disclosed = told ?? (Object.keys(beside).length > 0 ? beside : undefined);
        const isUndisclosed = (flag: string | number): boolean =>
          !!disclosed && vendorOf(flag) !== '' && readOwn(disclosed, vendorOf(flag)) !== true;
        const isRestricted = (flag: string | number): boolean => {
          const [, kind = '', purpose = ''] = /^(?:purpose\.(\w+)\.)?(\d+)$/.exec(`${flag}`) ?? [];
          const other = kind === 'legitimateInterests' ? 1 : 2;
          const types = flags.map((one) => publisher?.restrictions?.[purpose]?.[vendorOf(one)]);
          return types.some((type) => type === 0 || type === other);
        };
        if (!flags.every((flag) => isUndisclosed(flag) || (isSet(flag) && !isRestricted(flag)))) return 'denied';
        return flags.some(isUndisclosed) || /Interests/.test(flags.join()) ? 'undecided' : 'granted';
      };
      return (decided = {
        ...read(choose),
        evidence: 'explicit',
        regime: 'opt-in',
        // It holds the platform, its version, the policy's and the vendor list's, and when the choice was made.
        proof: { string: tcString },
      });
    });
  };
}
