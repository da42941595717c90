import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runCli } from '../../src/node/run-cli.js';
import { createPaint } from '../../src/node/terminal/create-paint.js';
import type { VerifyFinding } from '../../src/node/verify/create-findings.js';
import { checkPack } from '../../src/node/verify/pack.js';
import type { Verification } from '../../src/node/verify/verification.js';
import { findBrowser } from '../support/find-browser.mjs';
import { problemsOf, schemaOf } from '../unit/node/cli/output-schemas.js';
import { servePlantedShop, SHOP_JOURNEY, SHOP_MANIFEST } from './support/planted-shop.mjs';

/**
 * A shop whose faults are known is visited by the command, with a browser of its own. Its vendors' hosts are looked up at the
 * shop's own server: nothing leaves this machine.
 */

/** Each with what has to be found of it: rule, party, and the visit and step in which it is first seen. */
const FAULTS: { readonly [fault: string]: readonly string[] } = {
  pixel: ['HG201 Pinterest: ignore, shows /', 'HG205 Pinterest: accept, shows /'],
  socket: ['HG201 Lucky Orange: ignore, shows /', 'HG205 Lucky Orange: accept, shows /'],
  'local-id': [
    'HG201 Amplitude Mobile Analytics: ignore, shows /',
    'HG205 Amplitude Mobile Analytics: accept, shows /',
    'HG208 Amplitude Mobile Analytics: ignore, shows /',
  ],
  'frame-cookie': ['HG201 Hotjar: ignore, shows /', 'HG205 Hotjar: accept, shows /', 'HG208 Hotjar: ignore, shows /'],
  rejected: ['HG202 Bing Ads: reject, rejects', 'HG203 Bing Ads: withdraw, shows /'],
  unload: ['HG202 Crazy Egg: reject, shows /', 'HG203 Crazy Egg: withdraw, shows /account'],
  withdrawn: ['HG203 Mixpanel: withdraw, withdraws'],
  worker: ['HG203 Segment: withdraw, withdraws'],
  signal: ['HG204 Quantcast: gpc, shows /'],
  shadow: ['HG205 TikTok: accept, accepts'],
  remains: ['HG209 Matomo: withdraw, does 3 steps on /account'],
  'hashed-email': ['HG210 Facebook: accept, does 3 steps on /account'],
  address: ['HG211 the site itself: ignore, does 3 steps on /account'],
  stored: ['HG212 the site itself: ignore, does 3 steps on /account'],
  event: ['HG213 the site itself: reject, rejects', 'HG215 the site itself: reject, rejects'],
};

test.describe.configure({ timeout: 300_000 });

test('every planted fault is found at its step and with its vendor, and nothing else', async () => {
  const { code, result, pack, notes } = await verify(Object.keys(FAULTS), 'vanilla-cookieconsent');
  expect(result.findings.map(describe).sort()).toEqual(Object.values(FAULTS).flat().sort());
  expect([code, notes]).toEqual([1, expect.stringContaining('wrote')]);
  expect(result.findings.find(({ id }) => id === 'HG205')?.sightings.at(0)?.stack.length).toBeGreaterThan(0);
  expect(result.findings.find(({ id }) => id === 'HG210')?.found).toContain('{email} (SHA-256)');
  // The DevTools protocol does not tell of beacons that a page sends while it goes: the network log does.
  const requests = result.visits.flatMap(({ steps }) => steps.flatMap((step) => step.requests));
  expect(requests.filter(({ party }) => party === 'Crazy Egg').map(({ witness }) => witness)).toContain('network-log');
  const worker = result.findings.find(({ party }) => party === 'Segment');
  expect(worker?.sightings.at(0)?.what).toContain('by a service worker');
  expect(checkPack(pack).problems).toEqual([]);
  const schema = schemaOf('verify.schema');
  expect(problemsOf(schema, JSON.stringify(result))).toEqual([]);
  expect(problemsOf(schema, JSON.stringify({ ...result, findings: [{ id: 'HG201' }] }))).not.toEqual([]);
});

