import { eventColumns, toEvent, toTimestamp } from './event-rows.mjs';
import { smallestGroupOf, viewOfEvent } from './policy/event-view.mjs';
import { fieldResourcesOf, receiptResource } from './policy/resources.mjs';
import { peopleCount } from './query/people.mjs';

/**
 * What the people who run the collector see: how much of what it holds, and what came last with the moment of its deletion. Of each event what the policy permits: counts to who may count it, and the last ones, as they
 * were sent, to who may read every field of it.
 *
 * @typedef {import('./create-collector.mjs').Context} Context
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 */
export function answerOperators(server, context) {
  const { database, manifests, now, guard } = context;
  server.get('/v1/stats', (request) =>
    guard.guard(request, 'count', async ({ who, note, permit }) => {
      const { policy } = context;
      const kinds = kindsOf(manifests).map((kind) => ({
        ...kind,
        smallest: smallestGroupOf(policy.current, who.role, kind.event, kind.definition, ['tier', 'purpose']),
      }));
      const counted = kinds.filter(({ smallest }) => smallest !== undefined);
      const receipt = policy.current.decide(who.role, 'count', receiptResource());
      permit(counted.length > 0 || receipt.isAllowed);
      const shared = { now: toTimestamp(now()) };
      const smallest = Math.max(1, ...counted.map(({ smallest = 1 }) => smallest));
      const counts = await database.query(countsOf, { ...shared, kinds: counted.map(({ kind }) => kind), smallest });
      const receipts = receipt.isAllowed
        ? await database.query(receiptCount, { ...shared, smallest: receipt.smallestGroup })
        : [];
      note({ by: ['event', 'tier', 'purpose'], groups: counts.length });
      return { total: sum(counts), counts, receipts: sum(receipts) };
    }),
  );

  server.get('/v1/recent', (request) =>
    guard.guard(request, 'read', async ({ who, note, permit, pseudonymOf }) => {
      const { policy } = context;
      const read = kindsOf(manifests).filter(({ event, definition }) =>
        isSeenWhole(policy.current, who.role, event, definition),
      );
      const mayListReceipts = policy.current.decide(who.role, 'export', receiptResource()).isAllowed;
      permit(read.length > 0 || mayListReceipts);
      const shared = { now: toTimestamp(now()), limit: readLimit(request.query) };
      const events = await database.query(recentEvents, { ...shared, kinds: read.map(({ kind }) => kind) });
      const receipts = mayListReceipts ? await database.query(recentReceipts, shared) : [];
      note({ events: events.length, receipts: receipts.length, ...peopleOf([...events, ...receipts], pseudonymOf) });
      return { events: events.map(toEvent), receipts: receipts.map(toEvent) };
    }),
  );
}

/**
 * An event under one version of the manifest: what a policy decides of may differ from one version to the next.
 *
 * @param {Context['manifests']} manifests
 */
function kindsOf(manifests) {
  return manifests.flatMap(({ version, events }) =>
    Object.entries(events).map(([event, definition]) => ({ event, definition, kind: `${event}\n${version}` })),
  );
}

/**
 * @param {import('./policy/open-policy.mjs').Policy} policy
 * @param {string} role
 * @param {string} event
 * @param {import('headgate/node').EventDefinition} definition
 */
function isSeenWhole(policy, role, event, definition) {
  const view = viewOfEvent(policy, role, event, definition);
  return fieldResourcesOf(event, definition).every(({ name }) => view.get(name)?.as === 'plain');
}

/**
 * Of up to a hundred people in an answer their pseudonyms in the log; of more their number.
 *
 * @param {readonly { subject: string }[]} rows
 * @param {(text: string) => string} pseudonymOf
 */
export function peopleOf(rows, pseudonymOf) {
  const people = [...new Set(rows.map(({ subject }) => subject))].filter((subject) => subject !== '');
  return people.length > 100 ? { people: people.length } : { subjects: people.map(pseudonymOf) };
}

const isOfKind = String.raw`has({kinds:Array(String)}, concat(event, '\n', manifest)) AND expires > {now:DateTime64(3, 'UTC')}`;

const countsOf = `SELECT event, tier, purpose, toFloat64(count()) AS count FROM events FINAL WHERE ${isOfKind}
  GROUP BY event, tier, purpose HAVING ${peopleCount} >= {smallest:UInt64} ORDER BY event, tier, purpose`;

const receiptCount = `SELECT toFloat64(count()) AS count FROM receipts FINAL WHERE expires > {now:DateTime64(3, 'UTC')}
  HAVING ${peopleCount} >= {smallest:UInt64}`;

const recentEvents = `SELECT ${eventColumns} FROM events FINAL WHERE ${isOfKind}
  ORDER BY received_at DESC, id DESC LIMIT {limit:UInt32}`;

const recentReceipts = `SELECT ${eventColumns} FROM receipts FINAL WHERE expires > {now:DateTime64(3, 'UTC')}
  ORDER BY received_at DESC, id DESC LIMIT {limit:UInt32}`;

/** @param {readonly { count: number }[]} rows */
function sum(rows) {
  return rows.reduce((total, { count }) => total + count, 0);
}

/** @param {any} query */
function readLimit({ limit }) {
  const asked = Number.parseInt(limit, 10);
  return asked >= 1 ? Math.min(asked, 1000) : 100;
}
