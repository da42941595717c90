import type { Answer } from '../open-collector.js';
import type { Visit } from '../open-visit.js';
import { ATTEMPT, fail, openGranted, pass, type Finding, type Row } from './row.js';

/** How long each way of arriving may take. */
const BY_ITSELF = 30_000;
const NEXT_EVENT = 15_000;
const NEXT_PAGE = 20_000;

const ARRIVES = 'then takes everything: the event arrives, by itself, with the next event, or from the next page.';

/** A collector that fails once, in each way that networks know. */
export const failingCollector: readonly Row[] = [
  toRow('outage', '503', 'The collector answers 503', 503),
  toRow('limited', '429', 'The collector answers 429 with a `Retry-After` of one second', 429),
  toRow('reset', 'A broken connection', 'The collector reads the request and breaks the connection off', 'reset'),
  toRow(
    'redirect',
    'A redirect',
    'The collector redirects to a page of HTML, as networks do that want a login',
    'redirect',
  ),
  toRow('portal', 'A captive portal', 'Another answers in its place: status 200 with a page of HTML', 'portal'),
  toRow('hang', 'A hanging connection', 'The collector reads the request and never answers it', 'hang'),
];

function toRow(id: string, title: string, failure: string, answer: Answer): Row {
  return {
    id,
    title: `${title}, then 200: arrives`,
    counts: `${failure}, ${ARRIVES}`,
    play: (visit) => playFailure(visit, answer),
  };
}

async function playFailure(visit: Visit, answer: Answer): Promise<Finding> {
  const { collector } = visit;
  const isThere = (): boolean => collector.hasTaken('note-outage');
  const tab = await openGranted(visit);
  collector.answer(answer);
  await tab.track('note-outage');
  const wasTried = await visit.until(() => collector.countSeen('note-outage') > 0, ATTEMPT);
  await visit.wait(500);
  collector.answer(200);
  if (await visit.until(isThere, BY_ITSELF)) {
    return pass(wasTried ? 'arrived by itself' : 'arrived by itself; it was not tried before');
  }
  await tab.track('note-next');
  if (await visit.until(isThere, NEXT_EVENT)) return pass('arrived with the next event');
  await tab.open('granted');
  await tab.track('note-later');
  if (await visit.until(isThere, NEXT_PAGE)) return pass('arrived from the next page');
  return fail('never arrived');
}
