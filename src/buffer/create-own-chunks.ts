import type { Ledger } from '../audit/create-ledger.js';
import type { Item } from '../delivery/item.js';
import type { ChunkKey } from './chunk.js';
import type { Account } from './create-lane-buffer.js';
import type { TabMessage, Tabs } from './create-tabs.js';

/** The chunks that this page wrote: whoever ends their events, this page's tallies know them. */
export interface OwnChunks {
  /** Takes note of written items; those that are not among `waiting` had met their end before. */
  add(items: readonly Item[], waiting: readonly Item[]): void;
  /** Counts events that this page ended. Those of another page's chunk are new to this one, and the other one is told. */
  readonly account: Account;
  /** Counts events of this page that another one ended. */
  hear(message: Extract<TabMessage, { kind: 'ended' }>): void;
  /** Counts as purged what cannot be in the buffer any more. */
  end(isGone: (key: ChunkKey) => boolean, reason: string): void;
}

interface Dependencies {
  readonly ledger: Pick<Ledger, 'move'>;
  readonly tell: Tabs['tell'];
}

export function createOwnChunks({ ledger, tell }: Dependencies): OwnChunks {
  /** By id, with how many events have not met their end. */
  const own = new Map<string, { readonly key: ChunkKey; left: number }>();

  const account: Account = ([lane, , chunk, , ,], state, reason, events) => {
    const mine = own.get(chunk);
    const count = Math.min(typeof events === 'number' ? events : events.length, mine?.left ?? Infinity);
    ledger.move(lane, mine && 'buffered', state, reason, typeof events === 'number' ? count : events.slice(0, count));
    if (!mine) tell({ kind: 'ended', lane, chunk, state, reason, count });
    else if (!(mine.left -= count)) own.delete(chunk);
  };

  return {
    account,
    add(items, waiting) {
      for (const { chunk } of items) own.set(chunk![2], { key: chunk!, left: 0 });
      for (const { chunk } of waiting) own.get(chunk![2])!.left++;
    },
    hear({ chunk, state, reason, count }) {
      const mine = own.get(chunk);
      if (mine) account(mine.key, state, reason, count);
    },
    end(isGone, reason) {
      for (const { key, left } of own.values()) if (isGone(key)) account(key, 'purged', reason, left);
    },
  };
}
