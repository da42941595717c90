import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MANIFEST_NAMES } from '../find-manifest.js';
import { openSoundManifest } from '../open-sound-manifest.js';
import { hasFailed } from '../print-findings.js';
import { readSeverity } from '../read-severity.js';
import { readVersion } from '../read-version.js';
import { toSarif } from '../to-sarif.js';
import { VISIT_KINDS, type VisitKind } from '../verify/evidence.js';
import { findChromium } from '../verify/find-chromium.js';
import { readJourney } from '../verify/journey.js';
import { readSitemap } from '../verify/read-sitemap.js';
import { loadTools } from '../verify/load-tools.js';
import { checkPack } from '../verify/pack.js';
import { packVerification } from '../verify/pack-verification.js';
import { printVerification } from '../verify/print-verification.js';
import { renderVerification } from '../verify/report/render-verification.js';
import type { Verification } from '../verify/verification.js';
import { verifySite, type Verified } from '../verify/verify-site.js';
import { verifyRules } from '../verify/verify-rules.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Visits a site as visitors do, and says what it did. */
export const verifyCommand: Command = {
  summary: 'Visit a live site as visitors do, and show what it sends and stores before and after each choice',
  usage: `headgate verify URL [options]
headgate verify --check PACK [--public-key FILE]

Visits a site with a real Chromium, each time as a new visitor who ignores the banner, rejects, accepts, withdraws, or sends
Global Privacy Control, and watches requests, cookies, stores and service workers. Nothing is asked of anybody but the site.
Needs Chrome or Chromium, and: npm install --save-dev puppeteer-core @duckduckgo/autoconsent third-party-web

  --page PATH         A page to visit; can be given several times. Default: the one of URL
  --sitemap FILE      Pages of a sitemap: a file, or an address of the site
  --most-pages N      So many of the sitemap's pages, at even distances. Default: 10
  --journey FILE      Pages, what to do on them, and how to answer the banner, as JSON
  --visits LIST       Of ${VISIT_KINDS.join(', ')}. Default: all
  --manifest FILE     What the site is held against. Default: headgate.manifest.json or .jsonc, where it lies here
  --endpoint NAME=URL Where a collector of the manifest receives; can be given several times. Default: as the pages say
  --own HOST          A host of the site itself beside its domain; can be given several times
  --resolve HOST=ADDRESS  Where to look for a host, as for a site that is not at its place yet; can be given several times
  --dwell MS          How long each page is looked at, at least. Default: 1500
  --browser FILE      The Chromium. Default: HEADGATE_CHROMIUM, or an installed one
  --report FILE       Write the report there, as one HTML file
  --pack FILE         Write the evidence there: a zip file with hashes that --check verifies
  --key FILE          A private key (PEM) that signs the evidence
  --check PACK        Check such evidence, and visit nothing
  --public-key FILE   With --check: the key (PEM) by which it has to be signed
  --fail-on SEVERITY  error, warning or note: what makes the exit code 1. Default: warning
  --json              All that was seen, as JSON
  --sarif             Findings as SARIF 2.1.0`,
  run: runVerify,
};

const OPTIONS = {
  page: { type: 'string', multiple: true, default: [] },
  sitemap: { type: 'string' },
  'most-pages': { type: 'string', default: '10' },
  journey: { type: 'string' },
  visits: { type: 'string' },
  manifest: { type: 'string' },
  endpoint: { type: 'string', multiple: true, default: [] },
  own: { type: 'string', multiple: true, default: [] },
  resolve: { type: 'string', multiple: true, default: [] },
  dwell: { type: 'string', default: '1500' },
  browser: { type: 'string' },
  report: { type: 'string' },
  pack: { type: 'string' },
  key: { type: 'string' },
  check: { type: 'string' },
  'public-key': { type: 'string' },
  'fail-on': { type: 'string', default: 'warning' },
  json: { type: 'boolean', default: false },
  sarif: { type: 'boolean', default: false },
} as const satisfies NonNullable<Parameters<typeof parseArgs>[0]>['options'];

const readArguments = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });

type Values = ReturnType<typeof readArguments>['values'];

async function runVerify(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = readArguments(args);
  if (values.check !== undefined) return check(values.check, values['public-key'], terminal);
  if (values.json && values.sarif) throw new UsageError('Either --json or --sarif.');
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Name one address to visit.');
  const failOn = readSeverity(values['fail-on']);
  const key = values.key === undefined ? undefined : readKey(resolve(terminal.folder, values.key), createPrivateKey);
  const verified = await verify(readStart(address), values, terminal);
  const { verification } = verified;
  if (values.report !== undefined) write(values.report, renderVerification(verification, verified.pictures), terminal);
  if (values.pack !== undefined) write(values.pack, packVerification(verified, key), terminal);
  print(verification, values, terminal);
  return hasFailed(verification.findings, failOn) ? 1 : 0;
}

