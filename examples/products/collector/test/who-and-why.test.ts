import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeToken, readTokens, revokeToken } from '../src/access/tokens.mjs';
import { verifyAccessLog } from '../src/access-log/verify-access-log.mjs';
import { runLogCommand } from '../src/commands/log.mjs';
import { runTokenCommand } from '../src/commands/token.mjs';
import { readDefaultPolicy } from '../src/policy/default-policy.mjs';
import { ask, get, newSecret, now, post, postFrom, receipt, startCollector, toggleEvent } from './collector-fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'who-'));
const [policyFile, tokenFile] = [join(folder, 'access.cedar'), join(folder, 'tokens.json')];
const own = `${readDefaultPolicy()}
  permit (principal == Role::"auditor", action == Action::"read-log", resource);
  permit (principal == Role::"half", action == Action::"erase", resource in Event::"survey_answered");`;
writeFileSync(policyFile, own);

let clock = now;
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({
    policyFile,
    tokenFile,
    adminToken: 'correct horse',
    now: () => clock,
    maintenanceInterval: 0,
  });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const make = (role: string, days = 1) => makeToken(tokenFile, { name: `Robin, ${role}`, role, days, now: clock });
const log = (token: string, headers: Record<string, string> = { 'access-reason': 'yearly audit' }) =>
  get(running.collector, '/v1/log?limit=10000', { authorization: `Bearer ${token}`, ...headers });
const entries = async () => (await log('correct horse')).entries as { [name: string]: unknown }[];
const lastOf = async (action: string) => (await entries()).reverse().find((entry) => entry.action === action);

describe('a token', () => {
  it('has its role until it expires', async () => {
    const { token } = make('auditor', 1);
    expect((await log(token)).status).toBe(200);
    expect(
      (await get(running.collector, '/v1/recent', { authorization: `Bearer ${token}`, 'access-reason': 'look' }))
        .status,
    ).toBe(403);
    clock += 86_400_001;
    expect((await log(token)).status).toBe(401);
    clock -= 86_400_001;
  });

  it('is refused at once when it is revoked, while the collector runs', async () => {
    const { token, entry } = make('auditor');
    expect((await log(token)).status).toBe(200);
    revokeToken(tokenFile, entry.id, clock);
    expect((await log(token)).status).toBe(401);
  });

  it('is nowhere stored', () => {
    const { token } = make('auditor');
    const text =
      readFileSync(tokenFile, 'utf8') + readFileSync(join(running.directory, 'access-log/entries.jsonl'), 'utf8');
    expect(text).not.toContain(token.slice(-43));
  });

  it('is not guessed by its id, which is no secret', async () => {
    const { token, entry } = make('auditor');
    for (const wrong of [entry.id, `hgc_${entry.id}_${'A'.repeat(43)}`, `${token}A`, token.slice(0, -1)]) {
      expect((await log(wrong)).status).toBe(401);
    }
  });

  it('has to state why', async () => {
    const { token } = make('auditor');
    for (const headers of [{}, { 'access-reason': '  x ' }, { 'access-reason': 'x'.repeat(501) }]) {
      expect(await log(token, headers as Record<string, string>)).toMatchObject({
        status: 400,
        error: 'reason_needed',
      });
    }
  });

  it('that was made or revoked is an entry', async () => {
    const { entry } = make('auditor');
    await entries();
    revokeToken(tokenFile, entry.id, clock);
    await entries();
    const told = (await entries()).filter(({ what }) => (what as { id?: string }).id === entry.id);
    expect(told.map(({ action }) => action)).toEqual(['token-made', 'token-revoked']);
  });

  it('may erase for a person only where its role may for every event', async () => {
    const { token } = make('half');
    expect(await ask(running.collector, '/erase', { ids: [], reason: 'a request' }, { token })).toMatchObject({
      status: 403,
    });
  });
});

describe('an entry', () => {
  it('tells who asked for what of whom, and why', async () => {
    const { secret, subject } = newSecret();
    const event = toggleEvent();
    await postFrom(running.collector, subject, [event]);
    const { token } = make('privacy');
    await ask(running.collector, '/access', { ids: [event.id], reason: 'letter of 3 May' }, { token });
    expect(await lastOf('answer-subject')).toMatchObject({
      who: { kind: 'token', role: 'privacy' },
      why: 'letter of 3 May',
      what: { ids: 1, events: 1, receipts: 0 },
      outcome: 'done',
    });
    await ask(running.collector, '/erase', { secret });
    const erasures = (await entries()).filter(({ action }) => action === 'erase').slice(-2);
    const pseudonym = running.accessLog.pseudonymOf(subject);
    expect(erasures).toMatchObject([
      { who: { kind: 'device' }, what: { subjects: [pseudonym] }, outcome: 'begun' },
      { who: { kind: 'device' }, what: { subjects: [pseudonym], erased: 1 }, outcome: 'done' },
    ]);
  });

  it('is made of each receipt of consent, once', async () => {
    const first = receipt();
    await post(running.collector, [first]);
    await post(running.collector, [first, receipt()]);
    const received = (await entries()).filter(({ action }) => action === 'receive-receipts').slice(-2);
    expect(received.map(({ what }) => (what as { receipts: string[] }).receipts.length)).toEqual([1, 1]);
  });

  it('is made of a refusal', async () => {
    const { token } = make('auditor');
    await get(running.collector, '/v1/stats', { authorization: `Bearer ${token}`, 'access-reason': 'curious' });
    expect(await lastOf('count')).toMatchObject({
      why: 'curious',
      what: { reason: 'not_allowed' },
      outcome: 'refused',
    });
  });

  it('is made of strangers once a minute, however often they try', async () => {
    clock += 120_000;
    await log('wrong');
    const before = (await entries()).length;
    for (let index = 0; index < 4; index++) await log('wrong');
    clock += 61_000;
    await log('wrong');
    expect((await lastOf('refuse'))?.what).toEqual({ counts: { 'read-log: admin_token_required': 5 } });
    expect((await entries()).length - before).toBeLessThan(8);
  });

  it('that cannot be written lets nothing out', async () => {
    const broken = { ...running.accessLog, append: () => Promise.reject(new Error('disk full')) };
    const { createGuard } = await import('../src/access/guard-access.mjs');
    const { guardDevice } = createGuard({
      log: broken,
      identify: () => undefined,
      hasToken: () => true,
      now: () => now,
    });
    await expect(guardDevice('read', async () => 'what is stored')).rejects.toThrow('disk full');
  });

  it('is the condition of every answer: without a log nothing is shown', async () => {
    const { createGuard } = await import('../src/access/guard-access.mjs');
    const { guardDevice } = createGuard({
      log: undefined,
      identify: () => undefined,
      hasToken: () => true,
      now: () => now,
    });
    await expect(guardDevice('read', async () => 'what is stored')).rejects.toThrow('no_access_log');
  });
});