for (const platform of ['vanilla-cookieconsent', 'klaro'] as const) {
  test(`nothing is found on the clean twin with ${platform}`, async () => {
    const { code, result, answers, hosts, connected } = await verify([], platform);
    expect(result.findings).toEqual([]);
    expect(code).toBe(0);
    expect(answers).toEqual(['reject: reject', 'accept: accept', 'withdraw: accept', 'withdraw: withdraw']);
    // What waits for consent came once there was one: a site that is broken would be clean too.
    const asked = result.parties.filter(({ isOwn }) => !isOwn);
    expect(asked.map(({ name }) => name)).toEqual(['Matomo', 'Mixpanel', 'Segment']);
    for (const { requests } of asked) {
      expect(requests).toMatchObject({ undecided: 0, rejected: 0, withdrawn: 0, signalled: 0 });
      expect(requests.granted).toBeGreaterThan(0);
    }
    // To the browser every name is the shop's server, so that what it asked by itself would have come there too.
    const own = new Set(['api.segment.io', 'cdn.matomo.cloud', 'cdn.mxpnl.com', 'localhost']);
    expect(hosts).toContain('localhost');
    expect(hosts.filter((host) => !own.has(host))).toEqual([]);
    expect(connected).toEqual([]);
  });
}

test('one flipped byte of the evidence is found by the second command', async () => {
  const { pack, folder, run } = await verify([], 'vanilla-cookieconsent', ['--visits', 'ignore']);
  expect(await run(['verify', '--check', 'pack.zip'])).toMatchObject({ code: 0 });
  for (const share of [0.1, 0.5, 0.9]) {
    const flipped = Buffer.from(pack);
    const place = Math.floor(flipped.length * share);
    flipped[place]! ^= 1;
    writeFileSync(join(folder, 'flipped.zip'), flipped);
    expect(await run(['verify', '--check', 'flipped.zip'])).toMatchObject({ code: 1 });
  }
});

test('a banner that nobody knows is said, and answered by a journey', async () => {
  const journey = {
    ...SHOP_JOURNEY,
    banner: { reject: [{ click: '.no-such-button' }], accept: [{ click: '[data-role=all]' }] },
  };
  const { result } = await verify([], 'vanilla-cookieconsent', ['--visits', 'reject,accept'], journey);
  expect(result.findings.map(({ id }) => id)).toEqual(['HG220']);
  expect(result.visits.flatMap(({ answers }) => answers.map(({ wish, by }) => `${wish} by ${by}`))).toEqual([
    'accept by the journey',
  ]);
});

const folders: string[] = [];
test.afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

async function verify(
  faults: readonly string[],
  platform: 'vanilla-cookieconsent' | 'klaro',
  more: readonly string[] = [],
  journey: object = SHOP_JOURNEY,
) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-verify-test-'));
  folders.push(folder);
  writeFileSync(join(folder, 'journey.json'), JSON.stringify(journey));
  writeFileSync(join(folder, 'headgate.manifest.json'), JSON.stringify(SHOP_MANIFEST));
  const browser = await findBrowser({ full: true });
  const run = (args: readonly string[]): Promise<Ran> => runIn(folder, args);
  const shop = await servePlantedShop(faults, platform);
  const connections = watchConnections();
  try {
    const options = ['--journey', 'journey.json', '--resolve', shop.resolve, '--dwell', '1000', '--pack', 'pack.zip'];
    const named = browser ? ['--browser', browser.executablePath] : [];
    const { code, out, notes } = await run(['verify', shop.url, ...options, ...named, '--json', ...more]);
    const result = JSON.parse(out) as Verification;
    const answers = result.visits.flatMap(({ kind, answers }) => answers.map(({ wish }) => `${kind}: ${wish}`));
    const hosts = [...new Set(shop.requests.map(({ host }) => host.replace(/:\d+$/, '')))].sort();
    const pack = readFileSync(join(folder, 'pack.zip'));
    return { code, notes, result, answers, pack, folder, run, hosts, connected: connections.addresses };
  } finally {
    connections.stop();
    await shop.close();
  }
}

/** Whom this process itself connects to meanwhile: the command drives the browser by a pipe, and asks nobody. */
function watchConnections() {
  const addresses: string[] = [];
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('lookup', (_error, address, _family, host) => addresses.push(`${host} ${address}`));
    socket.once('connect', () => addresses.push(String(socket.remoteAddress)));
  };
  subscribe('net.client.socket', onSocket);
  return { addresses, stop: () => unsubscribe('net.client.socket', onSocket) };
}

async function runIn(folder: string, args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await runCli(args, {
    folder,
    print: (text) => out.push(text),
    note: (text) => notes.push(text),
    progress: () => {},
    paint: createPaint(false),
    ask: undefined,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

function describe({ id, party, sightings }: VerifyFinding): string {
  const [first] = sightings;
  return `${id} ${party}: ${first?.visit}, ${first?.step}`;
}
