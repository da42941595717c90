import type { BufferHost } from './event-store.js';
import type { Epochs } from './chunk.js';

/**
 * What this page knows of epochs, wherever events lie. An epoch is an id of the moment in which it was opened, so of two the
 * later one is greater.
 */
export interface EpochBook {
  /** The epochs that this page opens where there are none. */
  readonly own: Epochs;
  /** Whether an epoch is over. */
  isVoid(category: string, epoch?: string): boolean;
  /** Every epoch of the category up to this one is over. */
  raise(category: string, epoch: string): void;
  /** Categories are granted: new epochs, after all that are over. */
  open(categories: readonly string[]): void;
  /** Takes over what other pages know to be over; without argument, what the mark says. */
  learn(epochs?: Epochs): void;
  /** Writes down what is over, and tells the other tabs. */
  mark(): void;
}

/** What comes later sorts after it, also in the same millisecond, and when the clock is set back. */
export function createIdAfter(createId: () => string, last = ''): string {
  const fresh = createId();
  return fresh > last ? fresh : `${last}+`;
}

export function createEpochBook({
  environment: { readMark, writeMark },
  createId,
  onVoid,
}: Pick<BufferHost, 'environment' | 'createId' | 'onVoid'>): EpochBook {
  const own: Epochs = {};
  /**
   * What is withdrawn: of each category the last epoch that is over. Where this page does not know it, an id of that moment: it
   * stands for every epoch before it, and for none that is opened after it.
   */
  const closed: Epochs = {};

  function raise(category: string, epoch: string): void {
    if (epoch > (closed[category] ?? '')) closed[category] = epoch;
  }

  function learn(epochs: Epochs = Object.fromEntries(new URLSearchParams(readMark()))): void {
    for (const category of Object.keys(epochs)) raise(category, epochs[category]!);
  }

  return {
    ...{ own, raise, learn },

    /** An epoch that is later than now was opened before the clock was set back. */
    isVoid: (category, epoch) =>
      !!epoch && !!closed[category] && (epoch <= closed[category] || epoch.slice(0, 13) > createId()),

    open(categories) {
      for (const category of categories) own[category] = createIdAfter(createId, closed[category]);
    },

    mark() {
      // What another tab marked meanwhile stays marked.
      learn();
      writeMark(String(new URLSearchParams(closed)));
      onVoid(closed);
    },
  };
}