describe('the policy', () => {
  const reload = () => ask(running.collector, '/v1/policy/reload', { reason: 'reviewed' }, { token: 'correct horse' });

  it('is read again on demand, by who may, and the entry names both versions', async () => {
    const { token } = make('auditor');
    expect((await ask(running.collector, '/v1/policy/reload', { reason: 'mine' }, { token })).status).toBe(403);
    writeFileSync(
      policyFile,
      own.replace(
        'Role::"auditor", action == Action::"read-log"',
        'Role::"auditor", action == Action::"change-policy"',
      ),
    );
    const { policy } = await reload();
    expect((await log(token)).status).toBe(403);
    expect((await lastOf('change-policy'))?.what).toMatchObject({ from: expect.any(String), to: policy });
    writeFileSync(policyFile, own);
    await reload();
  });

  it('stays as it was where the file is not sound', async () => {
    const { token } = make('auditor');
    writeFileSync(policyFile, 'permit everything');
    expect(await reload()).toMatchObject({ status: 409, error: 'policy_is_not_sound' });
    expect((await log(token)).status).toBe(200);
    writeFileSync(policyFile, own);
  });
});

describe('the commands', () => {
  function run(command: typeof runTokenCommand, ...args: string[]) {
    const printed = { out: '', err: '' };
    const print = { out: (text: string) => (printed.out += text), err: (text: string) => (printed.err += text) };
    return Promise.resolve(command(args, print, { DATA_DIRECTORY: folder })).then((code) => ({ code, ...printed }));
  }

  it('make, list and revoke a token, which is printed once', async () => {
    const made = await run(runTokenCommand, 'make', '--name', 'Nightly export', '--role', 'analyst', '--days', '30');
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^hgc_[\da-f]{8}_[\w-]{43}\n$/) });
    const id = made.out.slice(4, 12);
    expect((await run(runTokenCommand, 'list')).out).toMatch(
      new RegExp(`^${id}\tuntil .*\tanalyst\tNightly export$`, 'm'),
    );
    expect(await run(runTokenCommand, 'revoke', id)).toMatchObject({ code: 0 });
    expect(await run(runTokenCommand, 'revoke', id)).toMatchObject({ code: 1 });
    expect((await run(runTokenCommand, 'list')).out).toContain(`${id}\trevoked`);
    expect(readTokens(tokenFile).find((token) => token.id === id)?.name).toBe('Nightly export');
  });

  it.each([
    [],
    ['make', '--name', 'x'],
    ['make', '--name', 'x', '--role', 'y', '--days', '0'],
    ['revoke'],
    ['list', 'x'],
  ])('say how they are used: token %s %s %s', async (...args) => {
    expect(await run(runTokenCommand, ...args)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  });

  it('verify the log of a collector that runs, and find what was tampered with', async () => {
    const data = running.directory;
    const held = join(folder, 'checkpoint.txt');
    const key = join(folder, 'key.txt');
    const { body } = await running.collector.inject({
      url: '/v1/log/checkpoint',
      headers: { host: 'localhost', authorization: 'Bearer correct horse', 'access-reason': 'yearly audit' },
    });
    writeFileSync(held, body);
    writeFileSync(key, (await run(runLogCommand, 'key', '--data', data)).out);
    const verify = (...args: string[]) =>
      run(runLogCommand, 'verify', '--data', data, '--checkpoint', held, '--key', key, ...args);
    expect(await verify()).toMatchObject({ code: 0, err: '' });
    expect((await run(runLogCommand, 'checkpoint', '--data', data)).out.split('\n')[0]).toBe(body.split('\n')[0]);

    const file = join(data, 'access-log/entries.jsonl');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('letter of 3 May', 'letter of 4 May'));
    expect(await verify()).toMatchObject({ code: 1, err: expect.stringContaining('was changed') });
    writeFileSync(file, text);
    expect((await verifyAccessLog(join(data, 'access-log'))).problems).toEqual([]);
    expect(await run(runLogCommand, 'verify', '--data', data, '--key', held)).toMatchObject({ code: 1 });
    expect(await run(runLogCommand, 'read')).toMatchObject({ code: 2 });
  });
});
