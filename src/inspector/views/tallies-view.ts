import type { EventState, Tally } from '../../audit/create-ledger.js';
import type { Diagnostic } from '../../audit/diagnostic.js';
import { badge, element, heading, paragraph, table } from '../element.js';
import type { View } from '../view.js';

const PAGE = 'https://headgate.github.io/headgate/problems';

export const STATES: readonly EventState[] = [
  'held',
  'buffered',
  'delivered',
  'refused',
  'dropped',
  'expired',
  'purged',
  'rejected',
];

/** What became of all that was tracked, by collector, and what is amiss. */
export const talliesView: View = {
  title: 'Tallies',
  render({ headgate }) {
    const { collectors, unrouted, problems } = headgate.status();
    const tallies = Object.entries(collectors).flatMap(([collector, tally]) => toTally(collector, tally));
    return [
      ...tallies,
      ...(unrouted.tracked > 0 ? toTally('To no collector', unrouted) : []),
      heading('Problems'),
      problems.length === 0
        ? paragraph('None.')
        : element('ul', {}, ...problems.map((problem) => element('li', {}, ...toProblem(problem)))),
    ];
  },
};

function toTally(title: string, tally: Tally): HTMLElement[] {
  const counted = STATES.filter((state) => tally[state] > 0);
  const reasonsOf = (state: EventState): string =>
    Object.entries(tally.reasons)
      .filter(([reason]) => reason.startsWith(`${state}:`))
      .map(([reason, count]) => `${reason.slice(state.length + 1)} ${count}`)
      .join(', ');
  const rows = counted.map((state) => [badge(state), String(tally[state]), reasonsOf(state)]);
  const sum = `${tally.tracked} tracked = ${counted.map((state) => `${tally[state]} ${state}`).join(' + ') || '0'}`;
  return [
    heading(title),
    paragraph(sum),
    ...(rows.length > 0 ? [table('By state', ['state', 'now', 'ever, by reason'], rows)] : []),
  ];
}

function toProblem({ code, event, field, collector }: Diagnostic): (Node | string)[] {
  const link = element('a', { href: `${PAGE}#${code}`, target: '_blank', rel: 'noreferrer', key: code }, code);
  const where = [event, field, collector].filter((part) => part !== undefined).join(', ');
  return where === '' ? [link] : [link, `: ${where}`];
}
