/**
 * Manifests of any size for measuring: the events of the example first, and where more are wanted, drawn ones. Each of those takes purpose, tier, basis, recipients and retention of an event of the example
 * of a marketing-automation service; its name, its fields, their limits and values are drawn anew, so that the thousandth event
 * says as much as the first.
 */
import { readFileSync } from 'node:fs';

const example = JSON.parse(readFileSync(new URL('../../examples/saas/manifest.json', import.meta.url), 'utf8'));

const OBJECTS = words(
  'cart coupon wishlist address parcel invoice refund review gallery filter search menu banner slider voucher loyalty bundle swatch stock store campaign segment template automation audience trigger webhook domain sender contact journey widget popup form survey question answer score report export dashboard workspace teammate role plan seat trial checklist tour tooltip hint article ticket chat feature toggle theme locale currency payment delivery return',
);
const ACTIONS = words(
  'opened closed shown chosen sent saved removed renamed shared sorted printed rated skipped started finished failed hovered expanded copied moved merged paused resumed archived restored verified invited connected',
);
const FIELDS = words(
  'item sku variant position quantity price total discount currency channel source step page section panel tab size colour reason code status result count index duration seconds minutes length depth score rating plan seats role team region language theme device method option answer question template trigger condition field format version',
);
const VALUES = words(
  'yes no maybe small medium large first second last email sms push web card sepa paypal invoice top bottom left right new used open closed daily weekly monthly none some all admin editor viewer luma hyva light dark basic pro',
);

/**
 * @param {number} count
 * @param {{ seed?: number }} [options] Another seed is another manifest of the same size.
 */
export function createLargeManifest(count, { seed = 1 } = {}) {
  const draw = createDraw(seed);
  const models = Object.values(example.events);
  /** @type {Record<string, object>} */
  const events = Object.fromEntries(Object.entries(example.events).slice(0, count));
  while (Object.keys(events).length < count) {
    const name = `${draw.from(OBJECTS)}_${draw.from(ACTIONS)}`;
    const free = name in events ? `${name}_${draw.from(FIELDS)}` : name;
    const model = draw.from(models);
    if (!(free in events))
      events[free] = { ...model, title: `The ${free.replaceAll('_', ' ')}`, fields: drawFields(model, draw) };
  }
  return { ...example, version: `large-${count}-${seed}`, events };
}

/** What singles a person out, or is protected, stays as the tier asks for it; all else is drawn. @param {any} model @param {Draw} draw */
function drawFields(model, draw) {
  const kept = Object.entries(model.fields ?? {}).filter(([, field]) => field.protect || field.data === 'identifier');
  const drawn = Array.from({ length: 1 + draw.below(3) }, () => [draw.from(FIELDS), drawField(draw)]);
  return Object.fromEntries([...kept, ...drawn]);
}

/** @param {Draw} draw */
function drawField(draw) {
  switch (draw.below(4)) {
    case 0:
      return { type: 'boolean' };
    case 1:
      return { type: 'integer', min: draw.below(2), max: 10 * (1 + draw.below(99)), data: 'commerce' };
    case 2:
      return { type: 'string', values: [...new Set([draw.from(VALUES), draw.from(VALUES), draw.from(VALUES)])] };
    default:
      return { type: 'string', maxLength: 8 * (1 + draw.below(16)) };
  }
}

/** @typedef {ReturnType<typeof createDraw>} Draw */

/** The same draws for the same seed (mulberry32). @param {number} seed */
function createDraw(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  /** @param {readonly any[]} list @returns {any} */
  const from = (list) => list[below(list.length)];
  return { below, from };
}

/** @param {string} text */
function words(text) {
  return text.split(' ');
}
