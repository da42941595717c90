import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDataLayer } from '../../../src/events/start-data-layer.js';
import { startZigpoll } from '../../../src/events/start-zigpoll.js';
import { withEveryObject } from '../../support/with-altered-prototypes.js';
import { createRecorder, event } from './recorder.js';

const page = globalThis as { dataLayer?: unknown[] };
const stops: (() => void)[] = [];

const manifest = {
  events: {
    cart_filled: event({
      fields: { sku: { type: 'string' }, value: { type: 'number' } },
      triggers: {
        dataLayer: { event: 'add_to_cart', fields: { sku: 'ecommerce.items.0.item_id', value: 'ecommerce.value' } },
      },
    }),
    bought: event({
      fields: { order: { type: 'string' }, value: { type: 'number' }, quantity: { type: 'integer' } },
      triggers: {
        dataLayer: {
          event: 'purchase',
          fields: {
            order: 'ecommerce.transaction_id',
            value: 'ecommerce.value',
            quantity: 'ecommerce.items.0.quantity',
            currency: 'page.currency',
          },
        },
      },
    }),
    newsletter_joined: event({
      triggers: { dataLayer: { event: 'generate_lead', where: { 'form.kind': 'newsletter' } } },
    }),
    survey_answered: event({
      fields: { question: { type: 'string' }, answer: { type: 'string' } },
      triggers: { zigpoll: { event: '*', fields: { question: 'zigpoll_question', answer: 'zigpoll_response' } } },
    }),
  },
} as const;

const added = { event: 'add_to_cart', ecommerce: { value: 9.5, items: [{ item_id: 'SKU1', name: 'Shoe' }] } };
const zigpoll = {
  event: 'gaEvent',
  eventCategory: 'Zigpoll',
  eventAction: 'answer',
  eventLabel: 'label',
  zigpoll_question: 'How was it?',
  zigpoll_response: 'I am ill',
};

beforeEach(() => delete page.dataLayer);
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function startLayer(target = createRecorder(manifest)) {
  stops.push(startDataLayer(target));
  return target.calls;
}

/** A tag manager that takes `push` over, as Google's does: it calls what was there before and then acts on the items. */
function startTagManager(): unknown[] {
  const heard: unknown[] = [];
  const layer = page.dataLayer!;
  heard.push(...layer);
  const before = layer.push;
  layer.push = (...items) => {
    const length = before.apply(layer, items);
    heard.push(...items);
    return length;
  };
  return heard;
}

