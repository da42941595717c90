import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { afterEach, expect, it } from 'vitest';
import { adobeDataLayer } from '../../../src/delivery/collectors/adobe-data-layer.js';
import { sampleEvent, sampleEvents } from '../../support/sample-event.js';
import { watchErrors } from '../../support/dom-source.js';

/** The real Adobe Client Data Layer, run as a page's script runs. */

interface DataLayer extends Array<unknown> {
  addEventListener(name: string, listener: (message: unknown) => void): void;
  getState(path?: string): unknown;
}

const page = globalThis as unknown as {
  adobeDataLayer?: DataLayer;
  other?: DataLayer;
  adobeDataLayerSettings?: unknown;
};
const script = readFileSync(
  createRequire(import.meta.url).resolve('@adobe/adobe-client-data-layer/dist/adobe-client-data-layer.min.js'),
  'utf8',
);

/** Runs the package's file, as a script element would. */
function load(): DataLayer {
  runInThisContext(script);
  return page.adobeDataLayer!;
}

afterEach(() => {
  delete page.adobeDataLayer;
  delete page.other;
});

it('waits while there is no data layer', () => {
  expect(adobeDataLayer().deliver(sampleEvents(2))).toBeUndefined();
});

it('waits while the data layer is a plain array, and leaves nothing in it', () => {
  page.adobeDataLayer = [] as unknown as DataLayer;
  expect(adobeDataLayer().deliver(sampleEvents(2))).toBeUndefined();
  expect(page.adobeDataLayer).toHaveLength(0);
});

it('delivers to the listeners of the real data layer, with the whole tagged event', () => {
  const layer = load();
  const heard: unknown[] = [];
  layer.addEventListener('newsletter_signup', (message) => heard.push(message));
  const events = sampleEvents(2);
  expect(adobeDataLayer().deliver(events)).toEqual({ accepted: events.map(({ id }) => id), rejected: [] });
  expect(heard).toEqual(events.map((event) => ({ event: 'newsletter_signup', eventInfo: event })));
});

it("leaves nothing in the data layer's state", () => {
  const layer = load();
  adobeDataLayer().deliver(sampleEvents(3));
  expect(layer.getState()).toEqual({});
});

it('would be seen to leave something in the state', () => {
  const layer = load();
  layer.push({ event: 'newsletter_signup', headgate: { tier: 'personal' } });
  expect(layer.getState()).toEqual({ headgate: { tier: 'personal' } });
});

it('hands over a copy: what a listener does to it reaches no other collector', () => {
  const layer = load();
  layer.addEventListener('newsletter_signup', (message) => {
    (message as { eventInfo: { data: { form: string } } }).eventInfo.data.form = 'changed';
  });
  const event = sampleEvent();
  adobeDataLayer().deliver([event]);
  expect(event).toEqual(sampleEvent());
});

it('says which event made the data layer throw, and delivers the others', () => {
  const layer = load();
  const errors = watchErrors();
  const push = layer.push.bind(layer);
  layer.push = (message) => {
    if ((message as { eventInfo: { data: { step: number } } }).eventInfo.data.step === 1) throw new Error('a listener');
    return push(message);
  };
  const [first, second, third] = sampleEvents(3);
  expect(adobeDataLayer().deliver([first!, second!, third!])).toEqual({
    accepted: [first!.id, third!.id],
    rejected: [{ id: second!.id, reason: 'tag-threw' }],
  });
  expect(errors.errors).toEqual([]);
  errors.stop();
});

it('finds a data layer of another name', () => {
  page.other = load();
  delete page.adobeDataLayer;
  expect(adobeDataLayer().deliver(sampleEvents(1))).toBeUndefined();
  expect(adobeDataLayer({ name: 'other' }).deliver(sampleEvents(1))?.accepted).toHaveLength(1);
});

it.each([null, 5, 'text', {}, { getState: true }])('waits where %o stands in its place', (nonsense) => {
  page.adobeDataLayer = nonsense as unknown as DataLayer;
  expect(adobeDataLayer().deliver(sampleEvents(1))).toBeUndefined();
});
