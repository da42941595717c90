import type { Regime } from '../../manifest/manifest.js';
import type { Choice, ConsentReading, ConsentSource } from '../consent.js';

/** What is read of the page, once the banner script is ready. */
interface Page {
  readonly OneTrust: {
    IsAlertBoxClosed(): boolean;
    GetDomainData(): { readonly ShowAlertNotice?: boolean; readonly ConsentModel?: { readonly Name?: string } };
  };
  readonly OnetrustActiveGroups?: unknown;
}

const EVENTS = ['OneTrustGroupsUpdated', 'consent.onetrust', 'OTConsentApplied', 'pageshow'];

/** OneTrust's own default groups, by the name that a category has in the manifest. */
const DEFAULT_CODES: { readonly [category: string]: string } = {
  necessary: 'C0001',
  performance: 'C0002',
  analytics: 'C0002',
  functional: 'C0003',
  marketing: 'C0004',
  targeting: 'C0004',
  social: 'C0005',
};

/**
 * OneTrust. The active groups are filled before the visitor answers, so they count only once the alert box is
 * closed, or in a region whose model shows no banner. Events say that something changed, never what: the state is read
 * again each time. Where the API and the cookie disagree, the stricter counts.
 */
export function oneTrust(): ConsentSource {
  return ({ codes, report }) => {
    const groups = Object.entries(codes('onetrust')).flatMap(([category, code = DEFAULT_CODES[category]]) =>
      code === undefined || code === false
        ? []
        : [[category, [code].flat().map((one) => `${one}`.toLowerCase())] as const],
    );
    const listening = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = 0;
    const read = (): void => {
      clearTimeout(timer);
      let reading: ConsentReading;
      try {
        reading = readOneTrust(groups);
      } catch {
        // Not there yet, half loaded, or replaced: nothing is known. Look again, ever more seldom; an event ends the wait.
        timer = setTimeout(read, (wait = Math.min(wait + 100, 2000)));
        reading = toReading(groups, () => 'undecided', 'default');
      }
      report(reading);
    };
    for (const type of EVENTS) addEventListener(type, read, listening);
    read();
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  };
}

/** Each category with the codes of OneTrust that must all be active. */
type Groups = readonly (readonly [category: string, codes: readonly string[]])[];

function toReading(
  groups: Groups,
  choose: (codes: readonly string[]) => Choice,
  basis: ConsentReading['basis'],
): ConsentReading {
  const categories = Object.fromEntries(groups.map(([category, wanted]) => [category, choose(wanted)]));
  return { source: 'onetrust', categories, basis };
}

/** Throws where the banner script is not ready: `window.OneTrust` may be a bare configuration until then. */
function readOneTrust(groups: Groups): ConsentReading {
  const { OneTrust, OnetrustActiveGroups } = window as unknown as Page;
  const { ShowAlertNotice, ConsentModel } = OneTrust.GetDomainData();
  const cookie = new URLSearchParams(/(?:^|; )OptanonConsent=([^;]*)/.exec(document.cookie)?.[1]);
  const isAnswered = OneTrust.IsAlertBoxClosed() && cookie.get('AwaitingReconsent') !== 'true';
  const regime: Regime = /opt-out|implied/i.test(`${ConsentModel?.Name}`) ? 'opt-out' : 'opt-in';
  const isKnown = isAnswered || ShowAlertNotice === false || regime === 'opt-out';
  const active = `,${String(OnetrustActiveGroups)},`.toLowerCase();
  const stored = `,${cookie.get('groups')},`.toLowerCase();
  const isOpen = (code: string): boolean => active.includes(`,${code},`) && !stored.includes(`,${code}:0,`);
  const choose = (wanted: readonly string[]): Choice =>
    isKnown ? (wanted.every(isOpen) ? 'granted' : 'denied') : 'undecided';
  const id = cookie.get('consentId');
  const time = Date.parse(`${cookie.get('datestamp')}`);
  return {
    ...toReading(groups, choose, isAnswered ? 'explicit' : 'default'),
    regime,
    ...(id &&
      isAnswered && {
        proof: { id, version: `${cookie.get('version')}`, ...(time && { time: new Date(time).toISOString() }) },
      }),
  };
}
