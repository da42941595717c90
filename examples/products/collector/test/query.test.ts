import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeToken } from '../src/access/tokens.mjs';
import { verifyAccessLog } from '../src/access-log/verify-access-log.mjs';
import { toRow } from '../src/event-rows.mjs';
import { addFieldColumns } from '../src/field-columns.mjs';
import { ask, get, iso, newId, newSecret, now, startCollector, toggleEvent } from './collector-fixture.js';
import { broad, judge, manifests, roles, rules, type Rule, tags, toCedar } from './random-policies.js';

const folder = mkdtempSync(join(tmpdir(), 'query-'));
const policyFile = join(folder, 'access.cedar');
const tokenFile = join(folder, 'tokens.json');
const keeper =
  'permit (principal == Role::"operator", action in [Action::"change-policy", Action::"read-log"], resource);';
writeFileSync(policyFile, keeper);
const tokenOf = new Map(
  roles.map((role) => [role, makeToken(tokenFile, { name: `Robin of ${role}`, role, days: 1, now }).token]),
);

const [current, former] = manifests;
const versions = [
  { manifest: current, event: 'visited' as const },
  { manifest: former, event: 'visited' as const },
  { manifest: current, event: 'asked' as const },
];

interface Stored {
  readonly event: string;
  readonly manifest: string;
  readonly tags: { readonly [name: string]: string };
  readonly data: { readonly [name: string]: string | number | boolean };
  readonly person: string;
}

/** Thirty-six rows of six people: three kinds of event, some fields missing. */
const devices = Array.from({ length: 6 }, () => newSecret().subject);
const cities = ['Oslo', 'Aix', 'Trondheim', '=1+1', 'O\'Hare \\ "x"', 'Bø'];
const stored: Stored[] = versions.flatMap(({ manifest, event }, kind) =>
  Array.from({ length: 12 }, (_, index) => {
    const time = now - 1000 * (kind * 100 + index + 1);
    const { tier, purpose } = manifest.events[event as 'visited'];
    const subject = index % 3 === 0 ? '' : (devices[index % 6] ?? '');
    const data = {
      ...(index % 4 === 0 ? {} : { person: `pseudonym-${index % 6}` }),
      ...(index % 5 === 4 ? {} : { city: cities[index % 6] ?? '' }),
      score: index / 4,
      agreed: index % 2 === 0,
      ...(event === 'asked' ? {} : { age: manifest === current ? index : index % 2 === 0 ? String(index) : 'old' }),
    };
    const id = newId(time);
    const person = 'person' in data ? `person=${data.person}` : id;
    return {
      event,
      manifest: manifest.version,
      tags: {
        id,
        time: iso(time),
        received_at: iso(now),
        tier,
        purpose,
        basis: 'consent',
        manifest: manifest.version,
        consent_source: 'manual',
        subject,
      },
      data,
      person: subject === '' ? person : subject,
    };
  }),
);

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({
    manifest: current,
    formerManifests: [former],
    policyFile,
    tokenFile,
    adminToken: 'keeper',
    now: () => now,
    maintenanceInterval: 0,
  });
  const columnsOf = await addFieldColumns(running.database, manifests);
  const rows = stored.map(({ event, manifest, tags, data }) => {
    const version = manifests.find(({ version }) => version === manifest) ?? current;
    const { id = '', time = '', tier, purpose, subject = '' } = tags;
    const tagged = { ...toggleEvent(), id, event, time, tier, purpose, manifest, data } as ReturnType<
      typeof toggleEvent
    >;
    const [receivedAt, sentAt] = [now, now].map((at) => iso(at).replace('T', ' ').slice(0, 23));
    return toRow(version, tagged, { receivedAt: receivedAt!, sentAt: sentAt!, subject, columnsOf });
  });
  await running.database.insert('events', rows);
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function inForce(text: string) {
  writeFileSync(policyFile, `${keeper}\n${text}`);
  const answer = await ask(running.collector, '/v1/policy/reload', { reason: 'reviewed' }, { token: 'keeper' });
  expect(answer).toMatchObject({ status: 200 });
}

const question = (role: string, url: string, body: object) =>
  ask(running.collector, url, { reason: 'a test', ...body }, { token: tokenOf.get(role) ?? '' });

async function file(role: string, body: object) {
  const response = await running.collector.inject({
    method: 'POST',
    url: '/v1/query/export',
    headers: { host: 'localhost', 'content-type': 'text/plain', authorization: `Bearer ${tokenOf.get(role)}` },
    payload: JSON.stringify({ reason: 'a test', ...body }),
  });
  return { status: response.statusCode, bytes: response.rawPayload, headers: response.headers };
}

