import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openAccessLog } from '../src/access-log/open-access-log.mjs';
import { verifyAccessLog } from '../src/access-log/verify-access-log.mjs';
import { makeToken, readTokens, revokeToken, tokenFileOf } from '../src/access/tokens.mjs';
import { runPolicyCommand } from '../src/commands/policy.mjs';
import { runBackupCommand, runRestoreCommand } from '../src/commands/backup.mjs';
import { describedRoutes } from '../src/operate/describe-routes.mjs';
import { manifest, now, post, startCollector, toggleEvent } from './collector-fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'operate-'));
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ adminToken: 'correct horse' });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, headers: Record<string, string> = {}) {
  const response = await running.collector.inject({ url, headers: { host: 'localhost', ...headers } });
  return { status: response.statusCode, text: response.body, type: response.headers['content-type'] };
}

describe('/metrics', () => {
  const read = () => ask('/metrics', { authorization: 'Bearer correct horse' });

  it('counts events by what became of them, and requests by route', async () => {
    await post(running.collector, [toggleEvent(), toggleEvent(), toggleEvent({ tier: 'anonymous' })]);
    const { text, type } = await read();
    expect(type).toContain('text/plain; version=0.0.4');
    expect(text).toContain('headgate_events_total{outcome="accepted",reason=""} 2');
    expect(text).toContain('headgate_events_total{outcome="rejected",reason="tier-mismatch"} 1');
    expect(text).toMatch(/headgate_request_seconds_count\{route="\/v1\/events",status="200"\} 1/);
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('has no word of what was sent', async () => {
    const event = toggleEvent({ data: { toggle: 'personal text', enabled: true } });
    await post(running.collector, [event, { id: 'made up', event: 'personal text' }]);
    await ask(`/nowhere/${event.id}`);
    const { text } = await read();
    for (const sent of [event.id, 'personal text', 'made up', 'nowhere']) expect(text).not.toContain(sent);
  });

  it('is for who has a token', async () => {
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/metrics', { authorization: 'Bearer wrong' })).status).toBe(401);
  });
});

it('is ready while it can take events', async () => {
  expect(await ask('/ready')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
});

describe('/openapi.json', () => {
  it('describes every route that there is, and no other', async () => {
    const document = JSON.parse((await ask('/openapi.json')).text) as {
      openapi: string;
      paths: { [path: string]: { [method: string]: { summary?: string } } };
    };
    expect(document.openapi).toMatch(/^3\./);
    const paths = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(paths.sort()).toEqual([...describedRoutes].sort());
    // Every route of the server is printed with its methods, beside those that Fastify and CORS add.
    const printed = running.collector.printRoutes({ commonPrefix: false });
    const served = [...printed.matchAll(/(\/\S*) \(([A-Z, ]+)\)/g)].length;
    expect(served).toBeGreaterThanOrEqual(describedRoutes.length - 1);
  });
});

describe('a backup', () => {
  /** What a collector leaves in its folder, but for the engine’s own files. */
  async function newData(name: string) {
    const data = join(folder, name);
    const log = await openAccessLog({ directory: join(data, 'access-log') });
    const who = { kind: 'token', name: 'Robin', role: 'privacy' };
    await log.append({ action: 'read', who, why: 'a test', what: {}, outcome: 'done' });
    await log.close();
    const { entry } = makeToken(tokenFileOf(data), { name: 'Robin', role: 'analyst', days: 1, now });
    writeFileSync(join(data, 'rows'), 'of the engine');
    return { data, token: entry.id, who };
  }

  async function run(command: typeof runBackupCommand, ...args: string[]) {
    const printed = { out: '', err: '' };
    const print = { out: (text: string) => (printed.out += text), err: (text: string) => (printed.err += text) };
    return { code: await command(args, print, {}), ...printed };
  }

  it('is put back into an empty folder, and the chain goes on', async () => {
    const { data } = await newData('one');
    const [to, other] = [join(folder, 'one-backup'), join(folder, 'one-restored')];
    expect(await run(runBackupCommand, '--data', data, '--to', to)).toMatchObject({ code: 0 });
    expect(await run(runRestoreCommand, '--data', other, '--from', to)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(other, 'rows'), 'utf8')).toBe('of the engine');
    const { checkpoint } = JSON.parse(readFileSync(join(to, 'backup.json'), 'utf8')) as { checkpoint: string };
    const verified = await verifyAccessLog(join(other, 'access-log'), { checkpoints: [checkpoint] });
    expect(verified).toMatchObject({ problems: [], size: 2 });
  });

  it('takes nothing back of what is written down since: entries, erasures, revoked tokens', async () => {
    const { data, token, who } = await newData('two');
    const to = join(folder, 'two-backup');
    await run(runBackupCommand, '--data', data, '--to', to);
    const log = await openAccessLog({ directory: join(data, 'access-log') });
    await log.append({ action: 'erase', who, why: 'a letter', what: { erased: 3 }, outcome: 'done' });
    await log.close();
    revokeToken(tokenFileOf(data), token, now);
    rmSync(join(data, 'rows'));

    expect(await run(runRestoreCommand, '--data', data, '--from', to)).toMatchObject({
      code: 0,
      err: '1 erasures since then have to be made again\n',
    });
    expect(readFileSync(join(data, 'rows'), 'utf8')).toBe('of the engine');
    expect(readTokens(tokenFileOf(data))[0]?.revoked).toBeDefined();
    expect(await verifyAccessLog(join(data, 'access-log'))).toMatchObject({ problems: [], size: 3 });
  });

  it('is refused where a file of it was changed', async () => {
    const { data } = await newData('three');
    const to = join(folder, 'three-backup');
    await run(runBackupCommand, '--data', data, '--to', to);
    writeFileSync(join(to, 'data/rows'), 'of somebody else');
    await expect(run(runRestoreCommand, '--data', join(folder, 'x'), '--from', to)).rejects.toThrow('rows');
  });

  it('is not put over data, nor beside the access log of another collector', async () => {
    const { data } = await newData('four');
    const to = join(folder, 'four-backup');
    await run(runBackupCommand, '--data', data, '--to', to);
    await expect(run(runRestoreCommand, '--data', data, '--from', to)).rejects.toThrow('holds data');
    const other = await newData('five');
    rmSync(join(other.data, 'rows'));
    await expect(run(runRestoreCommand, '--data', other.data, '--from', to)).rejects.toThrow('not what it was');
  });

  it('is not made of a log that was changed', async () => {
    const used = join(folder, 'used');
    cpSync(join(running.directory, 'access-log'), join(used, 'access-log'), { recursive: true });
    const file = join(used, 'access-log/entries.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"started"', '"stopped"'));
    await running.collector.inject({
      url: '/v1/stats',
      headers: { host: 'localhost', authorization: 'Bearer correct horse' },
    });
    running.accessLog.checkpoint();
    cpSync(join(running.directory, 'access-log/checkpoint.txt'), join(used, 'access-log/checkpoint.txt'));
    await expect(run(runBackupCommand, '--data', used, '--to', join(folder, 'used-backup'))).rejects.toThrow(
      'not what it was',
    );
  });

  it('is nothing without a place to put it', async () => {
    expect(await run(runBackupCommand)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
    expect(await run(runRestoreCommand)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  });
});

it('ships a policy to begin with that is sound for any manifest', () => {
  const file = join(folder, 'events.json');
  writeFileSync(file, JSON.stringify(manifest));
  let out = '';
  const print = { out: (text: string) => (out += text), err: () => {} };
  const policy = resolve(import.meta.dirname, '../deploy/access.cedar');
  expect(runPolicyCommand(['check', '--manifest', file, '--policy', policy], print)).toBe(0);
  for (const role of ['analyst', 'auditor', 'operator', 'privacy']) expect(out).toContain(`| ${role}`);
});
