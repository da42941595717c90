import { Refusal } from '../answer-errors.mjs';
import { toTimestamp } from '../event-rows.mjs';
import { quoteName } from '../field-columns.mjs';
import { mayWithEvent } from '../policy/event-view.mjs';
import { peopleOf } from '../answer-operators.mjs';
import { toCountsQuery } from './counts-query.mjs';
import { readQuestion } from './read-question.mjs';
import { toRowsQuery } from './rows-query.mjs';
import { versionsOf } from './versions.mjs';

/**
 * What analysts ask, through the policy: rows, counts and files. By POST: values that are filtered by may be a person's, and
 * addresses are written to the logs of every proxy on the way.
 *
 * @typedef {import('../create-collector.mjs').Context} Context
 * @typedef {import('./read-question.mjs').Question} Question
 * @typedef {import('../access/guard-access.mjs').Access} Access
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 */
export function answerQuestions(server, context) {
  const { guard } = context;
  server.post('/v1/query/rows', (request) =>
    guard.guard(request, 'read', (access) => answerRows(context, access, request.body)),
  );
  server.post('/v1/query/counts', (request) =>
    guard.guard(request, 'count', (access) => answerCounts(context, access, request.body)),
  );
  server.post('/v1/query/export', async (request, reply) => {
    const { file, format, name } = await guard.guard(request, 'export', (access) =>
      answerExport(context, access, request.body),
    );
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.apache.parquet';
    return reply.type(type).header('content-disposition', `attachment; filename="${name}.${format}"`).send(file);
  });
}

/**
 * @param {Context} context
 * @param {Access} access
 * @param {unknown} body
 */
async function answerRows(context, access, body) {
  const question = readQuestion(body, { maxRows: 10_000, wantsWholeDays: false });
  const { columns, rows, parameters } = planRows(context, access, question);
  const names = columns.map(({ name }) => quoteName(name));
  const found = await context.database.query(
    `SELECT ${names.join(', ')}, \`@person\` FROM (${rows}) ORDER BY \`@order\` DESC LIMIT {limit:UInt32}`,
    { ...parameters, ...boundsOf(context, question) },
  );
  const people = found.map((row) => ({ subject: String(row['@person']) }));
  access.note({ rows: found.length, ...peopleOf(people, access.pseudonymOf) });
  return {
    event: question.event,
    columns: columns.map(({ name, seen }) => ({ name, seen })),
    rows: found.map((row) => Object.fromEntries(columns.map(({ name, type }) => [name, toJson(row[name], type)]))),
  };
}

/**
 * @param {Context} context
 * @param {Access} access
 * @param {unknown} body
 */
async function answerCounts(context, access, body) {
  const question = readQuestion(body, { maxRows: 10_000, wantsWholeDays: true });
  const { event, by, where } = question;
  access.note({ event, by, where: where.map(({ field }) => field) });
  const query = toCountsQuery(context.policy.current, access.who.role, question, versionsOf(context, event));
  access.permit(query !== undefined);
  if (query === undefined) throw new Refusal(403, 'not_allowed');
  const groups = await context.database.query(query.sql, { ...query.parameters, ...boundsOf(context, question) });
  access.note({ groups: groups.length });
  return {
    event,
    by,
    smallestGroup: query.smallestGroup,
    groups: groups.map(({ '@count': count, ...group }) => ({ group, count })),
  };
}

/**
 * @param {Context} context
 * @param {Access} access
 * @param {unknown} body
 */
async function answerExport(context, access, body) {
  const question = readQuestion(body, { maxRows: 1_000_000, wantsWholeDays: false });
  const versions = versionsOf(context, question.event).filter(({ definition }) =>
    mayWithEvent(context.policy.current, access.who.role, 'export', question.event, definition),
  );
  const { columns, rows, parameters } = planRows(context, access, question, versions);
  const bounds = { ...parameters, ...boundsOf(context, question) };
  const limited = `SELECT * FROM (${rows}) ORDER BY \`@order\` DESC LIMIT {limit:UInt32}`;
  const [counted] = await context.database.query(
    `SELECT toFloat64(count()) AS rows, toFloat64(uniqExactIf(\`@person\`, \`@person\` != '')) AS people FROM (${limited})`,
    bounds,
  );
  access.note({ format: question.format, rows: counted.rows, people: counted.people });
  const shown = columns.map(({ name, type }) => {
    const column = quoteName(name);
    return question.format === 'csv' && type === 'String' ? `${withoutFormula(column)} AS ${column}` : column;
  });
  const file = await context.database.queryFile(
    `SELECT ${shown.join(', ')} FROM (${limited}) AS limited`,
    bounds,
    question.format === 'csv' ? 'CSVWithNames' : 'Parquet',
  );
  return { file, format: question.format, name: question.event.replaceAll(/[^\w-]/g, '_') };
}

/**
 * @param {Context} context
 * @param {Access} access
 * @param {Question} question
 * @param {ReturnType<typeof versionsOf>} [versions]
 */
function planRows(context, access, question, versions = versionsOf(context, question.event)) {
  const { event, fields = 'all that are seen', where } = question;
  access.note({ event, fields, where: where.map(({ field }) => field) });
  const query = toRowsQuery(context.policy.current, access.who.role, question, versions);
  access.permit(query !== undefined);
  if (query === undefined) throw new Refusal(403, 'not_allowed');
  return query;
}

/**
 * @param {Context} context
 * @param {Question} question
 */
function boundsOf({ now }, { limit }) {
  return { now: toTimestamp(now()), limit };
}

/**
 * Spreadsheets run a cell that begins so as a formula. What a visitor typed must not.
 *
 * @param {string} column
 */
function withoutFormula(column) {
  return String.raw`if(match(limited.${column}, '^[=+@\\t\\r-]'), concat('\'', limited.${column}), limited.${column})`;
}

/**
 * @param {unknown} value
 * @param {string} type
 */
function toJson(value, type) {
  return typeof value === 'string' && type.startsWith('DateTime') ? `${value.replace(' ', 'T')}Z` : value;
}
