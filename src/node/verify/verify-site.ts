import type { Manifest } from '../../manifest/manifest.js';
import { readVersion } from '../read-version.js';
import { createCanaries } from './canaries.js';
import type { Visit, VisitKind } from './evidence.js';
import type { Journey } from './journey.js';
import { judge } from './judge.js';
import type { Tools } from './load-tools.js';
import { pictureName, toPartiesSeen, toVisitsSeen, type Verification } from './verification.js';
import { visitSite } from './visit-site.js';

export interface VerifyOptions {
  readonly start: URL;
  readonly journey: Journey;
  readonly visits: readonly VisitKind[];
  readonly manifest: { readonly manifest: Manifest; readonly file: string; readonly sha256: string } | undefined;
  /** Addresses of collectors, by name. */
  readonly endpoints: { readonly [collector: string]: string };
  readonly resolve: readonly string[];
  readonly dwell: number;
  readonly chromium: string;
  readonly tools: Tools;
  readonly progress: (text: string) => void;
}

/** What a verification came to, and the evidence of it. */
export interface Verified {
  readonly verification: Verification;
  readonly visits: readonly Visit[];
  /** JPEGs by name. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/** Visits a site in each way, one after the other, and judges what was seen. */
export async function verifySite(options: VerifyOptions): Promise<Verified> {
  const { start, journey, tools, manifest, progress } = options;
  // Where nobody is asked, nobody can answer.
  const kinds = options.visits.filter((kind) => journey.banner !== 'none' || kind === 'ignore' || kind === 'gpc');
  const canaries = createCanaries();
  const visits: Visit[] = [];
  for (const [index, kind] of kinds.entries()) {
    const tell = (text: string): void => progress(`${index + 1}/${kinds.length} ${text}`);
    const visit = await visitSite(kind, { ...options, canaries, progress: tell });
    visits.push({ ...visit, endpoints: { ...visit.endpoints, ...options.endpoints } });
  }
  const { own } = journey;
  const { findings, partyOf } = judge({
    start,
    own,
    vendors: tools.vendors,
    manifest: manifest?.manifest,
    canaries,
    visits,
  });
  const verification: Verification = {
    site: start.href,
    created: new Date().toISOString(),
    versions: { headgate: readVersion(), browser: visits.at(0)?.browser ?? '', ...tools.versions },
    ...(manifest && { manifest: { file: manifest.file, version: manifest.manifest.version, sha256: manifest.sha256 } }),
    pages: journey.pages.map(({ url }) => url),
    findings,
    parties: toPartiesSeen(visits, partyOf),
    visits: toVisitsSeen(visits, partyOf),
  };
  return { verification, visits, pictures: collectPictures(visits) };
}

function collectPictures(visits: readonly Visit[]): ReadonlyMap<string, Uint8Array> {
  return new Map(
    visits.flatMap(({ kind, steps }) =>
      steps.flatMap(({ picture }, index) => (picture ? [[pictureName(kind, index), picture] as const] : [])),
    ),
  );
}
