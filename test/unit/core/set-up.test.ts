import { describe, expect, it } from 'vitest';
import { createHeadgate } from '../../../src/instance/create-headgate.js';
import type { Diagnostic } from '../../../src/audit/diagnostic.js';
import { json } from '../../../src/delivery/collectors/json.js';
import type { HeadgateOptions } from '../../../src/instance/headgate.js';
import type { EventDefinition, Manifest } from '../../../src/manifest/manifest.js';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { ModelBrowser } from '../../support/model-browser.js';
import { OURS } from '../../support/recipient.js';

const create = (options: unknown) => {
  const diagnostics: Diagnostic[] = [];
  const browser = new ModelBrowser();
  const headgate = createHeadgate(
    typeof options === 'object' && options
      ? ({
          ...options,
          onDiagnostic: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic),
        } as HeadgateOptions<Manifest>)
      : (options as HeadgateOptions<Manifest>),
    browser.openTab().environment,
  );
  return { headgate, diagnostics, browser };
};

describe('a wrong set-up', () => {
  it.each<[string, unknown]>([
    ['no options', undefined],
    ['null', null],
    ['text', 'manifest.json'],
    ['nothing in the options', {}],
    ['no manifest', { collectors: {} }],
    ['a manifest of null', { manifest: null, collectors: {} }],
    ['a manifest without events', { manifest: { version: '1', categories: {}, collectors: {} }, collectors: {} }],
    ['no collectors', { manifest: manifestOf({ step: eventOf() }) }],
    ['sources that are no list', { manifest: manifestOf({}), collectors: {}, consent: 5 }],
    [
      'a manifest without collectors',
      { manifest: { version: '1', categories: {}, events: {} }, collectors: { warehouse: json({ url: '/' }) } },
    ],
  ])('(%s) refuses every event, and breaks nothing', async (_, options) => {
    const { headgate, diagnostics, browser } = create(options);
    expect(headgate.track('step', {})).toEqual({ outcome: 'refuse', reason: 'misconfigured' });
    expect(headgate.consent()).toMatchObject({ regime: 'opt-in', categories: {} });
    expect(headgate.status()).toMatchObject({ collectors: {}, unrouted: { tracked: 1, refused: 1 } });
    expect(await headgate.access()).toEqual([]);
    expect(await headgate.forget()).toEqual({});
    await headgate.flush();
    expect(() => headgate.onConsent(() => {})()).not.toThrow();
    headgate.stop();
    if (options && typeof options === 'object') expect(diagnostics).toEqual([{ code: 'misconfigured' }]);
    expect(browser.disk.touches).toBe(0);
  });

  it('of one event leaves the others as they are', async () => {
    const manifest = manifestOf({
      step: eventOf({ basis: 'contract' }),
      odd: eventOf({ basis: 'curiosity' as 'contract' }),
      secret: eventOf({ basis: 'contract', tier: 'secret' as 'personal' }),
      nobody: { ...eventOf({ basis: 'contract' }), collectors: undefined } as unknown as EventDefinition,
    });
    const { page, collector } = await setUp({ manifest });
    expect(page.headgate.track('odd', {})).toEqual({ outcome: 'refuse', reason: 'unknown-basis' });
    expect(page.headgate.track('secret', {}).outcome).toBe('refuse');
    expect(page.headgate.track('nobody', {}).outcome).toBe('refuse');
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
    await page.pass(5000);
    expect(collector.events().map(({ event }) => event)).toEqual(['step']);
    page.tally();
  });
});

describe('a collector', () => {
  it('that the manifest does not describe gets nothing, and is reported', async () => {
    const { page, collector } = await setUp({
      lanes: ['warehouse', 'shadow'],
      manifest: manifestOf({ step: eventOf({ basis: 'contract', collectors: ['warehouse', 'shadow'] }) }),
    });
    page.headgate.track('step', {});
    await page.pass(5000);
    expect(collector.requests.map(({ path }) => path)).toEqual(['/warehouse']);
    expect(page.diagnostics).toEqual([{ code: 'misconfigured', collector: 'shadow', field: 'recipient' }]);
  });

  it('that the page did not set up refuses its events, and says why', async () => {
    const step = eventOf({ basis: 'contract', collectors: ['warehouse', 'mixpanel'] });
    const { page, collector } = await setUp({
      manifest: manifestOf({ step }, { collectors: { warehouse: OURS, mixpanel: OURS } }),
    });
    page.headgate.track('step', {});
    await page.pass(5000);
    expect(collector.events()).toHaveLength(1);
    expect(page.tally('mixpanel')).toMatchObject({ tracked: 1, refused: 1, reasons: { 'refused:no-collector': 1 } });
    expect(page.tally('warehouse')).toMatchObject({ tracked: 1, delivered: 1 });
  });

  it('gets its events, and is told of no other lane, where a script of the page added to every object', async () => {
    const { page, collector } = await setUp({ manifest: manifestOf({ step: eventOf({ basis: 'contract' }) }) });
    const everyObject = Object.prototype as { extended?: unknown };
    everyObject.extended = () => {};
    const { outcome } = page.headgate.track('step', {});
    delete everyObject.extended;
    expect(outcome).toBe('allow');
    await page.pass(5000);
    expect(collector.events()).toHaveLength(1);
    expect(Object.keys(page.headgate.status().collectors)).toEqual(['warehouse']);
  });

  it('gets the events that name it, and no other', async () => {
    const manifest = manifestOf(
      {
        both: eventOf({ basis: 'contract', collectors: ['warehouse', 'second'] }),
        first: eventOf({ basis: 'contract' }),
        none: eventOf({ basis: 'contract', collectors: [] }),
      },
      { collectors: { warehouse: OURS, second: OURS } },
    );
    const { page, collector } = await setUp({ lanes: ['warehouse', 'second'], manifest });
    for (const name of ['both', 'first', 'none']) page.headgate.track(name, {});
    await page.pass(5000);
    const sent = collector.requests.map(({ path, events }) => [path, events.map(({ event }) => event)]);
    expect(sent).toEqual([
      ['/warehouse', ['both', 'first']],
      ['/second', ['both']],
    ]);
  });

  it.each(['encode', 'read'] as const)('whose %s throws costs no event', async (method) => {
    const failing = { isFailing: true };
    const { page, collector } = await setUp({
      manifest: manifestOf({ step: eventOf({ basis: 'contract' }) }),
      limits: {
        [method]: (...args: never[]) => {
          if (failing.isFailing) throw new Error('adapter');
          return (json({ url: `${collector.origin}/warehouse` })[method] as (...args: never[]) => unknown)(...args);
        },
      },
    });
    page.headgate.track('step', {});
    await page.pass(5000);
    expect(page.tally()).toMatchObject({ buffered: 1 });
    failing.isFailing = false;
    await page.pass(600_000);
    expect(page.tally()).toMatchObject({ delivered: 1 });
  });
});

