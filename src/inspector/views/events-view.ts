import { badge, element, paragraph, table, toTime } from '../element.js';
import { explainCall, explainOrigin, OUTCOMES, statesOf } from '../explain.js';
import type { Call, Entry } from '../journal.js';
import type { View } from '../view.js';

/** Each event, the newest first: what the gate said, by which rule, and what became of it. */
export const eventsView: View = {
  title: 'Events',
  render({ journal }) {
    const entries = [...journal.entries()].reverse();
    if (entries.length === 0) return [paragraph('No event was tracked since the inspector was opened.')];
    return [element('ol', { class: 'events' }, ...entries.map(toItem))];
  },
};

function toItem(entry: Entry): HTMLElement {
  const { key, event = 'an undeclared name', time, call } = entry;
  const outcome = call && OUTCOMES[call.tracked.outcome];
  const states = statesOf(entry).filter((state) => state !== outcome);
  return element(
    'li',
    {},
    element(
      'details',
      { key },
      element(
        'summary',
        { key: `${key} head` },
        element('span', { class: 'name' }, event),
        ...[...(outcome ? [outcome] : []), ...states].map(badge),
        element('time', {}, toTime(time)),
        element('span', { class: 'why' }, call ? explainCall(call) : explainOrigin(entry)),
      ),
      ...(call?.rule ? [toRule(call)] : []),
      ...(entry.steps.length > 0 ? [toSteps(entry)] : []),
    ),
  );
}

function toRule({ rule, fields, tracked }: Call): HTMLElement {
  const { tier, basis, categories = [], purpose, retentionDays, collectors, region, undecided = 'hold' } = rule!;
  const rows: readonly (readonly [string, string])[] = [
    ['decision', `${tracked.outcome}: ${tracked.reason}`],
    ['legal basis', basis.replaceAll('_', ' ')],
    ['categories', categories.join(', ')],
    ['while undecided', undecided],
    ['tier', tier],
    ['purpose', purpose],
    ['retention', `${retentionDays} days`],
    ['collectors', collectors.join(', ')],
    ['region', region ?? ''],
    ['fields passed', fields.join(', ')],
  ];
  const terms = rows.filter(([, text]) => text !== '');
  return element('dl', {}, ...terms.flatMap(([term, text]) => [element('dt', {}, term), element('dd', {}, text)]));
}

function toSteps({ steps }: Entry): HTMLElement {
  const rows = steps.map(({ time, collector, state, reason }) => [toTime(time), collector, badge(state), reason]);
  return table('Its way', ['time', 'collector', 'state', 'reason'], rows);
}
