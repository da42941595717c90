import type { TaggedEvent } from '../tag/tagged-event.js';

/** The state of an event in one lane. An event is in exactly one, so the states add up to what was tracked. */
export type EventState = 'held' | 'buffered' | 'delivered' | 'refused' | 'dropped' | 'expired' | 'purged' | 'rejected';

/** How many events of one lane are in each state, as this page knows it. */
export type Tally = { readonly [state in EventState]: number } & {
  /**
   * What this page answers for: events tracked here, and those that an earlier page or another tab left in the buffer
   * and this page took over.
   */
  readonly tracked: number;
  /** `state:reason` → count. */
  readonly reasons: { readonly [reason: string]: number };
};

/** One line of the audit trail: what happened to which events, without their data. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly collector: string;
  readonly state: EventState;
  readonly reason: string;
  readonly count: number;
  /** Absent for records that were removed without being read. */
  readonly events?: readonly { readonly id: string; readonly event: string }[];
}

export interface Ledger {
  /**
   * Moves events of a lane to a state. `from` is absent where they are new to this page. Without the events themselves, for
   * records that are removed unread, their number is enough.
   */
  move(
    lane: string,
    from: EventState | undefined,
    to: EventState,
    reason: string,
    events: number | readonly Pick<TaggedEvent, 'id' | 'event'>[],
  ): void;
  /** Begins the tally of a lane. */
  open(lane: string): void;
  read(): { readonly [lane: string]: Tally };
}

type MutableTally = { -readonly [key in Exclude<keyof Tally, 'reasons'>]: number } & {
  reasons: { [reason: string]: number };
};

/** The name under which undeclared events are counted: they belong to no lane. */
export const UNROUTED = '';

/** Counts every event by lane, state and reason. One function moves events between states, so nothing goes missing. */
export function createLedger(now: () => number, listeners: ReadonlySet<(entry: AuditEntry) => void>): Ledger {
  const tallies: { [lane: string]: MutableTally } = Object.create(null);
  const open = (lane: string): MutableTally => (tallies[lane] ??= emptyTally());
  open(UNROUTED);

  return {
    open,
    move(lane, from, to, reason, events) {
      const tally = open(lane);
      const count = typeof events === 'number' ? events : events.length;
      if (!count) return;
      tally[from ?? 'tracked'] += from ? -count : count;
      tally[to] += count;
      const key = `${to}:${reason}`;
      tally.reasons[key] = (tally.reasons[key] ?? 0) + count;
      if (listeners.size === 0) return;
      const entry: AuditEntry = {
        time: new Date(now()).toISOString(),
        collector: lane,
        state: to,
        reason,
        count,
        ...(typeof events !== 'number' && { events: events.map(({ id, event }) => ({ id, event })) }),
      };
      for (const onAudit of listeners) onAudit(entry);
    },
    read: () => structuredClone(tallies),
  };
}

function emptyTally(): MutableTally {
  const ended = { delivered: 0, refused: 0, dropped: 0, expired: 0, purged: 0, rejected: 0 };
  return { tracked: 0, held: 0, buffered: 0, ...ended, reasons: {} };
}
