import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Manifest } from 'headgate/node';

import { createCollector } from '../src/create-collector.mjs';
import { toRow, toTimestamp } from '../src/event-rows.mjs';
import {
  ask,
  iso,
  manifest,
  newId,
  now,
  post,
  privacyToken,
  startCollector,
  toggleEvent,
} from './collector-fixture.js';

/** What an analyst reads. Each event here has a toggle of its own, by which the tests find their rows. */

type Fields = NonNullable<Manifest['events'][string]['fields']>;

function withFields(version: string, fields: Fields): Manifest {
  const { feature_toggle_enabled: event } = manifest.events;
  return { ...manifest, version, events: { ...manifest.events, feature_toggle_enabled: { ...event, fields } } };
}

const rich = withFields('rich', {
  toggle: { type: 'string', maxLength: 256 },
  text: { type: 'string', maxLength: 256, optional: true },
  number: { type: 'number', optional: true },
  integer: { type: 'integer', optional: true },
  flag: { type: 'boolean', optional: true },
  // Names that an engine could take for its own, or for a part of another.
  time: { type: 'string', optional: true },
  'text.null': { type: 'string', optional: true },
  'text.size0': { type: 'integer', optional: true },
  'a-b:c': { type: 'string', optional: true },
});

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ manifest: rich, formerManifests: [manifest] });
});
afterAll(() => running.stop());

const query = (sql: string, parameters = {}) => running.database.query(sql, parameters);
const richEvent = (data: { [field: string]: unknown }) =>
  toggleEvent({ id: newId(), manifest: 'rich', data: data as never });

async function store(data: { [field: string]: unknown }) {
  const event = richEvent(data);
  const answer = await post(running.collector, [event]);
  expect(answer).toMatchObject({ status: 200, accepted: [event.id], rejected: [] });
  return event;
}

describe('the first query of an analyst', () => {
  it('groups and sums the fields of the table by their names and types', async () => {
    for (const number of [1.5, 2]) await store({ toggle: 'sums', number, integer: 3, flag: true });
    const rows = await query(
      `SELECT fields.toggle AS toggle, fields.flag AS flag, count() > 1 AS many, sum(fields.number) AS numbers,
        toUInt32(max(fields.integer)) AS integer
      FROM events FINAL WHERE fields.toggle IN ('sums') GROUP BY fields.toggle, fields.flag ORDER BY numbers`,
    );
    expect(rows).toEqual([{ toggle: 'sums', flag: true, many: expect.anything(), numbers: 3.5, integer: 3 }]);
  });

  it('reads a view of the event by the manifest’s own names, each event once', async () => {
    const event = await store({ toggle: 'view', 'a-b:c': 'x', 'text.null': 'y', 'text.size0': 7, time: 'noon' });
    await post(running.collector, [event]);
    const rows = await query(
      'SELECT toggle, `a-b:c`, `text.null`, toUInt32(`text.size0`) AS size, `fields.time`, text, id FROM feature_toggle_enabled WHERE toggle = {toggle:String}',
      { toggle: 'view' },
    );
    expect(rows).toEqual([
      { toggle: 'view', 'a-b:c': 'x', 'text.null': 'y', size: 7, 'fields.time': 'noon', text: null, id: event.id },
    ]);
  });

  it('finds nothing in a view that is past its retention', async () => {
    const expired = toggleEvent({ expires: iso(Date.now() - 1000) });
    const columnsOf = () => [{ field: 'toggle', column: 'fields.toggle' }];
    const [receivedAt, sentAt] = [toTimestamp(now), toTimestamp(now)];
    const arrival = { receivedAt, sentAt, subject: '', columnsOf };
    await running.database.insert('events', [toRow(manifest, expired, arrival)]);
    expect(await query('SELECT 1 FROM feature_toggle_enabled WHERE id = {id:String}', { id: expired.id })).toEqual([]);
  });
});

describe('a value that once broke the queries of all', () => {
  it.each([
    ['half an emoji', { text: 'x\uD83Dy' }, { text: 'x\uFFFDy' }],
    ['a number of 21 digits', { number: 1e20 }, { number: 1e20 }],
    ['the largest number', { number: 1.7976931348623157e308 }, { number: 1.7976931348623157e308 }],
    ['the smallest number', { number: 5e-324 }, { number: 5e-324 }],
    ['the largest integer', { integer: Number.MAX_SAFE_INTEGER }, { integer: Number.MAX_SAFE_INTEGER }],
    ['the lowest integer', { integer: Number.MIN_SAFE_INTEGER }, { integer: Number.MIN_SAFE_INTEGER }],
    ['text that looks like a date', { text: '2024-02-30' }, { text: '2024-02-30' }],
    ['text that looks like a time', { text: '2024-01-01T10:00:00.1234567Z' }, { text: '2024-01-01T10:00:00.1234567Z' }],
    ['text that looks like a number', { text: '007' }, { text: '007' }],
    ['text that looks like nothing', { text: 'null' }, { text: 'null' }],
    ['an empty text', { text: '' }, { text: '' }],
    ['nothing', {}, { text: null, number: null, integer: null, flag: null }],
  ])('is stored and read as it is: %s', async (title, data, expected) => {
    const event = await store({ toggle: title, ...data });
    const [row] = await query(
      `SELECT fields.text AS text, fields.number AS number, fields.flag AS flag,
        if(fields.integer IS NULL, NULL, toFloat64(fields.integer)) AS integer
      FROM events FINAL WHERE fields.toggle = {title:String}`,
      { title },
    );
    expect(row).toMatchObject(expected);
    // The text that was sent is kept beside it.
    const found = await ask(running.collector, '/access', { ids: [event.id] }, { token: privacyToken });
    expect(found.events[0].data).toEqual(event.data);
  });

  it('leaves every query over all rows working', async () => {
    await query(
      'SELECT fields.text, max(fields.number), sum(fields.integer) FROM events FINAL GROUP BY ALL ORDER BY 1',
    );
  });
});

