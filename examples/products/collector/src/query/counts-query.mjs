import { quoteName } from '../field-columns.mjs';
import { smallestGroupOf } from '../policy/event-view.mjs';
import { peopleCount } from './people.mjs';
import { toType } from './columns.mjs';
import { filteredFields, selectVersion } from './versions.mjs';

/**
 * A count of one event by fields and days, as one statement. Groups of fewer people than the policy asks for are not in it, nor
 * is their number: one group that is known to be there is a person who is known to be there.
 *
 * @typedef {import('./versions.mjs').Version} Version
 * @typedef {{ sql: string, smallestGroup: number, parameters: import('../database.mjs').Parameters }} CountsQuery
 *
 * @param {import('../policy/open-policy.mjs').Policy} policy
 * @param {string} role
 * @param {import('./read-question.mjs').Question} question
 * @param {readonly Version[]} versions
 * @returns {CountsQuery | undefined} `undefined` where the role may not count so.
 */
export function toCountsQuery(policy, role, question, versions) {
  const names = [...question.by.map((name) => (name === 'day' ? 'time' : name)), ...filteredFields(question)];
  const usable = versions.flatMap((version) => {
    const smallest = smallestGroupOf(policy, role, question.event, version.definition, names);
    return smallest === undefined ? [] : [{ version, smallest }];
  });
  const [first] = usable;
  if (first === undefined) return undefined;

  const selects = usable.map(({ version }, index) => {
    const { condition, parameters } = selectVersion(question, version, index);
    const groups = question.by.map((name, position) => `${groupColumn(name, version, first.version)} AS g${position}`);
    return {
      sql: `SELECT ${[...groups, 'id', 'subject', 'subjects'].join(', ')} FROM events FINAL WHERE ${condition}`,
      parameters,
    };
  });
  const smallestGroup = Math.max(...usable.map(({ smallest }) => smallest));
  const keys = question.by.map((_, position) => `g${position}`);
  const shown = question.by.map((name, position) => `g${position} AS ${quoteName(name)}`);
  return {
    sql: `SELECT ${[...shown, 'toFloat64(count()) AS `@count`'].join(', ')}
      FROM (${selects.map(({ sql }) => sql).join(' UNION ALL ')})
      ${keys.length > 0 ? `GROUP BY ${keys.join(', ')}` : ''} HAVING ${peopleCount} >= {smallest:UInt64}
      ORDER BY ${['`@count` DESC', ...keys].join(', ')} LIMIT {limit:UInt32}`,
    smallestGroup,
    parameters: Object.assign({ smallest: smallestGroup }, ...selects.map(({ parameters }) => parameters)),
  };
}

/**
 * @param {string} name
 * @param {Version} version
 * @param {Version} first Its types are the answer's.
 */
function groupColumn(name, version, first) {
  if (name === 'day') return 'toString(toDate(time))';
  const column = version.columns.get(name);
  const type = first.columns.get(name)?.type ?? column?.type ?? 'String';
  return column === undefined ? `CAST(NULL AS Nullable(${type}))` : toType(column, type);
}
