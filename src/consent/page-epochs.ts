import type { Epochs } from '../storage/chunk.js';
import { createIdAfter, MOMENT_LENGTH, momentOf, toMoment } from '../tag/create-uuid-v7.js';

/**
 * The epochs that this page knows, and which of them are over. An **epoch** is an id of the moment in which it was opened
 * (UUIDv7), the same for all tabs, so of two the later one is greater. A withdrawal voids the epochs up to its own moment,
 * never "all": a tab that lags behind cannot delete the events of a newer consent.
 */
export interface PageEpochs {
  /** Whether an epoch is over. */
  isVoid(category: string, epoch: string | undefined): boolean;
  /** Whether the epoch is over that this page takes part in. */
  isOwnVoid(category: string): boolean;
  /** The epoch that this page opens where the device has none. */
  ownEpoch(category: string): string;
  /** Opens a new epoch, after all that are over. */
  open(category: string): void;
  /** Takes part in an epoch of the device. */
  join(category: string, epoch: string): void;
  /** Every epoch of the category up to this one is over. */
  closeUpTo(category: string, epoch: string): void;
  /** Closes every epoch of a category that may have been opened until now. */
  closeNow(category: string): void;
  /** Closes those that were opened before this page was there. */
  closeEarlier(category: string): void;
  /** Reads what other pages have closed: as they told it, else as the mark in localStorage says. */
  readClosed(closed?: Epochs): void;
  /** Reads what an earlier page found over and may not have closed on the device. */
  readFound(): void;
  /** Writes down what this page found over in a category, if it did: it may be killed before the device knows. */
  markFound(category: string): void;
  /** Writes down what is over, for pages that hear no message, and tells the other tabs. */
  mark(): void;
}

export interface PageEpochsHost {
  createId(): string;
  readMark(): string;
  writeMark(mark: string): void;
  /** Tells the other tabs what is over. */
  tellClosed(closed: Epochs): void;
}

/** What another tab stores reaches a page that opens in the same moment only later, in milliseconds: it has not vanished. */
const ON_ITS_WAY = 2_000;
/** Before the categories of a mark that were found over, not closed. No name of a category begins with it. */
const FOUND = '~';

export function createPageEpochs({ createId, readMark, writeMark, tellClosed }: PageEpochsHost): PageEpochs {
  const own: Epochs = Object.create(null);
  /** The greatest epoch of each category that this page took part in. */
  const joined: Epochs = Object.create(null);
  /**
   * What is over: of each category the last epoch. Where this page does not know it, an id of that moment: it stands for every
   * epoch before it, and for none that is opened after it.
   */
  const closedUpTo: Epochs = Object.create(null);
  /**
   * What was over before this page, where it found no choice. Apart from what was closed: nobody did anything at that moment,
   * so where the clock is set back it must not pass for a withdrawal that is later than a real one.
   */
  const foundUpTo: Epochs = Object.create(null);

  /** The epoch that this page takes part in. */
  const current = (category: string): string | undefined => joined[category] ?? own[category];

  function isVoid(category: string, epoch: string | undefined): boolean {
    const [closed, found] = [closedUpTo[category], foundUpTo[category]];
    if (epoch && epoch <= (found ?? '')) return true;
    if (!epoch || !closed) return false;
    // One that is later than now was opened before the clock was set back, unless it was opened after what is over.
    const isAfter = epoch.startsWith(`${closed}+`) || epoch.startsWith(`${found}+`);
    return epoch <= closed || (!isAfter && epoch.slice(0, MOMENT_LENGTH) > createId());
  }

  function closeUpTo(category: string, epoch = ''): void {
    if (epoch > (closedUpTo[category] ?? '')) closedUpTo[category] = epoch;
  }

  function open(category: string): void {
    delete joined[category];
    const [found = '', closed = ''] = [foundUpTo[category], closedUpTo[category]];
    own[category] = createIdAfter(createId, found > closed ? found : closed);
  }

  const marked = (): Epochs => Object.fromEntries(new URLSearchParams(readMark()));

  function readClosed(closed: Epochs = marked()): void {
    for (const [category, epoch] of Object.entries(closed)) if (category[0] !== FOUND) closeUpTo(category, epoch);
  }

  /** What other tabs marked meanwhile stays marked. */
  function write(more: Epochs): void {
    writeMark(String(new URLSearchParams({ ...marked(), ...more })));
  }

  return {
    isVoid,
    isOwnVoid: (category) => isVoid(category, current(category)),
    open,
    closeUpTo,
    readClosed,

    readFound() {
      for (const [category, epoch] of Object.entries(marked()))
        if (category[0] === FOUND) foundUpTo[category.slice(1)] = epoch;
    },

    markFound(category) {
      const found = foundUpTo[category];
      if (found) write({ [FOUND + category]: found });
    },

    ownEpoch(category) {
      if (!own[category]) open(category);
      return own[category]!;
    },

    join(category, epoch) {
      if (epoch > (joined[category] ?? '')) joined[category] = epoch;
    },

    closeNow(category) {
      const [now, closed = ''] = [createId(), closedUpTo[category]];
      // Where the clock was set back, now is before the last closing, and what was opened since has `+` behind it: `-` sorts after.
      closeUpTo(category, now > closed ? now : `${closed}-`);
      closeUpTo(category, current(category));
    },

    closeEarlier: (category) => void (foundUpTo[category] = momentBefore(createId())),

    mark() {
      readClosed();
      write(closedUpTo);
      tellClosed({ ...closedUpTo });
    },
  };
}

/** What sorts before every id from so long before this one on. */
function momentBefore(id: string): string {
  return toMoment(momentOf(id) - ON_ITS_WAY);
}
