import { quoteName } from '../field-columns.mjs';
import { viewOfEvent } from '../policy/event-view.mjs';
import { seenColumn } from './columns.mjs';
import { filteredFields, selectVersion } from './versions.mjs';

/**
 * The rows of one event as a role sees them, as one statement. A row of a version under which the role sees none of the fields
 * asked for, or may not read what is filtered by, is not in it.
 *
 * @typedef {import('./read-question.mjs').Question} Question
 * @typedef {import('./versions.mjs').Version} Version
 * @typedef {{ name: string, type: import('./columns.mjs').ColumnType, seen: 'plain' | 'masked' | 'partly' }} SeenColumn
 *
 * @typedef {object} RowsQuery
 * @property {SeenColumn[]} columns
 * @property {string} rows Without order and limit; beside the columns `@order` and `@person`.
 * @property {import('../database.mjs').Parameters} parameters
 *
 * @param {import('../policy/open-policy.mjs').Policy} policy
 * @param {string} role
 * @param {Question} question
 * @param {readonly Version[]} versions
 * @returns {RowsQuery | undefined} `undefined` where the role may not ask so.
 */
export function toRowsQuery(policy, role, question, versions) {
  const views = versions.map((version) => ({
    version,
    view: viewOfEvent(policy, role, question.event, version.definition),
  }));
  const names = question.fields ?? listSeen(views);
  const filters = filteredFields(question);
  const usable = views.filter(
    ({ view }) => names.some((name) => view.has(name)) && filters.every((name) => view.get(name)?.as === 'plain'),
  );
  const columns = names.flatMap((name) => describe(name, usable) ?? []);
  // A field that is never seen is refused by name, not left out in silence.
  if (usable.length === 0 || columns.length < names.length) return undefined;

  const selects = usable.map(({ version, view }, index) => {
    const { condition, parameters } = selectVersion(question, version, index);
    const seen = columns.map(
      ({ name, type }) => `${seenColumn(version.columns.get(name), view.get(name), type)} AS ${quoteName(name)}`,
    );
    // Where the time is not to be seen, the order must not tell it.
    const order =
      view.get('time')?.as === 'plain' ? 'toInt64(toUnixTimestamp64Milli(time))' : 'toInt64(sipHash64(id) % 1000000)';
    return {
      // Aliases take the names of columns: the condition is about the columns, so it stands beneath them.
      sql: `SELECT ${seen.join(', ')}, ${order} AS \`@order\`, ${person} AS \`@person\`
        FROM (SELECT * FROM events FINAL WHERE ${condition})`,
      parameters,
    };
  });
  return {
    columns,
    rows: selects.map(({ sql }) => sql).join(' UNION ALL '),
    parameters: Object.assign({}, ...selects.map(({ parameters }) => parameters)),
  };
}

/** @param {readonly { version: Version, view: ReturnType<typeof viewOfEvent> }[]} views */
function listSeen(views) {
  return [
    ...new Set(views.flatMap(({ version, view }) => [...view.keys()].filter((name) => version.columns.has(name)))),
  ];
}

const person = "multiIf(subject != '', subject, notEmpty(subjects), subjects[1], '')";

/**
 * @param {string} name
 * @param {readonly { version: Version, view: ReturnType<typeof viewOfEvent> }[]} usable
 * @returns {SeenColumn | undefined}
 */
function describe(name, usable) {
  const type = usable
    .find(({ version, view }) => version.columns.has(name) && view.has(name))
    ?.version.columns.get(name)?.type;
  if (type === undefined) return undefined;
  const sights = usable.map(({ view }) => view.get(name)?.as);
  if (sights.every((as) => as === 'plain')) return { name, type, seen: 'plain' };
  return { name, type, seen: sights.includes('plain') ? 'partly' : 'masked' };
}