describe('Google’s data layer', () => {
  it('becomes the manifest’s events, with the fields that a trigger names and no others', () => {
    const calls = startLayer();
    page.dataLayer!.push(added);
    expect(calls).toEqual([['cart_filled', { sku: 'SKU1', value: 9.5 }]]);
    expect([...page.dataLayer!]).toEqual([added]);
  });

  it('counts what was pushed before', () => {
    page.dataLayer = [{ event: 'gtm.js' }, added];
    expect(startLayer()).toEqual([['cart_filled', { sku: 'SKU1', value: 9.5 }]]);
  });

  it('is asked once about each push, whoever takes push over before or after', () => {
    page.dataLayer = [];
    const early = startTagManager();
    const calls = startLayer();
    const late = startTagManager();
    page.dataLayer.push(added, { event: 'other' });
    expect(calls).toHaveLength(1);
    expect([early, late]).toEqual([
      [added, { event: 'other' }],
      [added, { event: 'other' }],
    ]);
    expect([...page.dataLayer]).toEqual([added, { event: 'other' }]);
  });

  it('knows calls of gtag, which are arguments', () => {
    const calls = startLayer();
    const gtag = function (..._: unknown[]) {
      page.dataLayer!.push(arguments);
    };
    gtag('event', 'add_to_cart', added);
    gtag('config', 'G-1');
    expect(calls).toEqual([['cart_filled', { sku: 'SKU1', value: 9.5 }]]);
  });

  it('has the numbers that its texts plainly are, and order numbers as text', () => {
    const calls = startLayer();
    const values = ['49.50', ' 1.0000 ', '+2', '.5', '1,249.00', '1.249,00', '0x10', '1e3', 'Infinity', ''];
    for (const value of values) page.dataLayer!.push({ event: 'purchase', ecommerce: { value, transaction_id: 124 } });
    expect(calls.map(([, { value }]: readonly [string, { value?: unknown }]) => value)).toEqual([
      49.5,
      1,
      2,
      0.5,
      '1,249.00',
      '1.249,00',
      '0x10',
      '1e3',
      'Infinity',
      '',
    ]);
    expect(calls[0]).toEqual(['bought', { order: '124', value: 49.5 }]);
  });

  it('has the values of earlier pushes, merged as a tag manager does', () => {
    page.dataLayer = [{ page: { currency: 'EUR' } }, { ecommerce: { transaction_id: '1', items: [{ quantity: 2 }] } }];
    const calls = startLayer();
    page.dataLayer.push({ ecommerce: { value: 5 } }, { event: 'purchase' });
    page.dataLayer.push({ ecommerce: null }, { event: 'purchase', ecommerce: { transaction_id: '2', items: [{}] } });
    expect(calls).toEqual([
      ['bought', { currency: 'EUR', order: '1', value: 5, quantity: 2 }],
      ['bought', { currency: 'EUR', order: '2' }],
    ]);
  });

  it('finds by the same path what gtag has flat, with what gtag set, and nothing of another call', () => {
    const calls = startLayer();
    const gtag = function (..._: unknown[]) {
      page.dataLayer!.push(arguments);
    };
    gtag('set', { page: { currency: 'EUR' } });
    gtag('event', 'purchase', { transaction_id: '126', value: 12, items: [{ quantity: '1' }] });
    gtag('event', 'purchase', { transaction_id: '127' });
    gtag('event', 'purchase');
    expect(calls).toEqual([
      ['bought', { currency: 'EUR', order: '126', value: 12, quantity: 1 }],
      ['bought', { currency: 'EUR', order: '127' }],
      ['bought', { currency: 'EUR' }],
    ]);
  });

  it('is told to nobody by what the page gave every object', () => {
    const calls = withEveryObject(
      { triggers: { dataLayer: { event: 'gtm.js' } }, dataLayer: { event: 'gtm.js' } },
      () => {
        const heard = startLayer();
        page.dataLayer!.push({ event: 'gtm.js' });
        return heard;
      },
    );
    expect(calls).toEqual([]);
  });

  it('triggers only where the values that a trigger asks for are there', () => {
    const calls = startLayer();
    page.dataLayer!.push({ event: 'generate_lead', form: { kind: 'contact' } });
    page.dataLayer!.push({ event: 'generate_lead' });
    page.dataLayer!.push({ event: 'generate_lead', form: { kind: 'newsletter' } });
    expect(calls).toEqual([['newsletter_joined', {}]]);
  });

  it.each([[null], [undefined], ['event'], [7], [{}], [{ event: { a: 1 } }], [() => {}], [{ event: 'add_to_cart' }]])(
    'lives with the push %j',
    (item) => {
      const calls = startLayer();
      expect(() => page.dataLayer!.push(item)).not.toThrow();
      expect([...page.dataLayer!]).toEqual([item]);
      expect(calls.flatMap(([, data]) => Object.keys(data))).toEqual([]);
    },
  );

  it('never follows a path into what an object inherits', () => {
    const calls = startLayer();
    page.dataLayer!.push({ event: 'add_to_cart', ecommerce: Object.create({ value: 1, items: [{ item_id: 'x' }] }) });
    expect(calls).toEqual([['cart_filled', {}]]);
  });

  it('passes a push on where tracking throws', () => {
    stops.push(
      startDataLayer({
        manifest,
        track: () => {
          throw new Error('mine');
        },
      }),
    );
    expect(page.dataLayer!.push(added)).toBe(1);
    expect([...page.dataLayer!]).toEqual([added]);
  });

  it('has its own push again once stopped', () => {
    startLayer();
    stops.splice(0).forEach((stop) => stop());
    expect(Object.hasOwn(page.dataLayer!, 'push')).toBe(false);
    const calls = startLayer();
    const heard = startTagManager();
    stops.splice(0).forEach((stop) => stop());
    page.dataLayer!.push(added);
    expect([calls, heard, [...page.dataLayer!]]).toEqual([[], [added], [added]]);
  });
});

