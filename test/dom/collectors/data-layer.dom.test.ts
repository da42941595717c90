import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataLayer } from '../../../src/delivery/collectors/data-layer.js';
import { sampleEvent, sampleEvents } from '../../support/sample-event.js';

/**
 * A fake of Google's page side: its tag wraps `push`, names itself in `google_tag_manager`, and merges what is pushed into a
 * model by the rules of its published data layer helper.
 */
type Entry = ArrayLike<unknown> & { readonly [key: string]: unknown };
type Model = { [key: string]: unknown };

interface GooglePage {
  dataLayer?: Entry[];
  shopLayer?: Entry[];
  google_tag_manager?: { [id: string]: unknown };
  google_tag_data?: unknown;
}

const page = globalThis as unknown as GooglePage;

function gtag(..._command: unknown[]): void {
  (page.dataLayer ??= []).push(arguments as unknown as Entry);
}

/** The container's script has come. Returns its model. */
function loadTag(id = 'GTM-1'): Model {
  const model: Model = {};
  const layer = (page.dataLayer ??= []);
  const push = layer.push.bind(layer);
  layer.push = (...entries) => {
    for (const entry of entries) if (!isArguments(entry)) merge(entry, model);
    return push(...entries);
  };
  page.google_tag_manager = { [id]: {} };
  return model;
}

const isArguments = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Arguments]';

function merge(from: { readonly [key: string]: unknown }, to: Model): void {
  for (const [key, value] of Object.entries(from)) {
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isPlain && !from['_clear']) merge(value as Model, (to[key] ??= {}) as Model);
    else to[key] = value;
  }
  delete to['_clear'];
}

function clear(): void {
  for (const name of ['dataLayer', 'shopLayer', 'google_tag_manager', 'google_tag_data'] as const) delete page[name];
}

beforeEach(clear);
afterEach(clear);

describe('waits', () => {
  it('while there is nothing', () => {
    expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
  });

  it('while the data layer is a plain array that nobody reads, and leaves nothing in it', () => {
    gtag('consent', 'default', { analytics_storage: 'denied' });
    gtag('consent', 'update', { analytics_storage: 'granted' });
    expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
    expect(page.dataLayer).toHaveLength(2);
  });

  it('while the tag is there but consent mode has not been emitted', () => {
    gtag('js', new Date());
    gtag('config', 'G-1');
    gtag('consent', 'declare');
    page.dataLayer!.push({ event: 'consent', 0: 'consentish' } as unknown as Entry);
    loadTag();
    expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
    expect(page.dataLayer).toHaveLength(4);
  });

  it('while another container is there than the one that it is told', () => {
    gtag('consent', 'default', {});
    loadTag('GTM-1');
    expect(dataLayer({ id: 'GTM-2' }).deliver(sampleEvents(1))).toBeUndefined();
    expect(dataLayer({ id: 'GTM-1' }).deliver(sampleEvents(1))?.accepted).toHaveLength(1);
  });

  it.each([null, 5, 'text', {}, [null, undefined, 5]])('where %o stands in the place of the data layer', (nonsense) => {
    page.dataLayer = nonsense as unknown as Entry[];
    page.google_tag_manager = {};
    expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
  });
});

it('waits again when something else has taken the place of the data layer', () => {
  gtag('consent', 'default', {});
  loadTag();
  const collector = dataLayer();
  expect(collector.deliver(sampleEvents(1))?.accepted).toHaveLength(1);
  page.dataLayer = {} as Entry[];
  expect(collector.deliver(sampleEvents(1))).toBeUndefined();
});

describe.each(['default', 'update'])('once the page has said consent %s', (action) => {
  it('delivers, after it', () => {
    gtag('consent', action, { analytics_storage: 'granted' });
    loadTag();
    const events = sampleEvents(2);
    expect(dataLayer().deliver(events)).toEqual({ accepted: events.map(({ id }) => id), rejected: [] });
    expect(page.dataLayer!.map((entry) => entry['event'] ?? entry[0])).toEqual([
      'consent',
      'newsletter_signup',
      'newsletter_signup',
    ]);
  });
});

