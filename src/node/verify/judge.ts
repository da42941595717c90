import type { Manifest } from '../../manifest/manifest.js';
import type { Canaries } from './canaries.js';
import { createFindings, type VerifyFinding } from './create-findings.js';
import { phaseAt, type Visit } from './evidence.js';
import { judgeCanaries } from './judge-canaries.js';
import { judgeDevice } from './judge-device.js';
import { judgeEvents } from './judge-events.js';
import { judgeFailures } from './judge-failures.js';
import { judgeRequests, withoutQuery } from './judge-requests.js';
import type { VendorDatabase } from './load-tools.js';
import { createParties, type Party } from './parties.js';

/** What a site is held against. */
export interface Case {
  readonly start: URL;
  readonly own: readonly string[];
  readonly vendors: VendorDatabase;
  readonly manifest: Manifest | undefined;
  readonly canaries: Canaries;
  readonly visits: readonly Visit[];
}

export interface Judgement {
  readonly findings: readonly VerifyFinding[];
  readonly partyOf: (url: string) => Party;
  /** Addresses of collectors, as pages named them. */
  readonly endpoints: { readonly [collector: string]: string };
}

/** Returns what is amiss with what was seen. */
export function judge({ visits, ...known }: Case): Judgement {
  const endpoints = Object.assign({}, ...visits.map((visit) => visit.endpoints)) as Judgement['endpoints'];
  const partyOf = createParties({ ...known, endpoints });
  const findings = createFindings();
  const atOnce = new Set(
    visits.flatMap((visit) =>
      visit.requests.filter(({ at }) => phaseAt(visit, at) === 'undecided').map(({ url }) => withoutQuery(url)),
    ),
  );
  const isAskedAtOnce = (url: string): boolean => atOnce.has(withoutQuery(url));
  const scope = { ...known, endpoints, partyOf, isAskedAtOnce, findings };
  for (const visit of visits) {
    judgeFailures(visit, scope);
    judgeRequests(visit, scope);
    judgeDevice(visit, scope);
    judgeCanaries(visit, scope);
    judgeEvents(visit, scope);
  }
  return { findings: findings.list(), partyOf, endpoints };
}