/** The versions of an event, with each field’s attributes, as a reader of the manifests would list them. */
function kindsOf(event: string) {
  return manifests.flatMap((manifest) => {
    const definition = (manifest.events as unknown as { [event: string]: typeof current.events.visited | undefined })[
      event
    ];
    if (definition === undefined) return [];
    const { tier, purpose } = definition;
    const region = event === 'asked' ? 'EU' : '';
    const own = { tier, purpose, region };
    const declared = Object.entries(definition.fields).map(([name, field]) => ({
      ...own,
      name,
      data: 'data' in field ? field.data : 'behaviour',
      type: field.type as string,
    }));
    const tagged = tags.map((name) => ({
      ...own,
      name,
      data: name === 'id' || name === 'subject' ? 'identifier' : 'technical',
      type: name === 'time' || name === 'received_at' ? 'time' : 'string',
    }));
    return [
      { version: manifest.version, own, fields: new Map([...tagged, ...declared].map((field) => [field.name, field])) },
    ];
  });
}

type Kind = ReturnType<typeof kindsOf>[number];

function sight(all: readonly Rule[], role: string, kind: Kind, name: string) {
  const field = kind.fields.get(name);
  if (field === undefined) return undefined;
  if (judge(all, role, 'read', 'Field', field) !== undefined) return 'plain';
  return judge(all, role, 'read-masked', 'Field', field) === undefined ? undefined : 'masked';
}

