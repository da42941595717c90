import { checkTaggedEvent, isWithinRegion, RECEIPT_EVENT } from 'headgate/node';

/**
 * Why an event is not taken, or `undefined`: what `checkTaggedEvent` finds, and what only the collector knows.
 *
 * @typedef {import('headgate/node').TaggedEvent} TaggedEvent
 * @typedef {object} Court
 * @property {readonly [Manifest, ...Manifest[]]} manifests
 * @property {string | undefined} name
 * @property {string | undefined} region
 * @property {boolean} requireSubject
 * @typedef {import('headgate/node').Manifest} Manifest
 *
 * @param {Court} court
 * @param {any} event
 * @param {{ now: number, subject: string }} arrival
 * @returns {{ reason: string } | { manifest: Manifest, event: TaggedEvent, reason?: undefined }}
 */
export function judgeEvent({ manifests, name, region, requireSubject }, event, { now, subject }) {
  try {
    const manifest = manifests.find(({ version }) => version === event.manifest) ?? manifests[0];
    const reason = checkTaggedEvent(manifest, event, now, name);
    if (reason !== undefined) return { reason };
    if (!isOfItsTime(event)) return { reason: 'id-time-mismatch' };
    if (!isInItsRegion(manifest, event, region)) return { reason: 'outside-region' };
    if (requireSubject && subject === '' && event.event === RECEIPT_EVENT) return { reason: 'receipt-without-subject' };
    return { manifest, event };
  } catch {
    // One event that breaks the check must not cost the batch its other events.
    return { reason: 'malformed' };
  }
}

const day = 86_400_000;

/**
 * A UUIDv7 begins with its time. So a copy of an event that has expired, with a new time, is no event either.
 *
 * @param {TaggedEvent} event
 */
function isOfItsTime({ id, time }) {
  const born = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return Math.abs(Date.parse(time) - born) <= day;
}

/**
 * An event that names a region is stored only where the collector is known to be within it.
 *
 * @param {Manifest} manifest
 * @param {TaggedEvent} event
 * @param {string | undefined} place Where the collector stands.
 */
function isInItsRegion(manifest, event, place) {
  const region = Object.hasOwn(manifest.events, event.event) ? manifest.events[event.event]?.region : undefined;
  return region === undefined || (place !== undefined && isWithinRegion(place, region));
}
