import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/audit/diagnostic.js';
import type { Item } from '../../../src/delivery/item.js';
import type { Lane } from '../../../src/delivery/lane.js';
import { createPreparation } from '../../../src/intake/preparation.js';
import type { EventPolicy } from '../../../src/intake/event-policy.js';
import { TIERS } from '../../../src/manifest/vocabulary.js';
import { sampleEvent } from '../../support/sample-event.js';

/** Between the gate and the lanes: what is being protected. */

const PERSONAL = TIERS.indexOf('personal');

interface Setting {
  readonly hasSubtle?: boolean;
  readonly recipient?: string;
}

function prepare({ hasSubtle = true, recipient }: Setting = {}) {
  const added: [lane: string, item: Item][] = [];
  const moves: unknown[][] = [];
  const reports: Diagnostic[] = [];
  const asked: string[] = [];
  const answers: { resolve(text: string): void; reject(reason: Error): void }[] = [];
  const lane = (name: string): Lane => ({ add: (item: Item) => added.push([name, item]) }) as unknown as Lane;
  const collector = recipient === undefined ? {} : { recipient };
  const preparation = createPreparation({
    manifest: { collectors: { warehouse: collector, mirror: collector } },
    environment: { subtle: hasSubtle ? ({} as SubtleCrypto) : undefined },
    lanes: { warehouse: lane('warehouse'), mirror: lane('mirror') },
    protection: {
      seal: undefined,
      pseudonymise: (text) => {
        asked.push(text);
        return new Promise((resolve, reject) => answers.push({ resolve, reject }));
      },
    },
    move: (...move) => void moves.push(move),
    report: (diagnostic) => void reports.push(diagnostic),
  });
  return { preparation, added, moves, reports, asked, answers };
}

function itemOf(name: string, changes: Partial<EventPolicy> = {}, endedIn: readonly string[] = []): Item {
  const event = sampleEvent(0, { id: name, data: { user: 'ada' } });
  const policy = {
    rule: { fields: { user: { type: 'string', protect: 'pseudonymise' } } },
    rank: 0,
    to: { warehouse: {}, mirror: {} },
    slow: ['user'],
    ...changes,
  } as unknown as EventPolicy;
  return { event, policy, size: 1, since: 0, ...(endedIn.length && { endedIn: new Set(endedIn) }) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('an event with a field that takes time to protect', () => {
  it('is listed while that takes, and reaches each recipient under a pseudonym of its own', async () => {
    const { preparation, added, asked, answers } = prepare({ recipient: 'Acme GmbH' });
    preparation.add(itemOf('one'));
    expect(preparation.events().map(({ id }) => id)).toEqual(['one']);
    let isPrepared = false;
    void preparation.prepared().then(() => (isPrepared = true));
    await settle();
    expect([isPrepared, added, asked]).toEqual([false, [], Array(2).fill('["Acme GmbH","user","ada"]')]);
    answers.forEach(({ resolve }, index) => resolve(`p${index}`));
    await settle();
    expect(isPrepared).toBe(true);
    expect(preparation.events()).toEqual([]);
    expect(added.map(([lane, { event }]) => [lane, event.data])).toEqual([
      ['warehouse', { user: 'p0' }],
      ['mirror', { user: 'p1' }],
    ]);
  });

  it('has a pseudonym of nobody’s where the manifest names no recipient', () => {
    const { preparation, asked } = prepare();
    preparation.add(itemOf('one', { to: { warehouse: {} } as unknown as EventPolicy['to'] }));
    expect(asked).toEqual(['["","user","ada"]']);
  });

  it('is given up with a reason where it has become void, and others are not', async () => {
    const { preparation, added, moves, answers } = prepare();
    preparation.add(itemOf('void'));
    preparation.add(itemOf('fine'));
    preparation.purge(({ event }) => event.id === 'void', 'withdrawn');
    expect(preparation.events().map(({ id }) => id)).toEqual(['fine']);
    expect(moves.map(([lane, from, to, reason]) => [lane, from, to, reason])).toEqual([
      ['warehouse', 'buffered', 'purged', 'withdrawn'],
      ['mirror', 'buffered', 'purged', 'withdrawn'],
    ]);
    for (const { resolve } of answers) resolve('p');
    await settle();
    expect(new Set(added.map(([, { event }]) => event.id))).toEqual(new Set(['fine']));
    expect(moves).toHaveLength(2);
  });

  it('is counted once where it was given up and then cannot be protected', async () => {
    const { preparation, moves, reports, answers } = prepare();
    preparation.add(itemOf('void'));
    preparation.purge(() => true, 'withdrawn');
    for (const { reject } of answers) reject(new Error('no key'));
    await settle();
    expect(moves.map(([, , to]) => to)).toEqual(['purged', 'purged']);
    expect(reports.map(({ code }) => code)).toEqual(['protection-failed']);
  });

  it('is refused in each lane where it cannot be protected', async () => {
    const { preparation, added, moves, answers } = prepare();
    preparation.add(itemOf('one'));
    for (const { reject } of answers) reject(new Error('no key'));
    await settle();
    expect(added).toEqual([]);
    expect(moves.map(([lane, from, to, reason]) => [lane, from, to, reason])).toEqual([
      ['warehouse', 'buffered', 'refused', 'unprotectable'],
      ['mirror', 'buffered', 'refused', 'unprotectable'],
    ]);
  });
});

describe('an event that takes no time to protect', () => {
  const quick = { slow: [] };

  it('goes to its lanes at once, each with an item of its own', () => {
    const { preparation, added } = prepare();
    const item = itemOf('one', quick);
    preparation.add(item);
    expect(added.map(([lane]) => lane)).toEqual(['warehouse', 'mirror']);
    expect(added[0]?.[1]).not.toBe(added[1]?.[1]);
    expect(preparation.events()).toEqual([]);
  });

  it('goes to no lane in which its way has ended', () => {
    const { preparation, added } = prepare();
    preparation.add(itemOf('one', quick, ['warehouse']));
    expect(added.map(([lane]) => lane)).toEqual(['mirror']);
    preparation.add(itemOf('two', quick, ['warehouse', 'mirror']));
    expect(added).toHaveLength(1);
  });
});

describe('encryption that the browser does not have', () => {
  const quick = { slow: [] };

  it('is told once, of an event that wants it', () => {
    const { preparation, reports } = prepare({ hasSubtle: false });
    preparation.add(itemOf('weak', quick));
    expect(reports).toEqual([]);
    preparation.add(itemOf('strong', { ...quick, rank: PERSONAL }));
    preparation.add(itemOf('strong', { ...quick, rank: PERSONAL }));
    expect(reports.map(({ code }) => code)).toEqual(['encryption-unavailable']);
  });

  it('is not told where the browser has it', () => {
    const { preparation, reports } = prepare();
    preparation.add(itemOf('strong', { ...quick, rank: PERSONAL }));
    expect(reports).toEqual([]);
  });
});
