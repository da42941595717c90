import type { ConsentReading } from '../consent/consent.js';
import type { Tally } from '../audit/create-ledger.js';
import { explainCall, explainOrigin, explainRequest, OUTCOMES } from './explain.js';
import type { Entry } from './journal.js';
import type { Shown } from './view.js';
import { countNames } from './views/sent-view.js';
import { STATES } from './views/tallies-view.js';

/**
 * What was seen, as text to paste: names of the manifest, counts, times and reasons. No payload, no id, no consent string, and
 * of the page's address the origin alone.
 */
export function toReport({ headgate, journal, readings, waiting }: Shown, now: number, origin: string): string {
  const { id, version } = headgate.manifest;
  const { categories, regime, evidence } = headgate.consent();
  const { collectors, unrouted, problems } = headgate.status();
  const lines = [
    `# Headgate at ${origin}, ${new Date(now).toISOString()}`,
    `Manifest ${[id, version].filter(Boolean).join(' ')}`,
    '',
    '## Consent',
    `regime ${regime}, evidence ${evidence}; ${listChoices(categories)}`,
    ...readings().map(toReading),
    '',
    '## Tallies',
    ...Object.entries(collectors).map(([collector, tally]) => toTally(collector, tally)),
    toTally('to no collector', unrouted),
    ...problems.map(({ code, event, field, collector }) =>
      [`problem ${code}`, event, field, collector].filter((part) => part !== undefined).join(', '),
    ),
    ...(waiting
      ? [`events that wait: ${waiting.events.length}, records on the device: ${waiting.device.stored.length}`]
      : []),
    '',
    '## Events',
    ...journal.entries().flatMap(toLines),
    '',
    '## Requests',
    ...journal
      .requests()
      .map((request) =>
        [toClock(request.time), request.collector, explainRequest(request), countNames(request)].join(' | '),
      ),
  ];
  return `${lines.join('\n')}\n`;
}

const toClock = (time: number): string => new Date(time).toISOString().slice(11, 23);

const listChoices = (categories: ConsentReading['categories']): string =>
  Object.entries(categories)
    .map(([category, choice]) => `${category} ${choice}`)
    .join(', ');

function toReading(text: string | undefined, index: number): string {
  if (!text) return `source ${index + 1}: nothing yet, or failed`;
  const { source, categories, evidence, isPending } = JSON.parse(text) as ConsentReading;
  return `${source}: ${listChoices(categories) || 'no opinion'}, evidence ${evidence}${isPending ? ', pending' : ''}`;
}

function toTally(title: string, tally: Tally): string {
  const counted = STATES.filter((state) => tally[state] > 0).map((state) => `${state} ${tally[state]}`);
  const reasons = Object.entries(tally.reasons).map(([reason, count]) => `${reason} ${count}`);
  return `${title}: tracked ${tally.tracked} = ${counted.join(' + ') || '0'} (${reasons.join(', ')})`;
}

function toLines(entry: Entry): string[] {
  const { event = 'an undeclared name', time, call, steps } = entry;
  const said = call ? `${OUTCOMES[call.tracked.outcome]} | ${explainCall(call)}` : explainOrigin(entry);
  return [
    `${toClock(time)} | ${event} | ${said}`,
    ...steps.map((step) => `  ${toClock(step.time)} ${step.collector} ${step.state} ${step.reason}`),
  ];
}
