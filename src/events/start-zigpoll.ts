import { createTriggers, findTriggers } from './create-triggers.js';
import type { TrackTarget } from './event-source.js';
import { interceptPushes } from './intercept-pushes.js';
import { readPath } from './read-path.js';

export interface ZigpollOptions {
  /** The data layer that the widget writes to. @defaultValue `'dataLayer'` */
  readonly name?: string;
}

/**
 * Zigpoll's survey widget pushes each answer into Google's data layer, as
 * `{ event: 'gaEvent', eventCategory: 'Zigpoll', eventAction, eventLabel, zigpoll_question, zigpoll_response }`
 * (https://github.com/newnorthdigital/zigpoll-web-tag), where every tag of the page can read it. Here such a push becomes the
 * manifest's events by its `triggers.zigpoll` (matched by `eventAction`, or by `*` for all), and goes on into the data layer only if
 * all of them are allowed now: without consent, and without a mapping, answers reach nobody. Start it before the tag
 * manager. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startZigpoll } from 'headgate';
 *
 * const stop = startZigpoll(headgate);
 * ```
 */
export function startZigpoll(target: TrackTarget, { name = 'dataLayer' }: ZigpollOptions = {}): () => void {
  const fire = createTriggers(target, 'zigpoll');
  const isMapped = findTriggers(target, 'zigpoll').length > 0;
  return interceptPushes(name, (item) => {
    if (readPath(item, 'eventCategory') !== 'Zigpoll') return true;
    const isAllowed = fire(String(readPath(item, 'eventAction')), item);
    return fire('*', item) && isAllowed && isMapped;
  });
}
