import type { Regime } from '../../manifest/manifest.js';
import type { Choice, ConsentReading, ConsentSource } from '../consent.js';

/** The part of `window.OneTrust` that is read. Before the banner script is ready it can be a bare configuration. */
interface OneTrust {
  IsAlertBoxClosed?(): boolean;
  GetDomainData?(): { ShowAlertNotice?: boolean; ConsentModel?: { Name?: string } };
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
    let wait = 0;
    const read = (): void => {
      const reading = readSafely(groups);
      // The script is not there yet: look again, ever more seldom. Its events end the wait early.
      if (!isReady(api())) timer = setTimeout(read, (wait = Math.min(wait + 100, 2000)));
      report(reading);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onEvent = (): void => {
      clearTimeout(timer);
      read();
    };
    for (const type of EVENTS) addEventListener(type, onEvent);
    read();
    return () => {
      clearTimeout(timer);
      for (const type of EVENTS) removeEventListener(type, onEvent);
    };
  };
}

function api(): OneTrust | undefined {
  return (window as { OneTrust?: OneTrust }).OneTrust;
}

function isReady(oneTrust: OneTrust | undefined): oneTrust is Required<OneTrust> {
  return typeof oneTrust?.IsAlertBoxClosed === 'function' && typeof oneTrust.GetDomainData === 'function';
}

/** Each category with the codes of OneTrust that must all be active. */
type Groups = readonly (readonly [category: string, codes: readonly string[]])[];

/** A script that is half loaded or was replaced can throw: then nothing is known. */
function readSafely(groups: Groups): ConsentReading {
  try {
    return readOneTrust(groups);
  } catch {
    const categories = Object.fromEntries(groups.map(([category]) => [category, 'undecided' as const]));
    return { source: 'onetrust', categories, basis: 'default' };
  }
}

function readOneTrust(groups: Groups): ConsentReading {
  const cookie = new URLSearchParams(/(?:^|; )OptanonConsent=([^;]*)/.exec(document.cookie)?.[1] ?? '');
  const oneTrust = api();
  const ready = isReady(oneTrust);
  const domain = ready ? oneTrust.GetDomainData() : undefined;
  const isAnswered = ready && oneTrust.IsAlertBoxClosed() && cookie.get('AwaitingReconsent') !== 'true';
  const hasNoBanner = domain?.ShowAlertNotice === false;
  const regime: Regime = /opt-out|implied/i.test(domain?.ConsentModel?.Name ?? '') ? 'opt-out' : 'opt-in';
  const active = String((window as { OnetrustActiveGroups?: unknown }).OnetrustActiveGroups ?? '').toLowerCase();
  const stored = (cookie.get('groups') ?? '').toLowerCase();
  const isOpen = (code: string): boolean =>
    `,${active},`.includes(`,${code},`) && !`,${stored},`.includes(`,${code}:0,`);
  const choose = (wanted: readonly string[]): Choice => {
    if (!ready || !(isAnswered || hasNoBanner || regime === 'opt-out')) return 'undecided';
    return wanted.every(isOpen) ? 'granted' : 'denied';
  };
  const id = cookie.get('consentId');
  return {
    source: 'onetrust',
    categories: Object.fromEntries(groups.map(([category, wanted]) => [category, choose(wanted)])),
    basis: isAnswered ? 'explicit' : 'default',
    ...(domain && { regime }),
    ...(id &&
      isAnswered && { proof: { id, time: toIso(cookie.get('datestamp')), version: cookie.get('version') ?? '' } }),
  };
}

function toIso(date: string | null): string {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}