async function verify(start: URL, values: Values, terminal: Terminal): Promise<Verified> {
  const { folder } = terminal;
  const chromium = findChromium(values.browser === undefined ? undefined : resolve(folder, values.browser));
  const journeyFile = values.journey === undefined ? undefined : resolve(folder, values.journey);
  const most = Number(values['most-pages']);
  if (!(Number.isInteger(most) && most > 0)) throw new UsageError('--most-pages takes a number of pages.');
  const mapped = values.sitemap === undefined ? [] : await readSitemap(values.sitemap, { start, folder, most });
  const journey = readJourney(journeyFile, start, [...values.page, ...mapped]);
  const dwell = Number(values.dwell);
  if (!(dwell >= 0 && dwell <= 60_000)) throw new UsageError('--dwell takes milliseconds, up to 60000.');
  return verifySite({
    start,
    journey: { ...journey, own: [...journey.own, ...values.own] },
    visits: readVisits(values.visits),
    manifest: readManifestOf(values.manifest, folder),
    endpoints: Object.fromEntries(values.endpoint.map((pair) => readPair(pair, '--endpoint', 'NAME=URL'))),
    resolve: values.resolve.map((pair) => readPair(pair, '--resolve', 'HOST=ADDRESS').join('=')),
    dwell,
    chromium,
    tools: await loadTools(folder),
    progress: terminal.progress,
  });
}

function print(verification: Verification, { json, sarif }: Values, { print, paint }: Terminal): void {
  if (json) return print(JSON.stringify(verification, null, 2));
  if (!sarif) return print(printVerification(verification, paint));
  const rules = Object.values(verifyRules);
  print(JSON.stringify(toSarif(verification.findings, { version: readVersion(), rules }), null, 2));
}

function check(file: string, keyFile: string | undefined, { folder, print }: Terminal): ExitCode {
  const key = keyFile === undefined ? undefined : readKey(resolve(folder, keyFile), createPublicKey);
  const { problems, list, sha256, signed } = checkPack(readFileSync(resolve(folder, file)), key);
  for (const problem of problems) print(`${file}: ${problem}`);
  if (problems.length > 0 || !list) return 1;
  const files = Object.keys(list.files).length;
  print(`${file}: as it was written (${files} files; ${list.site}, ${list.created}, ${list.tool})`);
  print(`SHA-256 of its list: ${sha256}`);
  print(SIGNED[signed]);
  return 0;
}

const SIGNED = {
  'given key': 'Signed by the given key.',
  'own key': 'Signed by the key in the pack. Whose that is, --public-key FILE tells.',
  not: 'Not signed: this shows that it is undamaged, and not who made it.',
} as const;

function readStart(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`${address} is no address such as https://shop.example/.`);
}

function readVisits(list: string | undefined): readonly VisitKind[] {
  if (list === undefined) return VISIT_KINDS;
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !VISIT_KINDS.some((kind) => kind === name));
  if (unknown !== undefined) throw new UsageError(`--visits takes some of ${VISIT_KINDS.join(', ')}, not ${unknown}.`);
  return VISIT_KINDS.filter((kind) => names.includes(kind));
}

function readManifestOf(given: string | undefined, folder: string): Parameters<typeof verifySite>[0]['manifest'] {
  const lies = MANIFEST_NAMES.some((name) => existsSync(resolve(folder, name)));
  if (given === undefined && !lies) return undefined;
  const { manifest, name } = openSoundManifest(given, folder);
  const sha256 = createHash('sha256')
    .update(readFileSync(resolve(folder, name)))
    .digest('hex');
  return { manifest, file: name, sha256 };
}

function readPair(pair: string, option: string, form: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`${option} takes ${form}, not ${pair}.`);
  return [name, value];
}

function readKey(file: string, read: (pem: Buffer) => KeyObject): KeyObject {
  const pem = readFileSync(file);
  try {
    return read(pem);
  } catch {
    throw new UsageError(`${file} is no such key as PEM.`);
  }
}

function write(name: string, content: string | Uint8Array, { folder, note }: Terminal): void {
  const file = resolve(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  note(`wrote ${file}`);
}
