import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { verifyAccessLog } from '../src/access-log/verify-access-log.mjs';
import { iso, manifest, newId, now, privacyToken, toggleEvent } from './collector-fixture.js';
import { bundleTo, spawnServer } from './spawn-server.js';

const directory = mkdtempSync(join(tmpdir(), 'server-'));
const data = join(directory, 'data');
const file = join(directory, 'manifest.json');
const bundle = join(directory, 'node.mjs');
const running = new Set<Awaited<ReturnType<typeof spawnServer>>>();

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(manifest));
  await bundleTo(bundle);
});

afterAll(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
});

async function start(...args: string[]) {
  const server = await spawnServer(['--manifest', file, '--port', '0', '--data', data, ...args], {
    HEADGATE_NODE: bundle,
    PRIVACY_TOKEN: privacyToken,
  });
  running.add(server);
  void server.ended.then(() => running.delete(server));
  return server;
}

type Server = Awaited<ReturnType<typeof start>>;

const batch = (size: number) => Array.from({ length: size }, () => toggleEvent({ id: newId() }));

async function send({ url }: Server, events: readonly { id: string }[]): Promise<string[]> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    body: JSON.stringify({ sentAt: iso(now), events }),
  });
  return ((await response.json()) as { accepted: string[] }).accepted;
}

/** Ids that the collector holds, of those asked for. */
async function find({ url }: Server, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let start = 0; start < ids.length; start += 200) {
    const response = await fetch(`${url}/access`, {
      method: 'POST',
      headers: { authorization: `Bearer ${privacyToken}` },
      body: JSON.stringify({ ids: ids.slice(start, start + 200) }),
    });
    const { events } = (await response.json()) as { events: { id: string }[] };
    for (const { id } of events) found.add(id);
  }
  return found;
}

/** Sends batches over several connections until the server is killed, right after so many answers. */
async function killWhileSending(server: Server, answersBeforeKill: number) {
  const acknowledged: string[] = [];
  const sent: { id: string }[][] = [];
  let answers = 0;
  const sendOn = async () => {
    while (server.child.exitCode === null && !server.child.killed) {
      const events = batch(50);
      sent.push(events);
      const accepted = await send(server, events).catch(() => []);
      acknowledged.push(...accepted);
      if (accepted.length > 0 && ++answers === answersBeforeKill) server.child.kill('SIGKILL');
    }
  };
  await Promise.all([sendOn(), sendOn(), sendOn(), sendOn()]);
  expect(await server.ended).toEqual([null, 'SIGKILL']);
  return { acknowledged, sent: sent.flat() };
}

it('still holds every acknowledged event after kill -9, round after round, and what is sent again once only', async () => {
  const acknowledged: string[] = [];
  const sent: { id: string }[] = [];
  let unknown = 0;
  for (const answersBeforeKill of [1, 2, 5, 11, 24, 40]) {
    const round = await killWhileSending(await start(), answersBeforeKill);
    expect(round.acknowledged.length).toBeGreaterThan(0);
    acknowledged.push(...round.acknowledged);
    sent.push(...round.sent);
    unknown += round.sent.length - round.acknowledged.length;
  }
  // Requests were on their way each time: otherwise nothing was put to the test.
  expect(unknown).toBeGreaterThan(0);

  const server = await start();
  const found = await find(server, acknowledged);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);

  for (let start = 0; start < sent.length; start += 500) await send(server, sent.slice(start, start + 500));
  const stats = (await (await fetch(`${server.url}/v1/stats`)).json()) as { total: number };
  expect(stats.total).toBe(sent.length);
  // An entry of each start, and of what was asked above.
  const { problems, size } = await verifyAccessLog(join(data, 'access-log'));
  expect(problems).toEqual([]);
  expect(size).toBeGreaterThan(7);
  server.child.kill('SIGINT');
  expect(await server.ended).toEqual([0, null]);
});

it('closes on SIGTERM and gives the data directory free for the next', async () => {
  for (let round = 0; round < 2; round++) {
    const server = await start();
    expect(await send(server, batch(1))).toHaveLength(1);
    server.child.kill('SIGTERM');
    expect(await server.ended).toEqual([0, null]);
  }
});

/** The folder and everything in it that somebody else may read or write. */
const openFiles = () =>
  ['.', ...readdirSync(data, { recursive: true, encoding: 'utf8' })]
    .map((name) => join(data, name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);

it('keeps its files from other accounts', async () => {
  const server = await start();
  expect(await send(server, batch(1))).toHaveLength(1);
  server.child.kill('SIGTERM');
  await server.ended;
  expect(readdirSync(data).length).toBeGreaterThan(0);
  expect(openFiles()).toEqual([]);
});

it('closes a data folder that it finds open, and follows no link out of it', async () => {
  const outside = join(directory, 'outside');
  writeFileSync(outside, 'of somebody else', { mode: 0o644 });
  chmodSync(outside, 0o644);
  symlinkSync(outside, join(data, 'link'));
  for (const path of ['.', ...readdirSync(data, { recursive: true, encoding: 'utf8' })]) {
    if (path !== 'link') chmodSync(join(data, path), statSync(join(data, path)).isDirectory() ? 0o755 : 0o644);
  }
  expect(openFiles().length).toBeGreaterThan(10);
  const server = await start();
  expect(await send(server, batch(1))).toHaveLength(1);
  expect(statSync(outside).mode & 0o777).toBe(0o644);
  rmSync(join(data, 'link'));
  server.child.kill('SIGTERM');
  await server.ended;
  expect(openFiles()).toEqual([]);
});

it('says that another process uses the data directory', async () => {
  const first = await start();
  const second = await start();
  expect(await second.ended).toEqual([1, null]);
  expect(second.output()).toContain(`cannot open ${data}`);
  first.child.kill('SIGINT');
  await first.ended;
});

it('says which port is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const server = await start('--port', String(port));
  expect(await server.ended).toEqual([1, null]);
  expect(server.output()).toContain(`port ${port} of 127.0.0.1 is taken`);
  await new Promise((resolve) => other.close(resolve));
});

it('does not start without a sound manifest, and says what is wrong with it', async () => {
  const broken = join(directory, 'broken.json');
  writeFileSync(broken, JSON.stringify({ ...manifest, events: { a: { purpose: 'x' } } }));
  const server = await start('--manifest', broken);
  expect(await server.ended).toEqual([1, null]);
  expect(server.output()).toContain('broken.json');
  expect(server.output()).toContain('events.a');
});

it('explains its flags when it is not told what it needs', async () => {
  const server = await spawnServer([], { HEADGATE_NODE: bundle });
  expect(await server.ended).toEqual([2, null]);
  expect(server.output()).toContain('usage: headgate-collector');
});