it('sees from what Google keeps of consent mode that it came before a data layer that has lost its oldest entries', () => {
  loadTag();
  page.google_tag_data = { ics: { entries: { analytics_storage: {} } } };
  expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
  page.google_tag_data = { ics: { entries: { analytics_storage: { default: false, update: true } } } };
  expect(dataLayer().deliver(sampleEvents(1))?.accepted).toHaveLength(1);
});

it('remembers that consent mode was emitted when the entry is gone', () => {
  gtag('consent', 'default', {});
  loadTag();
  const collector = dataLayer();
  expect(collector.deliver(sampleEvents(1))?.accepted).toHaveLength(1);
  page.dataLayer!.shift();
  expect(collector.deliver(sampleEvents(1))?.accepted).toHaveLength(1);
});

describe('for a container', () => {
  it('pushes the whole tagged event under one key', () => {
    gtag('consent', 'default', {});
    loadTag();
    const event = sampleEvent(3);
    dataLayer().deliver([event]);
    expect(page.dataLayer!.at(-1)).toEqual({ event: 'newsletter_signup', headgate: event, _clear: true });
  });

  it('leaves no field of an earlier event beside those of a later one', () => {
    gtag('consent', 'default', {});
    const model = loadTag();
    const collector = dataLayer();
    collector.deliver([sampleEvent(0, { data: { user: 'alice' } })]);
    const second = sampleEvent(1, { data: { plan: 'free' } });
    collector.deliver([second]);
    expect(model['headgate']).toEqual(second);
  });

  it('would be seen to leave one', () => {
    const model = loadTag();
    page.dataLayer!.push({ headgate: { data: { user: 'alice' } } } as unknown as Entry);
    page.dataLayer!.push({ headgate: { data: { plan: 'free' } } } as unknown as Entry);
    expect(model['headgate']).toEqual({ data: { user: 'alice', plan: 'free' } });
  });

  it('hands over a copy', () => {
    gtag('consent', 'default', {});
    const model = loadTag();
    const event = sampleEvent();
    dataLayer().deliver([event]);
    (model['headgate'] as { data: { form: string } }).data.form = 'changed';
    expect(event).toEqual(sampleEvent());
  });
});

describe("for Google's tag alone", () => {
  it('pushes the command as an arguments object, with scalars as parameters', () => {
    gtag('consent', 'default', {});
    loadTag('G-1');
    const event = sampleEvent(3);
    dataLayer({ format: 'gtag', id: 'G-1' }).deliver([event]);
    const command = page.dataLayer!.at(-1)!;
    expect(isArguments(command)).toBe(true);
    expect(Array.from(command)).toEqual([
      'event',
      'newsletter_signup',
      {
        user: 'user-0001',
        form: 'footer',
        step: 3,
        confirmed: true,
        hg_id: '019aa5c0-0000-7000-8000-000000000003',
        hg_tier: 'pseudonymous',
        hg_purpose: 'newsletter',
        hg_legal_basis: 'consent',
        hg_categories: 'analytics,marketing',
        hg_expires: '2026-12-21T10:00:00.000Z',
        hg_consent: JSON.stringify(event.consent),
      },
    ]);
  });
});

it('finds a data layer of another name', () => {
  gtag('consent', 'default', {});
  loadTag();
  page.shopLayer = page.dataLayer!;
  delete page.dataLayer;
  expect(dataLayer().deliver(sampleEvents(1))).toBeUndefined();
  expect(dataLayer({ name: 'shopLayer' }).deliver(sampleEvents(1))?.accepted).toHaveLength(1);
});

it('says which event made the tag throw, and delivers the others', () => {
  gtag('consent', 'default', {});
  loadTag();
  const push = page.dataLayer!.push.bind(page.dataLayer!);
  page.dataLayer!.push = (entry) => {
    if ((entry['headgate'] as { data: { step: number } }).data.step === 0) throw new Error('a tag');
    return push(entry);
  };
  const [first, second] = sampleEvents(2);
  expect(dataLayer().deliver([first!, second!])).toEqual({
    accepted: [second!.id],
    rejected: [{ id: first!.id, reason: 'tag-threw' }],
  });
});