describe('a manifest that changes', () => {
  const restart = async (changed: Manifest, ...former: Manifest[]) => {
    const { database } = running;
    const collector = await createCollector({ manifest: changed, formerManifests: former, database, privacyToken });
    return { collector, close: () => collector.close() };
  };
  const columns = async () => {
    const rows = await query(
      "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'events' AND name LIKE 'fields.%'",
    );
    return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  };

  it('adds the column of a new field, and keeps what is stored', async () => {
    await store({ toggle: 'kept' });
    const { collector, close } = await restart(
      withFields('more', {
        ...rich.events['feature_toggle_enabled']!.fields!,
        color: { type: 'string', optional: true },
      }),
      rich,
    );
    const event = toggleEvent({ manifest: 'more', data: { toggle: 'kept', color: 'red' } });
    expect((await post(collector, [event])).accepted).toEqual([event.id]);
    await close();
    const rows = await query(
      "SELECT color FROM feature_toggle_enabled WHERE toggle = 'kept' ORDER BY color NULLS LAST",
    );
    expect(rows).toEqual([{ color: 'red' }, { color: null }]);
  });

  it('gives a field that changes its type a column of its own, and still takes events of the former type', async () => {
    const before = withFields('before', { toggle: { type: 'string' }, size: { type: 'string' } });
    const after = withFields('after', { toggle: { type: 'string' }, size: { type: 'integer' } });
    const first = await restart(before);
    await post(first.collector, [toggleEvent({ manifest: 'before', data: { toggle: 'sized', size: 'L' } })]);
    await first.close();
    const second = await restart(after, before);
    await post(second.collector, [
      toggleEvent({ id: newId(), manifest: 'after', data: { toggle: 'sized', size: 42 } }),
      toggleEvent({ id: newId(), manifest: 'before', data: { toggle: 'sized', size: 'XL' } }),
    ]);
    await second.close();
    expect(await columns()).toMatchObject({
      'fields.size': 'Nullable(String)',
      'fields.size@integer': 'Nullable(Int64)',
    });
    const rows = await query(
      "SELECT fields.size AS text, toUInt32(`fields.size@integer`) AS number FROM events FINAL WHERE fields.toggle = 'sized' ORDER BY text",
    );
    expect(rows).toEqual([
      { text: 'L', number: null },
      { text: 'XL', number: null },
      { text: null, number: 42 },
    ]);
    // The view has the type of the manifest in force.
    expect(await query("SELECT toUInt32(sum(size)) AS sum FROM feature_toggle_enabled WHERE toggle = 'sized'")).toEqual(
      [{ sum: 42 }],
    );
  });

  it('keeps fields of one name and two types in two events apart', async () => {
    const { survey_answered, feature_toggle_enabled } = manifest.events;
    const collision: Manifest = {
      ...manifest,
      version: 'collision',
      events: {
        one: { ...feature_toggle_enabled, fields: { clash: { type: 'number' } } },
        other: { ...feature_toggle_enabled, fields: { clash: { type: 'boolean' } } },
        survey_answered,
      },
    };
    const { collector, close } = await restart(collision);
    await post(collector, [
      toggleEvent({ id: newId(), event: 'one', manifest: 'collision', data: { clash: 1.5 } }),
      toggleEvent({ id: newId(), event: 'other', manifest: 'collision', data: { clash: true } }),
    ]);
    await close();
    expect(await query('SELECT clash FROM one')).toEqual([{ clash: 1.5 }]);
    expect(await query('SELECT clash FROM other')).toEqual([{ clash: true }]);
  });

  it('changes nothing where the manifest is the same', async () => {
    const before = await columns();
    await (await restart(rich)).close();
    expect(await columns()).toEqual(before);
  });

  it('stores a field of a type that has no column yet in its text alone', async () => {
    const list = withFields('list', { toggle: { type: 'string' }, items: { type: 'list' } as never });
    await (await restart(list)).close();
    expect(Object.keys(await columns())).not.toContain('fields.items');
  });

  it('takes no name for SQL', async () => {
    const name = "x` String, DROP COLUMN data; -- ' \\";
    const hostile = withFields('hostile', { [name]: { type: 'string' } });
    const { feature_toggle_enabled } = hostile.events;
    const event = "e` AS SELECT 1; DROP TABLE events; -- ' \\";
    const { close } = await restart({ ...hostile, events: { [event]: feature_toggle_enabled! } });
    await close();
    expect(Object.keys(await columns())).toContain(`fields.${name}`);
    expect(await query('SELECT count() > 0 AS some FROM events')).toEqual([{ some: expect.anything() }]);
    const views = await query("SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View'");
    expect(views.map(({ name }) => name)).toContain(event);
  });

  it('leaves a table alone whose name an event has', async () => {
    const { feature_toggle_enabled } = manifest.events;
    const events = { events: feature_toggle_enabled, erased: feature_toggle_enabled, receipts: feature_toggle_enabled };
    await (await restart({ ...manifest, version: 'same', events })).close();
    const engines = await query(
      "SELECT DISTINCT engine FROM system.tables WHERE database = currentDatabase() AND name IN ('events', 'erased', 'receipts')",
    );
    expect(engines).toEqual([{ engine: 'ReplacingMergeTree' }]);
  });
});