function valueOf({ tags, data }: Stored, name: string, type: string) {
  const value = tags[name] ?? data[name];
  if (value === undefined) return null;
  if (type === 'integer' && typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : null;
  return type === 'string' ? String(value) : value;
}

/** What the rows must be, or `undefined` where the question must be refused. */
function expectRows(all: readonly Rule[], role: string, asked: Asked) {
  const kinds = kindsOf(asked.event);
  const see = (kind: Kind, name: string) => sight(all, role, kind, name);
  const names = asked.fields ?? [
    ...new Set(kinds.flatMap((kind) => [...kind.fields.keys()].filter((name) => see(kind, name)))),
  ];
  const filters = Object.keys(asked.where);
  const usable = kinds.filter(
    (kind) => names.some((name) => see(kind, name)) && filters.every((name) => see(kind, name) === 'plain'),
  );
  const types = new Map(
    names.flatMap((name) => {
      const type = usable.find((kind) => see(kind, name))?.fields.get(name)?.type;
      return type === undefined ? [] : [[name, type] as const];
    }),
  );
  if (usable.length === 0 || types.size < names.length) return undefined;
  return stored
    .filter(({ event }) => event === asked.event)
    .flatMap((row) => {
      const kind = usable.find(({ version }) => version === row.manifest);
      const isAsked = filters.every((name) => String(row.tags[name] ?? row.data[name]) === String(asked.where[name]));
      if (kind === undefined || !isAsked) return [];
      const shown = [...types].map(([name, type]) => {
        const value = valueOf(row, name, type);
        const seen = see(kind, name);
        const masked = type === 'string' && (row.tags[name] ?? row.data[name]) !== undefined ? '•••' : null;
        return [name, seen === 'plain' ? value : seen === 'masked' ? masked : null];
      });
      return [Object.fromEntries(shown) as { [name: string]: unknown }];
    });
}

/** What the groups must be, or `undefined` where the question must be refused. */
function expectGroups(all: readonly Rule[], role: string, { event, by, where }: Asked) {
  const names = [...by, ...Object.keys(where)];
  const usable = kindsOf(event).flatMap((kind) => {
    const sizes = [
      judge(all, role, 'count', 'Event', kind.own),
      ...names.map((name) => {
        const field = kind.fields.get(name);
        return field === undefined ? undefined : judge(all, role, 'count', 'Field', field);
      }),
    ];
    return sizes.includes(undefined) ? [] : [{ kind, size: Math.max(...sizes.map((size) => size ?? 0)) }];
  });
  const [first] = usable;
  if (first === undefined) return undefined;
  const smallest = Math.max(...usable.map(({ size }) => size));
  const groups = new Map<string, { count: number; people: Set<string> }>();
  for (const row of stored.filter(({ event: of }) => of === event)) {
    const isAsked = Object.entries(where).every(
      ([name, value]) => String(row.tags[name] ?? row.data[name]) === String(value),
    );
    if (isAsked && usable.some(({ kind }) => kind.version === row.manifest)) {
      const key = JSON.stringify(by.map((name) => valueOf(row, name, first.kind.fields.get(name)?.type ?? 'string')));
      const group = groups.get(key) ?? { count: 0, people: new Set() };
      group.count += 1;
      group.people.add(row.person);
      groups.set(key, group);
    }
  }
  return [...groups].filter(([, { people }]) => people.size >= smallest).map(([key, { count }]) => ({ key, count }));
}

interface Asked {
  readonly event: string;
  readonly fields: string[] | undefined;
  readonly by: string[];
  readonly where: { readonly [name: string]: string | boolean };
}

const asked: fc.Arbitrary<Asked> = fc.record({
  event: fc.constantFrom('visited', 'visited', 'asked'),
  fields: fc.option(
    fc.subarray(['id', 'tier', 'subject', 'person', 'city', 'age', 'score', 'agreed'], { minLength: 1 }),
    {
      nil: undefined,
    },
  ),
  by: fc.subarray(['city', 'agreed', 'tier', 'age'], { maxLength: 2 }),
  where: fc.oneof(
    fc.constant({}),
    fc.constant({ agreed: true }),
    fc.constantFrom(...cities).map((city) => ({ city })),
    fc.constant({ person: 'pseudonym-2' }),
  ),
});

const everything: Asked = { event: 'visited', fields: undefined, by: ['agreed'], where: {} };
const examples: [Rule[], string, Asked][] = [
  [broad, 'a', everything],
  [[], 'a', everything],
];

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

it('shows nobody a row or a field that the policy denies, and everybody what it permits', async () => {
  const seen = { rows: 0, refused: 0, groups: 0 };
  await fc.assert(
    fc.asyncProperty(rules, fc.constantFrom(...roles), asked, async (all, role, asked) => {
      await inForce(toCedar(all));
      const { event, fields, by, where } = asked;
      const expected = expectRows(all, role, asked);
      const rows = await question(role, '/v1/query/rows', {
        event,
        where,
        ...(fields === undefined ? {} : { fields }),
      });
      if (expected === undefined) expect(rows).toMatchObject({ status: 403, error: 'not_allowed' });
      else expect(sorted(rows.rows)).toEqual(sorted(expected));

      const groups = expectGroups(all, role, asked);
      const counts = await question(role, '/v1/query/counts', { event, where, ...(by.length === 0 ? {} : { by }) });
      if (groups === undefined) expect(counts).toMatchObject({ status: 403, error: 'not_allowed' });
      else {
        const found = (counts.groups as { group: { [name: string]: unknown }; count: number }[]).map(
          ({ group, count }) => ({
            key: JSON.stringify(by.map((name) => group[name])),
            count,
          }),
        );
        expect(sorted(found)).toEqual(sorted(groups));
      }
      seen.rows += expected?.length ?? 0;
      seen.refused += expected === undefined ? 1 : 0;
      seen.groups += groups?.length ?? 0;
    }),
    { numRuns: 30, endOnFailure: true, examples },
  );
  // Neither all nor nothing was permitted: otherwise the policies put nothing to the test.
  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]);
});

const analyst = `
  permit (principal == Role::"a", action == Action::"read", resource) when { resource.data != Data::"identifier" };
  @mask("start") permit (principal == Role::"a", action == Action::"read-masked", resource) when { resource.name == "person" };
  permit (principal == Role::"a", action == Action::"export", resource in Event::"asked");
  @smallest_group("3") permit (principal == Role::"a", action == Action::"count", resource);`;

