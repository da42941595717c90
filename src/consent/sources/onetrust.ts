import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';

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
  const cookie = `; ${document.cookie}`.match('; OptanonConsent=([^;]*)')?.[1];
  const {
    AwaitingReconsent,
    groups,
    consentId: id,
    datestamp,
    version,
    geolocation,
  } = Object.fromEntries(new URLSearchParams(cookie)) as { [key: string]: string | undefined };
  // Asked anew, or a notice that can only be closed: no answer.
  const isAnswered = OneTrust.IsAlertBoxClosed() && AwaitingReconsent !== 'true' && !/notice/i.test(model);
  return {
    allows: (code) => isIn(OnetrustActiveGroups, code) && !isIn(groups, `${code}:0`),
    regime: /opt-out|implied/i.test(model) ? 'opt-out' : 'opt-in',
    region: geolocation?.match(/\w+/g)?.join('-'),
    ...(isAnswered && {
      evidence: 'explicit',
      proof: id ? { id, version, time: new Date(datestamp!).toJSON() ?? undefined } : undefined,
    }),
  };
}

function isIn(list: unknown, group: string): boolean {
  return `,${String(list)},`.toLowerCase().includes(`,${group.toLowerCase()},`);
}
