/** Judges the visits: each promise with what breaks it. Pure. */

const states = ['held', 'buffered', 'delivered', 'refused', 'dropped', 'expired', 'purged', 'rejected'];
const envelope = [
  'id',
  'event',
  'time',
  'tier',
  'purpose',
  'basis',
  'categories',
  'retentionDays',
  'expires',
  'manifest',
];
const allowedKeys = new Set([...envelope, 'consent', 'data']);
const sealed = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * @param {object} evidence
 * @param {Awaited<ReturnType<import('./walk.mjs').walk>>[]} evidence.stories
 * @param {object} evidence.manifest
 * @param {object[]} evidence.sent every event of every request, as it left the browser
 * @param {string[]} evidence.secrets raw values that no request may contain
 * @returns {{ promise: string, broken: string[] }[]}
 */
export function judge({ stories, manifest, sent, secrets }) {
  const each = (find) => stories.flatMap((story) => look(find, story).map((what) => `${story.page}: ${what}`));
  return [
    {
      promise: 'P1 Closed: before the first grant, no request to the collector and nothing on the device',
      broken: each(findOpenings),
    },
    {
      promise: 'P2 Asked twice: what was held under an open question leaves only after the grant',
      broken: each(findEarly),
    },
    {
      promise: 'P3 Withdrawn means gone: undelivered events are deleted, and nothing starts later',
      broken: each(findRemains),
    },
    { promise: 'P3 What was done while denied never arrives, whatever is granted later', broken: each(findReplays) },
    {
      promise: 'P4 Accounted for: each lane’s states add up, and all that was delivered arrived',
      broken: each(findMiscounts),
    },
    {
      promise: 'P5 Declared only: no field, no raw identifier, no free text beyond the manifest',
      broken: findUndeclared(sent, manifest, secrets),
    },
    { promise: 'P6 Harmless guest: no uncaught error, no policy violation', broken: each(({ errors }) => errors) },
  ];
}

const NOT_REACHED = Symbol('not reached');

/** A visit that broke off proves nothing about the steps that it did not reach. */
function look(find, story) {
  try {
    return find(story);
  } catch (error) {
    if (error === NOT_REACHED) return ['the visit did not get that far'];
    throw error;
  }
}

function stepOf(story, name) {
  const found = story.steps.find(({ step }) => step === name);
  if (!found) throw NOT_REACHED;
  return found;
}

function findOpenings(story) {
  const { requests, device } = stepOf(story, 'ignores');
  return [...(requests > 0 ? [`${requests} requests to the collector`] : []), ...device.map((item) => `left ${item}`)];
}

function findEarly(story) {
  const { held } = stepOf(story, 'grants');
  if (held.length === 0) return ['no event was held, so nothing was tried'];
  const lost = held.filter((id) => !story.arrived.has(id));
  return lost.map((id) => `${story.events.get(id).event} was held, then did not arrive`);
}

function findRemains(story) {
  const { undelivered, left, sent } = stepOf(story, 'withdraws');
  if (undelivered.length === 0) return ['no event was undelivered, so nothing was tried'];
  const name = (id) => story.events.get(id)?.event ?? id;
  const { purged } = story.tallies.find(({ step }) => step === 'withdraws').lanes.warehouse;
  return [
    ...(purged < undelivered.length ? [`${purged} of ${undelivered.length} undelivered events count as purged`] : []),
    ...left.map((id) => `${name(id)} is still on the device`),
    ...sent.map(({ event }) => `${event} was sent after the withdrawal`),
    ...undelivered.filter((id) => story.arrived.has(id)).map((id) => `${name(id)} arrived`),
  ];
}

function findReplays(story) {
  const fresh = stepOf(story, 'grants again').sent;
  const denied = [...story.events.values()].filter(
    ({ step, event }) => step === 'withdraws' && event !== 'consent_receipt',
  );
  if (denied.length === 0) return ['nothing was done while denied, so nothing was tried'];
  return [
    ...denied
      .filter(({ way }) => way[0].state !== 'refused')
      .map(({ event, way }) => `${event} was ${way[0].state} while denied`),
    ...denied.filter(({ id }) => story.arrived.has(id)).map(({ event }) => `${event} arrived`),
    ...(fresh.length === 0 ? ['nothing was sent after the second grant, so nothing was tried'] : []),
  ];
}

function findMiscounts(story) {
  const wrong = story.tallies.flatMap(({ step, lanes }) =>
    Object.entries(lanes)
      .filter(([, tally]) => tally && sum(tally) !== tally.tracked)
      .map(([lane]) => `${lane} after “${step}”`),
  );
  const delivered = [...story.events.values()].filter(({ way }) => way.at(-1).state === 'delivered');
  const missing = delivered.filter(({ id }) => !story.arrived.has(id));
  return [
    ...wrong.map((where) => `${where} does not add up`),
    ...missing.map(({ event }) => `${event} counts as delivered, but did not arrive`),
    ...story.unmet,
  ];
}

const sum = (tally) => states.reduce((total, state) => total + tally[state], 0);

function findUndeclared(sent, manifest, secrets) {
  const texts = JSON.stringify(sent);
  const leaks = secrets.filter((secret) => texts.includes(secret)).map((secret) => `“${secret}” left the browser`);
  return [...leaks, ...sent.flatMap((event) => findFaults(event, manifest))];
}

function findFaults(event, manifest) {
  const extra = Object.keys(event)
    .filter((key) => !allowedKeys.has(key))
    .map((key) => `${event.event} carries “${key}”`);
  if (event.event === 'consent_receipt') return extra;
  const declared = manifest.events[event.event];
  if (!declared) return [...extra, `${event.event} is not declared`];
  const { fields = {} } = declared;
  const faults = Object.entries(event.data).flatMap(([name, value]) => {
    if (!fields[name]) return [`${event.event}.${name} is not declared`];
    return fields[name].protect === 'seal' && !sealed.test(value) ? [`${event.event}.${name} is not sealed`] : [];
  });
  return [...extra, ...faults];
}