describe('an event that the manifest does not declare', () => {
  it.each(['unknown', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '(%j) is counted and reported',
    async (name) => {
      const { page, collector, banner } = await setUp();
      banner.say({ analytics: 'granted' });
      expect(page.headgate.track(name, { number: 1 })).toEqual({ outcome: 'refuse', reason: 'undeclared' });
      await page.pass(5000);
      expect(page.tally('')).toMatchObject({ tracked: 1, refused: 1, reasons: { 'refused:undeclared': 1 } });
      expect(page.diagnostics).toEqual([{ code: 'undeclared-event' }]);
      expect(collector.requests).toEqual([]);
    },
  );
});

describe('the data of an event', () => {
  const fields = { name: { type: 'string', maxLength: 5 } } as const;
  const manifest = manifestOf({ step: eventOf({ basis: 'contract', fields }) });

  it('leave without what is not declared, which is reported without its name', async () => {
    const { page, collector } = await setUp({ manifest });
    page.headgate.track('step', { name: 'x', email: 'alice@example.com' });
    await page.pass(5000);
    expect(collector.requests[0]!.body).not.toContain('alice');
    expect(collector.events()[0]!.data).toEqual({ name: 'x' });
    expect(JSON.stringify(page.diagnostics)).not.toMatch(/alice|email/);
    expect(page.codes()).toEqual(['undeclared-field']);
  });

  it.each([
    [{}],
    [{ name: 5 }],
    [{ name: 'too long' }],
    [undefined],
    [null],
    ['x'],
    [{ name: { toString: () => 'x' } }],
  ])('that are not as declared (%j) refuse the event, counted and reported', async (data) => {
    const { page, collector } = await setUp({ manifest });
    expect(page.headgate.track('step', data as never)).toEqual({ outcome: 'refuse', reason: 'invalid' });
    await page.pass(5000);
    expect(page.tally()).toMatchObject({ tracked: 1, refused: 1, reasons: { 'refused:invalid': 1 } });
    expect(page.codes()).toEqual(['invalid-field']);
    expect(collector.requests).toEqual([]);
  });

  it('are a copy: what the page changes afterwards does not leave', async () => {
    const { page, collector } = await setUp({ manifest });
    const data = { name: 'befor' };
    page.headgate.track('step', data);
    data.name = 'after';
    await page.pass(5000);
    expect(collector.events()[0]!.data).toEqual({ name: 'befor' });
  });

  it('are refused where they cannot be protected', async () => {
    const secret = { answer: { type: 'string', data: 'special', protect: 'seal' } } as const;
    const sealed = manifestOf({ step: eventOf({ tier: 'sensitive', fields: secret }) });
    const { page, banner, collector } = await setUp({ manifest: sealed });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { answer: 'I feel well' });
    await page.pass(5000);
    expect(collector.requests).toEqual([]);
    expect(page.codes()).toContain('protection-failed');
    expect(page.tally()).toMatchObject({ tracked: 1, refused: 1, reasons: { 'refused:unprotectable': 1 } });
  });
});

describe('the start of a page', () => {
  const watch = () => {
    const heard: string[] = [];
    const { headgate, browser } = create({
      manifest: manifestOf({ step: eventOf() }),
      collectors: { warehouse: json({ url: '/' }) },
      consent: [() => (heard.push('started'), () => {})],
    });
    return { headgate, tab: browser.tabs[0]!, heard };
  };

  it('does not wait for Headgate, which starts in the next task', () => {
    const { heard, tab } = watch();
    expect(heard).toEqual([]);
    tab.fireTimer();
    expect(heard).toEqual(['started']);
  });

  it('has Headgate started by the first call', () => {
    const { headgate, heard, tab } = watch();
    headgate.track('step', {});
    expect(heard).toEqual(['started']);
    tab.fireTimer();
    expect(heard).toEqual(['started']);
  });
});