describe('Zigpoll', () => {
  let outcome: 'allow' | 'hold' | 'refuse' = 'allow';
  const start = () => {
    const target = createRecorder(manifest, () => outcome);
    stops.push(startZigpoll(target));
    return target.calls;
  };

  it('answers become the manifest’s events, and go on into the data layer once they are allowed', () => {
    outcome = 'allow';
    page.dataLayer = [];
    const early = startTagManager();
    const calls = start();
    const late = startTagManager();
    page.dataLayer.push(zigpoll);
    expect(calls).toEqual([['survey_answered', { question: 'How was it?', answer: 'I am ill' }]]);
    expect([early, late, [...page.dataLayer]]).toEqual([[zigpoll], [zigpoll], [zigpoll]]);
  });

  it.each(['hold', 'refuse'] as const)('answers reach no other tag where the gate says %s', (decision) => {
    outcome = decision;
    page.dataLayer = [];
    const early = startTagManager();
    start();
    const late = startTagManager();
    const other = { event: 'gaEvent', eventCategory: 'Video' };
    page.dataLayer.push(zigpoll, other);
    expect([early, late, [...page.dataLayer]]).toEqual([[other], [other], [other]]);
  });

  it('what was pushed before and is not allowed is taken out of the data layer', () => {
    outcome = 'refuse';
    page.dataLayer = [{ event: 'gtm.js' }, zigpoll];
    start();
    expect([...page.dataLayer]).toEqual([{ event: 'gtm.js' }]);
  });

  it('answers that the manifest does not know reach nobody', () => {
    outcome = 'allow';
    const target = createRecorder({ events: {} });
    stops.push(startZigpoll(target));
    page.dataLayer!.push(zigpoll);
    expect([target.calls, [...page.dataLayer!]]).toEqual([[], []]);
  });

  it.each([
    ['before', 'before'],
    ['before', 'after'],
    ['after', 'before'],
    ['after', 'after'],
  ])(
    'answers reach no tag manager: guarded %s it is there, its push taken %s the data layer is listened to',
    (zigpollIs, layerIs) => {
      outcome = 'refuse';
      page.dataLayer = [];
      const steps = { zigpoll: () => void start(), layer: () => void startLayer() };
      const heard: unknown[][] = [];
      if (zigpollIs === 'before') steps.zigpoll();
      if (layerIs === 'after') heard.push(startTagManager());
      steps.layer();
      if (layerIs === 'before') heard.push(startTagManager());
      if (zigpollIs === 'after') steps.zigpoll();
      heard.push(startTagManager());
      page.dataLayer.push(zigpoll, added);
      expect([heard, [...page.dataLayer]]).toEqual([[[added], [added]], [added]]);
    },
  );

  it('and the data layer are both listened to, and end one by one', () => {
    outcome = 'refuse';
    const calls = startLayer();
    start();
    page.dataLayer!.push(zigpoll, added);
    expect([calls.length, [...page.dataLayer!]]).toEqual([1, [added]]);
    const [stopLayer, stopZigpoll] = stops.splice(0) as [() => void, () => void];
    stopLayer();
    page.dataLayer!.push(zigpoll, added);
    expect([calls.length, [...page.dataLayer!]]).toEqual([1, [added, added]]);
    stopZigpoll();
    page.dataLayer!.push(zigpoll);
    expect([...page.dataLayer!]).toEqual([added, added, zigpoll]);
  });
});
