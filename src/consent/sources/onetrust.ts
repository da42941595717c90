import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';

/** What is read of the page, once the banner script is ready. */
interface Page {
  readonly OneTrust?: {
    IsAlertBoxClosed(): boolean;
    /** Missing while `window.OneTrust` is only the configuration that the script starts from. */
    GetDomainData?(): { readonly ConsentModel?: { readonly Name?: string } };
  };
  readonly OnetrustActiveGroups?: unknown;
}

/** OneTrust's own default groups, by the name that a category has in the manifest. */
const DEFAULTS = {
  necessary: 'C0001',
  performance: 'C0002',
  analytics: 'C0002',
  functional: 'C0003',
  marketing: 'C0004',
  targeting: 'C0004',
  social: 'C0005',
};

/**
 * OneTrust (https://developer.onetrust.com/onetrust/docs/javascript-api). The active groups are filled before the visitor
 * answers, so they count only once the alert box is closed, or where the model lets a default count. Its window events are
 * heard rather than `OnConsentChanged`, which takes two callbacks of equal source text for one. Where the API and the
 * cookie disagree, the stricter counts.
 *
 * @example
 * ```ts
 * import { createHeadgate, onetrust } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [onetrust()], collectors });
 * ```
 */
export function onetrust(): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'onetrust',
      defaults: DEFAULTS,
      events: ['OneTrustGroupsUpdated', 'consent.onetrust'],
      read: readOneTrust,
    });
}

function readOneTrust(): PlatformAnswer | undefined {
  const { OneTrust, OnetrustActiveGroups } = window as unknown as Page;
  if (!OneTrust?.GetDomainData) return undefined;
  const model = OneTrust.GetDomainData().ConsentModel?.Name as string;
  const cookies = readCookies('OptanonConsent', String).map(
    (cookie) => Object.fromEntries(new URLSearchParams(cookie)) as { [key: string]: string | undefined },
  );
  const [{ consentId: id, version, geolocation }] = cookies as [{ [key: string]: string | undefined }];
  const choices = cookies.flatMap(({ groups }) => groups ?? []);
  // Asked anew, or a notice that can only be closed: no answer.
  const isAnswered =
    OneTrust.IsAlertBoxClosed() &&
    cookies.every(({ AwaitingReconsent }) => AwaitingReconsent !== 'true') &&
    !/notice/i.test(model);
  return {
    allows(code) {
      if (choices.some((groups) => has(groups, `${code}:0`))) return false;
      // A group that is newer than the visitor's choice is in no cookie of it.
      if (isAnswered && choices.some((groups) => !has(groups, `${code}:`))) return undefined;
      return has(OnetrustActiveGroups, `${code},`);
    },
    // A notice is no law: there the manifest's holds.
    regime: /opt-out|implied/i.test(model) ? 'opt-out' : /opt-in/i.test(model) ? 'opt-in' : undefined,
    region: geolocation?.match(/\w+/g)?.join('-'),
    ...(isAnswered && {
      evidence: 'explicit',
      // The other time, `datestamp`, is that of every page.
      proof: id
        ? { id, version, time: new Date(readCookies('OptanonAlertBoxClosed')[0]!).toJSON() ?? undefined }
        : undefined,
    }),
  };
}

function has(list: unknown, start: string): boolean {
  return `,${String(list)},`.toLowerCase().includes(`,${start.toLowerCase()}`);
}