describe('an analyst', () => {
  beforeAll(() => inForce(analyst));

  it('reads rows, and is told which of their fields are masked', async () => {
    const answer = await question('a', '/v1/query/rows', { event: 'asked', fields: ['person', 'city'], limit: 2 });
    expect(answer.columns).toEqual([
      { name: 'person', seen: 'masked' },
      { name: 'city', seen: 'plain' },
    ]);
    expect(answer.rows).toHaveLength(2);
    for (const { person } of answer.rows) expect([null, 'ps…']).toContain(person);
  });

  it('finds nobody by a field that is masked', async () => {
    const answer = await question('a', '/v1/query/rows', { event: 'asked', where: { person: 'pseudonym-2' } });
    expect(answer).toMatchObject({ status: 403, error: 'not_allowed' });
  });

  it('reads the last ones first, within two times', async () => {
    const rows = stored.filter(({ event }) => event === 'asked');
    const answer = await question('a', '/v1/query/rows', {
      event: 'asked',
      fields: ['time'],
      from: rows[5]!.tags.time,
      to: rows[1]!.tags.time,
    });
    expect(answer.rows).toEqual([2, 3, 4, 5].map((index) => ({ time: rows[index]!.tags.time })));
  });

  it('counts by day, and is not told of groups of fewer than three people, nor how many those are', async () => {
    const answer = await question('a', '/v1/query/counts', { event: 'asked', by: ['city'] });
    expect(answer).toEqual({ status: 200, event: 'asked', by: ['city'], smallestGroup: 3, groups: [] });
    const days = await question('a', '/v1/query/counts', { event: 'asked', by: ['day'] });
    expect(days.groups.map(({ count }: { count: number }) => count)).toEqual([12]);
  });

  it.each([
    { event: 'asked', limt: 5 },
    { event: 'asked', fields: [] },
    { event: 'asked', where: { city: [] } },
    { event: 'asked', limit: 0 },
    { event: 'asked', from: 'yesterday' },
    {},
  ])('is told that %j is no question', async (body) => {
    expect(await question('a', '/v1/query/rows', body)).toMatchObject({ status: 400, error: 'not_a_question' });
  });

  it('counts whole days alone', async () => {
    const answer = await question('a', '/v1/query/counts', { event: 'asked', from: '2026-01-01T10:00:00Z' });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining('YYYY-MM-DD') });
  });

  it.each(['nothing', 'constructor', "asked' OR 1=1"])(
    'learns nothing of an event that is not declared: %s',
    async (event) => {
      expect((await question('a', '/v1/query/rows', { event })).status).toBe(403);
      expect((await question('a', '/v1/query/counts', { event })).status).toBe(403);
    },
  );

  it.each(['city`) FROM receipts --', 'expires', '@person'])(
    'cannot ask for a column that is no field: %s',
    async (field) => {
      expect((await question('a', '/v1/query/rows', { event: 'asked', fields: [field] })).status).toBe(403);
      expect((await question('a', '/v1/query/counts', { event: 'asked', by: [field] })).status).toBe(403);
    },
  );

  it('takes CSV with them, in which no cell is a formula', async () => {
    const { bytes, headers } = await file('a', { event: 'asked', fields: ['person', 'city', 'score'] });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="asked.csv"');
    const lines = parse(bytes.toString(), { columns: true, escape: '"' }) as { city: string; person: string }[];
    expect(lines).toHaveLength(12);
    expect(new Set(lines.map(({ city }) => city))).toContain("'=1+1");
    expect(bytes.toString()).not.toContain('pseudonym-');
  });

  it('takes Parquet with them, with the types of the manifest', async () => {
    const { bytes } = await file('a', {
      event: 'asked',
      fields: ['city', 'score', 'agreed', 'time'],
      format: 'parquet',
    });
    const parquet = join(running.directory, 'asked.parquet');
    writeFileSync(parquet, bytes);
    const [row] = await running.database.query(
      'SELECT toFloat64(count()) AS rows, any(toTypeName(score)) AS score, any(toTypeName(agreed)) AS agreed FROM file({parquet:String}, Parquet)',
      { parquet },
    );
    expect(row).toEqual({ rows: 12, score: 'Nullable(Float64)', agreed: 'Nullable(Bool)' });
  });

  it('takes nothing with them of an event that may be read and not exported', async () => {
    expect((await question('a', '/v1/query/rows', { event: 'visited' })).status).toBe(200);
    expect((await file('a', { event: 'visited' })).status).toBe(403);
  });

  it('leaves an entry of each question, with its shape, its reason and no value of a person', async () => {
    await question('a', '/v1/query/rows', {
      event: 'asked',
      where: { city: 'Trondheim' },
      fields: ['score'],
      reason: 'quarterly report',
    });
    const { entries } = await get(running.collector, '/v1/log?limit=10000', { authorization: 'Bearer keeper' });
    const entry = entries.reverse().find(({ action }: { action: string }) => action === 'read');
    expect(entry).toMatchObject({
      who: { kind: 'token', name: expect.stringContaining('Robin of a'), role: 'a' },
      why: 'quarterly report',
      what: { event: 'asked', fields: ['score'], where: ['city'], rows: 2 },
      outcome: 'done',
    });
    const text = readFileSync(join(running.directory, 'access-log/entries.jsonl'), 'utf8');
    for (const value of ['Trondheim', 'pseudonym-', ...devices]) expect(text).not.toContain(value);
    expect(await verifyAccessLog(join(running.directory, 'access-log'))).toMatchObject({ problems: [] });
  });
});
