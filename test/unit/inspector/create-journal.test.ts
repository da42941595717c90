import { describe, expect, it } from 'vitest';
import type { Watched } from '../../../src/audit/debugging.js';
import type { Choice } from '../../../src/consent/consent.js';
import { createJournal } from '../../../src/inspector/create-journal.js';
import { explainCall, explainOrigin, explainRequest, statesOf } from '../../../src/inspector/explain.js';
import { eventOf, manifestOf } from '../../support/core-page.js';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');
const manifest = manifestOf({
  step: eventOf({ fields: { note: { type: 'string' } } }),
  offer: eventOf({ undecided: 'refuse' }),
  paid: eventOf({ basis: 'contract', categories: [] }),
  visit: eventOf({ basis: 'legitimate_interests' }),
});

function setUp(analytics: Choice = 'undecided') {
  let changes = 0;
  const journal = createJournal({
    manifest,
    now: () => NOW,
    consent: () => ({
      categories: { analytics },
      regime: 'opt-in',
      evidence: 'explicit',
      source: 'manual',
      proof: {},
    }),
    onChange: () => void changes++,
  });
  const say = (...told: readonly Watched[]) => told.forEach(journal.onWatched);
  return { journal, say, changes: () => changes };
}

const step = (id: string, state: 'held' | 'buffered' | 'delivered', reason: string): Watched => ({
  time: new Date(NOW).toISOString(),
  collector: 'warehouse',
  state,
  reason,
  count: 1,
  events: [{ id, event: 'step' }],
});

describe('the journal of the inspector', () => {
  it('puts a call and its steps together, whichever comes first', () => {
    const { journal, say } = setUp();
    say(step('a', 'held', 'undecided'));
    say({ name: 'step', data: {}, tracked: { outcome: 'hold', reason: 'undecided', id: 'a' } });
    say(step('a', 'buffered', 'admitted'), step('a', 'delivered', 'accepted'));
    const [entry] = journal.entries();
    expect(journal.entries()).toHaveLength(1);
    expect(entry?.steps.map(({ state }) => state)).toEqual(['held', 'buffered', 'delivered']);
    expect(statesOf(entry!)).toEqual(['delivered']);
  });

  it('keeps no value that the page passed, and no name that is not declared', () => {
    const { journal, say } = setUp();
    const data = { note: 'secret', other: 'secret' };
    say({ name: 'step', data, tracked: { outcome: 'hold', reason: 'undecided', id: 'a' } });
    say({ name: 'maya@acme.example', data, tracked: { outcome: 'refuse', reason: 'undeclared' } });
    const text = JSON.stringify(journal.entries());
    expect([text.includes('secret'), text.includes('maya'), text.includes('"note"')]).toEqual([false, false, true]);
  });

  it('reads no field of what the page passed', () => {
    const { journal, say } = setUp();
    const data = {
      get note() {
        throw new Error('of the page');
      },
    };
    say({ name: 'step', data, tracked: { outcome: 'refuse', reason: 'invalid' } });
    expect(journal.entries()[0]?.call?.fields).toEqual(['note']);
  });

  it('is bounded', () => {
    const { journal, say } = setUp();
    for (let id = 0; id < 500; id++) {
      say(step(String(id), 'held', 'undecided'));
      say({ sent: ['step'], collector: 'warehouse', status: 200, result: 'answered' });
    }
    expect([journal.entries().length, journal.requests().length]).toEqual([200, 200]);
    expect(journal.entries().at(-1)?.key).toBe('499');
  });

  it('says of everything that it hears that there is something new', () => {
    const { say, changes } = setUp();
    say(step('a', 'held', 'undecided'), { diagnostic: { code: 'no-page' } });
    expect(changes()).toBe(2);
  });

  it('knows an event without a call as one of another time or tab, and a receipt as one of Headgate', () => {
    const entry = { key: 'a', time: NOW, steps: [] };
    expect(explainOrigin({ ...entry, event: 'step' })).toContain('earlier page');
    expect(explainOrigin({ ...entry, event: 'consent_receipt' })).toContain('receipt');
  });
});

describe('the rule that decided', () => {
  it.each([
    ['step', 'hold', 'undecided', 'undecided', 'basis consent: analytics undecided; waits in page memory'],
    ['step', 'allow', 'permitted', 'granted', 'basis consent: analytics granted'],
    ['step', 'refuse', 'denied', 'denied', 'basis consent: analytics denied'],
    ['offer', 'refuse', 'undecided', 'undecided', 'basis consent: analytics undecided; not kept meanwhile'],
    ['paid', 'allow', 'permitted', 'denied', 'basis contract: needs no consent'],
    ['visit', 'allow', 'permitted', 'undecided', 'basis legitimate interests: analytics undecided, no objection'],
    ['visit', 'refuse', 'objected', 'denied', 'basis legitimate interests: analytics denied'],
    ['stepp', 'refuse', 'undeclared', 'granted', 'the manifest declares no such event; did you mean “step”?'],
    ['step', 'refuse', 'repeated', 'granted', 'it was taken before, as `once` says'],
  ] as const)('of %s, %s because of %s while %s, is “%5$s”', (name, outcome, reason, choice, text) => {
    const { journal, say } = setUp(choice);
    say({ name, data: {}, tracked: { outcome, reason } });
    expect(explainCall(journal.entries()[0]!.call!)).toBe(text);
  });

  it('names the field of which it was told before the call, and of that call alone', () => {
    const { journal, say } = setUp();
    const refused = { name: 'step', data: {}, tracked: { outcome: 'refuse', reason: 'invalid' } } as const;
    say({ diagnostic: { code: 'invalid-field', event: 'step', field: 'note' } }, refused, refused);
    expect(journal.entries().map(({ call }) => explainCall(call!))).toEqual([
      '“note” is missing, or not as declared',
      'a field is missing, or not as declared',
    ]);
  });
});

describe('the answer to a request', () => {
  it.each([
    ['answered', 200, '200, answered'],
    ['answered', 0, 'taken in the page'],
    ['failed', 503, '503: kept, tried again later'],
    ['failed', 0, 'no answer: tried again later'],
    ['split', 413, '413: goes again in parts'],
    ['split', 0, 'too large: goes in parts'],
    ['not-sent', 0, 'not sent: its tag is not there, or the page is being left'],
  ] as const)('%s with status %i is “%s”', (result, status, text) => {
    expect(explainRequest({ sent: [], collector: 'warehouse', status, result, time: NOW })).toBe(text);
  });
});
