import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createSealer } from 'headgate/seal';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { day, find, iso, newId, now, post, startCollector, toggleEvent } from './collector-fixture.js';

const command = fileURLToPath(new URL('../src/open-sealed.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'sealed-'));
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(async () => {
  await running.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function createKeys(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const file = join(directory, `${kid}.json`);
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid };
  writeFileSync(file, JSON.stringify(jwk));
  const { x, y } = await exportJWK(publicKey);
  const sealer = createSealer({ kty: 'EC', crv: 'P-256', x: x!, y: y!, kid });
  /** An event with its answer sealed. */
  const seal = async (text: string) => {
    const event = newId();
    return sealedEvent(await sealer(text, { event, field: 'answer' }), event);
  };
  return { file, jwk, seal };
}

const sealedEvent = (answer: string, id = newId()) =>
  toggleEvent({
    id,
    event: 'survey_answered',
    tier: 'sensitive',
    purpose: 'feedback',
    categories: ['survey'],
    retentionDays: 7,
    expires: iso(now - 1000 + 7 * day),
    data: { answer },
  });

const answerOf = ({ data }: { readonly data: object }): string => (data as { answer: string }).answer;

const open = (keyFile: string, input: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, '--key', keyFile], {
    input,
    encoding: 'utf8',
  });
  return { status, stderr, opened: stdout === '' ? undefined : JSON.parse(stdout) };
};

it('stores sealed fields sealed, and opens them with the private key alone', async () => {
  const ours = await createKeys('2026');
  const secret = 'I have diabetes 💉 '.repeat(5);
  const event = await ours.seal(secret);
  expect(await post(running.collector, [event])).toMatchObject({ accepted: [event.id], rejected: [] });

  const [row] = await running.database.query('SELECT * FROM events WHERE id = {id:String}', { id: event.id });
  expect(JSON.stringify(row)).not.toContain('diabetes');
  const exported = await find(running.collector, event.id);
  expect(exported.events[0].data).toEqual(event.data);

  const { status, opened } = open(ours.file, JSON.stringify(exported));
  expect(status).toBe(0);
  expect(opened.events).toEqual([{ ...exported.events[0], data: { answer: secret } }]);
});

it('leaves what was sealed to another key as it is, says so, and exits with 1', async () => {
  const [ours, theirs] = [await createKeys('ours'), await createKeys('theirs')];
  const events = [await ours.seal('mine'), await theirs.seal('not mine')];
  const { status, stderr, opened } = open(ours.file, JSON.stringify({ events }));
  expect(status).toBe(1);
  expect(stderr).toContain('1 opened, 1 sealed to another key');
  expect(opened.events.map(({ data }: { data: unknown }) => data)).toEqual([{ answer: 'mine' }, events[1]?.data]);
});

it('opens an export that spans a change of keys with a key set', async () => {
  const [old, current] = [await createKeys('old'), await createKeys('current')];
  const file = join(directory, 'set.json');
  writeFileSync(file, JSON.stringify({ keys: [old.jwk, current.jwk] }));
  const events = [await old.seal('then'), await current.seal('now')];
  const { status, opened } = open(file, JSON.stringify({ events }));
  expect(status).toBe(0);
  expect(opened.events.map(({ data }: { data: { answer: string } }) => data.answer)).toEqual(['then', 'now']);
});

it('leaves text that only looks sealed, and a seal that was altered, as they are', async () => {
  const ours = await createKeys('mine');
  const intact = await ours.seal('intact');
  const altered = answerOf(intact).replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'));
  const events = [sealedEvent('a.b.c.d.e'), { ...intact, data: { answer: altered } }];
  const { status, opened } = open(ours.file, JSON.stringify({ events }));
  expect(status).toBe(1);
  expect(opened.events.map(({ data }: { data: { answer: string } }) => data.answer)).toEqual(['a.b.c.d.e', altered]);
});

it('leaves an answer as it is that was moved to another event or field, says so, and exits with 1', async () => {
  const ours = await createKeys('moved');
  const event = await ours.seal('ill');
  const events = [
    { ...event, id: newId() },
    { ...event, data: { question: answerOf(event) } },
  ];
  const { status, stderr, opened } = open(ours.file, JSON.stringify({ events }));
  expect(status).toBe(1);
  expect(stderr).toContain('0 opened, 0 sealed to another key, 2 sealed for another event or field');
  expect(opened.events).toEqual(events);
});

it('rejects a field that should be sealed and is not', async () => {
  const answer = await post(running.collector, [sealedEvent('plain text')]);
  expect(answer).toMatchObject({ accepted: [], rejected: [{ reason: 'invalid-data' }] });
});

it.each([
  ['no key', []],
  ['a key file that is not there', ['--key', join(directory, 'none.json')]],
])('explains itself without %s', (_title, args) => {
  const { status, stderr } = spawnSync(process.execPath, [command, ...args], {
    input: '{"events":[]}',
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('usage: headgate-open-sealed');
});
