import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeadgate } from '../../src/instance/create-headgate.js';
import type { ConsentReading } from '../../src/consent/consent.js';
import type { Headgate } from '../../src/instance/headgate.js';
import type { FieldDefinition, Manifest } from '../../src/manifest/manifest.js';
import { selectFields } from '../../src/manifest/select-fields.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { eventOf, manifestOf } from '../support/core-page.js';
import { ModelBrowser } from '../support/model-browser.js';
import { fuzz } from './fuzz.js';
import { build, hostile, hostileJson } from './hostile.js';

/** What a page passes to `track`, and what a consent source says, while every event needs a consent. */

const FIELDS: { readonly [field: string]: FieldDefinition } = {
  number: { type: 'number', optional: true, min: -5, max: 5 },
  whole: { type: 'integer', optional: true },
  flag: { type: 'boolean', optional: true },
  text: { type: 'string', optional: true, maxLength: 20 },
  choice: { type: 'string', optional: true, values: ['', 'a', 'toString'] },
  free: { type: 'string', optional: true, protect: 'redact' },
  cut: { type: 'string', optional: true, protect: 'truncate', maxLength: 4 },
  // Not in the literal: TypeScript knows another `constructor`.
  ...Object.fromEntries([['constructor', { type: 'string', optional: true } as const]]),
};
const NAMES = [...Object.keys(FIELDS), 'undeclared'];
const EVENTS = ['step', 'strict', 'both', '__proto__', 'constructor', 'consent_receipt', 'missing'];

const manifest: Manifest = manifestOf({
  step: eventOf({ fields: FIELDS }),
  strict: eventOf({ fields: FIELDS, undecided: 'refuse' }),
  both: eventOf({ fields: FIELDS, categories: ['analytics', 'marketing'] }),
});

interface Arrivals {
  readonly headgate: Headgate;
  readonly events: TaggedEvent[];
  say(reading: unknown): void;
  /** Lets the page do what it put off. */
  rest(): Promise<void>;
}

function openPage(): Arrivals {
  const browser = new ModelBrowser();
  const tab = browser.openTab();
  const events: TaggedEvent[] = [];
  let report = (_reading: ConsentReading): void => {
    throw new Error('nobody listens');
  };
  const headgate = createHeadgate<Manifest>(
    {
      manifest,
      consent: [(host) => ((report = host.report), () => {})],
      collectors: {
        warehouse: {
          maxEvents: 1000,
          maxBytes: 1e9,
          deliver: (some) => (events.push(...some), { accepted: some.map(({ id }) => id) }),
        },
      },
    },
    tab.environment,
  );
  // With the first call at the latest it listens to its sources.
  headgate.track('missing', {});
  return {
    headgate,
    events,
    say: (reading) => report(reading as ConsentReading),
    async rest() {
      for (let turn = 0; turn < 60; turn++) {
        while (browser.stepDisk());
        if (tab.timers.length) tab.fireTimer();
        await new Promise((settled) => setImmediate(settled));
      }
    },
  };
}

const payload = hostile(...NAMES);
const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...EVENTS) }, { weight: 1, arbitrary: hostile() });

it('copies declared fields only, as plain values, out of whatever a page passes', async () => {
  await fuzz({
    name: 'payloads: fields',
    share: 0.3,
    input: payload,
    run(input) {
      // `track` has it behind a guard: an object whose every use throws may throw here.
      const selection = attempt(() => selectFields(FIELDS, build(input)));
      if (selection) checkData(selection.data);
    },
  });
});

it('takes any payload of a page that has consent without a throw, and sends what is declared', async () => {
  let page = openPage();
  page.say({ source: 'x', evidence: 'explicit', categories: { analytics: 'granted' } });
  let allowed = 0;
  await fuzz({
    name: 'payloads: with consent',
    share: 0.12,
    input: fc.tuple(name, payload),
    run([event, input]) {
      const { outcome } = page.headgate.track(
        (typeof event === 'string' ? event : build(event)) as string,
        build(input) as never,
      );
      if (!['allow', 'hold', 'refuse'].includes(outcome)) throw new Error(`no decision: ${outcome}`);
      if (outcome === 'allow') allowed++;
    },
    async rest() {
      await page.rest();
      for (const { event, data } of page.events) {
        if (!['step', 'strict'].includes(event)) throw new Error(`sent without consent: ${event}`);
        checkData(data);
      }
      page.headgate.stop();
      page = openPage();
      page.say({ source: 'x', evidence: 'explicit', categories: { analytics: 'granted' } });
    },
  });
  expect(allowed).toBeGreaterThan(0);
});

/** Anything that a source may say. No text in it is the word that grants. */
const reading = fc.record({
  whole: hostile('source', 'categories', 'evidence', 'regime', 'region', 'proof'),
  categories: hostile('analytics', 'marketing'),
  other: hostile(),
  kind: fc.nat(2),
});

it('never takes what is no reading for a grant', async () => {
  let page = openPage();
  await fuzz({
    name: 'payloads: readings of a source',
    share: 0.08,
    input: fc.tuple(reading, hostileJson(...NAMES)),
    run([said, input]) {
      page.say(toReading(build(said.whole), build(said.categories), build(said.other), said.kind));
      const { categories } = page.headgate.consent();
      if (Object.values(categories).includes('granted')) throw new Error('opened by garbage');
      for (const event of ['step', 'strict', 'both']) {
        if (page.headgate.track(event, input as never).outcome === 'allow') throw new Error('allowed without consent');
      }
    },
    async rest() {
      await page.rest();
      if (page.events.length) throw new Error('sent without consent');
      page.headgate.stop();
      page = openPage();
    },
  });
});

function toReading(whole: unknown, categories: unknown, other: unknown, kind: number): unknown {
  if (kind === 0) return whole;
  return { source: other, evidence: kind === 1 ? 'explicit' : other, regime: other, categories, proof: other };
}

function checkData(data: object): void {
  if (Object.getPrototypeOf(data) !== Object.prototype) throw new Error('data inherit something');
  for (const [field, value] of Object.entries(data) as [string, unknown][]) {
    const declared = Object.hasOwn(FIELDS, field) ? FIELDS[field]! : undefined;
    if (!declared) throw new Error(`not declared: ${field}`);
    const type = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }[declared.type];
    if (typeof value !== type) throw new Error(`not as declared: ${field}`);
    if (typeof value === 'string' && value.length > (declared.maxLength ?? 256)) throw new Error(`too long: ${field}`);
  }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
