import { describe, expect, it } from 'vitest';
import { createLedger, type AuditEntry } from '../../../src/audit/create-ledger.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const EMPTY = {
  tracked: 0,
  held: 0,
  buffered: 0,
  delivered: 0,
  refused: 0,
  dropped: 0,
  expired: 0,
  purged: 0,
  rejected: 0,
  reasons: {},
};

function setUp(lanes = ['warehouse', 'mixpanel']) {
  const audit: AuditEntry[] = [];
  const ledger = createLedger(() => NOW, new Set([(entry: AuditEntry) => void audit.push(entry)]));
  lanes.forEach(ledger.open);
  return { ledger, audit };
}

describe('the ledger', () => {
  it('begins with an empty tally of each lane', () => {
    expect(setUp().ledger.read()).toEqual({ '': EMPTY, warehouse: EMPTY, mixpanel: EMPTY });
  });

  it('counts a new event in its lane, its state and its reason', () => {
    const { ledger } = setUp();
    ledger.move('warehouse', undefined, 'refused', 'denied', 1);
    ledger.move('warehouse', undefined, 'refused', 'denied', 1);
    ledger.move('warehouse', undefined, 'held', 'undecided', 1);
    const reasons = { 'refused:denied': 2, 'held:undecided': 1 };
    expect(ledger.read()['warehouse']).toEqual({ ...EMPTY, tracked: 3, refused: 2, held: 1, reasons });
    expect(ledger.read()['mixpanel']).toEqual(EMPTY);
  });

  it('moves events from one state to another without counting them twice', () => {
    const { ledger } = setUp();
    ledger.move('warehouse', undefined, 'held', 'undecided', 3);
    ledger.move('warehouse', 'held', 'buffered', 'admitted', 2);
    ledger.move('warehouse', 'buffered', 'delivered', 'accepted', 1);
    expect(ledger.read()['warehouse']).toMatchObject({ tracked: 3, held: 1, buffered: 1, delivered: 1 });
  });

  it('counts and tells nothing where nothing moved', () => {
    const { ledger, audit } = setUp();
    ledger.move('warehouse', undefined, 'delivered', 'accepted', []);
    ledger.move('warehouse', undefined, 'delivered', 'accepted', 0);
    expect(ledger.read()['warehouse']).toEqual(EMPTY);
    expect(audit).toEqual([]);
  });

  it('opens a tally for a lane that it did not know', () => {
    const { ledger } = setUp([]);
    ledger.move('other', undefined, 'refused', 'no-collector', 1);
    expect(ledger.read()['other']).toMatchObject({ tracked: 1, refused: 1 });
  });

  it('opens one for a lane whose name every object inherits, and touches no object of the page', () => {
    const { ledger } = setUp([]);
    ledger.move('constructor', undefined, 'refused', 'no-collector', 1);
    expect(ledger.read()['constructor']).toMatchObject({ tracked: 1, refused: 1 });
    expect(Object.keys(Object)).toEqual([]);
  });

  it('hands out a copy that later moves and readers do not change', () => {
    const { ledger } = setUp();
    const before = ledger.read();
    (before['warehouse'] as { tracked: number }).tracked = 99;
    ledger.move('warehouse', undefined, 'held', 'undecided', 1);
    expect(ledger.read()['warehouse']).toMatchObject({ tracked: 1, held: 1 });
    expect(before['warehouse']!.reasons).toEqual({});
  });
});

describe('the audit trail', () => {
  it('names each event and what happened to it, without its data', () => {
    const { ledger, audit } = setUp();
    const events = [{ id: 'id-1', event: 'step', data: { email: 'alice@example.com' } }] as unknown as TaggedEvent[];
    ledger.move('warehouse', undefined, 'buffered', 'admitted', events);
    expect(audit).toEqual([
      {
        time: '2026-11-21T12:00:00.000Z',
        collector: 'warehouse',
        state: 'buffered',
        reason: 'admitted',
        count: 1,
        events: [{ id: 'id-1', event: 'step' }],
      },
    ]);
    expect(JSON.stringify(audit)).not.toContain('alice');
  });

  it('gives a count alone for records that were removed unread', () => {
    const { ledger, audit } = setUp();
    ledger.move('warehouse', 'buffered', 'purged', 'withdrawn', 7);
    expect(audit[0]).toEqual({
      time: '2026-11-21T12:00:00.000Z',
      collector: 'warehouse',
      state: 'purged',
      reason: 'withdrawn',
      count: 7,
    });
  });

  it('is not needed', () => {
    const ledger = createLedger(() => NOW, new Set());
    ledger.move('warehouse', undefined, 'held', 'undecided', 1);
    expect(ledger.read()['warehouse']!.held).toBe(1);
  });
});
