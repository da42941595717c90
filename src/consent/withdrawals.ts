import type { Epochs } from '../storage/chunk.js';
import { createIdAfter } from '../tag/create-uuid-v7.js';
import type { Choice } from './consent.js';

/**
 * The one place that knows what is void: what this page saw closed, what other tabs closed, and what the device says. Storage
 * and lanes read it, the consent sources and the database report into it, and it emits one change.
 *
 * Two counts keep an event from leaving under a consent that is not its own. A **generation** is a number of this page: it
 * changes whenever a category closes, so what memory holds from before is void, also where consent is granted again in the
 * same moment. An **epoch** is the same on the device, for all tabs: an id of the moment in which it was opened (UUIDv7), so
 * of two the later one is greater. A withdrawal voids the epochs up to its own moment, never "all": a tab that lags behind
 * cannot delete the events of a newer consent.
 */
export interface Withdrawals {
  /** What the sources say, but for what other tabs have closed. */
  choices(): Choices;
  /** The categories that are granted. */
  granted(): readonly string[];
  /** The categories under which something may be written now. */
  storable(): readonly string[];
  /** Changes whenever one of these categories closes: what was admitted under another one is void. */
  generation(categories: readonly string[]): number;
  /** How many times consent has closed on this page. */
  closures(): number;
  /** Whether an epoch is over. */
  isVoid(category: string, epoch: string | undefined): boolean;
  /** The epoch that this page opens where the device has none. */
  ownEpoch(category: string): string;

  /** A consent source spoke. `again`: categories that another tab had closed, and that are closed here now. */
  onReading(choices: Choices, isUnanswered: boolean, regranted: readonly string[], again: readonly string[]): void;
  /** Other tabs closed categories, and opened some of them anew. */
  onClosedElsewhere(closed: readonly string[], reopened: readonly string[], origin: 'tab' | 'device'): void;
  /** Another tab saw these granted again: what it had closed is open here too. */
  reopen(categories: readonly string[]): void;
  /** Whether another tab has closed it, until a source of this page says something new. */
  isClosedElsewhere(category: string): boolean;
  /** Takes part in an epoch of the device. */
  join(category: string, epoch: string): void;
  /** Every epoch of the category up to this one is over. */
  closeUpTo(category: string, epoch: string): void;
  /** Leaves what other pages have closed: as they told it, else as the mark in localStorage says. */
  applyWithdrawals(closed?: Epochs): void;
  /** Voids everything that was admitted so far, whatever the consent. */
  renew(categories: readonly string[]): void;
  /** Writes down what is over, for pages that hear no message, and tells the other tabs. */
  mark(): void;
  onChange(listener: (change: ConsentChange) => void): void;
}

export interface Choices {
  readonly [category: string]: Choice;
}

/** One change of consent. */
export interface ConsentChange {
  /** Categories that are granted now and were not. */
  readonly granted: readonly string[];
  /** Categories that were granted and are not, or that are denied and were not. */
  readonly closed: readonly string[];
  /** Of these, the ones that were granted. */
  readonly withdrawn: readonly string[];
  /** Who saw it: a consent source of this page, another tab, or the record that all tabs share on the device. */
  readonly origin: 'source' | 'tab' | 'device';
}

export interface WithdrawalsHost {
  /** The consent categories of the manifest. */
  readonly categories: readonly string[];
  createId(): string;
  readMark(): string;
  writeMark(mark: string): void;
  /** Tells the other tabs what is over. */
  tellClosed(closed: Epochs): void;
  /** Categories by which a visitor objects to a legitimate interest: their events are open until it is denied. */
  readonly contestable: ReadonlySet<string>;
  /** Of these, the ones of events that are stored as strictly necessary. */
  readonly objectable: ReadonlySet<string>;
}

/** The moment of a UUIDv7, in milliseconds, is its first 13 characters. */
const MOMENT = 13;
/** What another tab stores reaches a page that opens in the same moment only later, in milliseconds: it has not vanished. */
const ON_ITS_WAY = 2_000;

/** What sorts before every id from so long before this one on. */
function momentBefore(id: string): string {
  const time = Number.parseInt(id.slice(0, MOMENT).replace('-', ''), 16) - ON_ITS_WAY;
  const text = time.toString(16).padStart(12, '0');
  return `${text.slice(0, 8)}-${text.slice(8)}`;
}

export function createWithdrawals(host: WithdrawalsHost): Withdrawals {
  const { categories, createId, readMark, writeMark, tellClosed, contestable, objectable } = host;
  const own: Epochs = Object.create(null);
  /** The greatest epoch of each category that this page took part in. */
  const joined: Epochs = Object.create(null);
  /**
   * What is over: of each category the last epoch. Where this page does not know it, an id of that moment: it stands for every
   * epoch before it, and for none that is opened after it.
   */
  const closedUpTo: Epochs = Object.create(null);
  const generations: { [category: string]: number } = Object.create(null);
  const closedElsewhere = new Set<string>();
  const listeners: ((change: ConsentChange) => void)[] = [];
  /** As the sources say. */
  let said: Choices = Object.fromEntries(categories.map((category) => [category, 'undecided']));
  let choices: Choices = said;
  /** The last choices that are known for certain: a source that fails or has not answered says nothing of a grant. */
  let settled: { [category: string]: Choice } = Object.create(null);
  /** A source failed, or has not answered yet. */
  let isPending = false;
  let closures = 0;

  const isOpen = (category: string): boolean => choices[category] === 'granted';
  const storable = (): string[] =>
    Object.keys(choices).filter(
      (category) => isOpen(category) || (objectable.has(category) && choices[category] !== 'denied'),
    );

  function closeUpTo(category: string, epoch: string): void {
    if (epoch > (closedUpTo[category] ?? '')) closedUpTo[category] = epoch;
  }

  /** Opens a new epoch, after all that are over. */
  function open(category: string): void {
    delete joined[category];
    own[category] = createIdAfter(createId, closedUpTo[category]);
  }

  /** Closes every epoch of a category that may have been opened until now. */
  function closeNow(category: string): void {
    const now = createId();
    const last = joined[category] ?? own[category] ?? now;
    closeUpTo(category, last > now ? last : now);
  }

  function renew(categories: readonly string[]): void {
    closures++;
    for (const category of categories) {
      generations[category] = (generations[category] ?? 0) + 1;
      closeNow(category);
      open(category);
    }
  }

  function mark(): void {
    // What another tab marked meanwhile stays marked.
    readClosed();
    writeMark(String(new URLSearchParams({ ...closedUpTo })));
    tellClosed({ ...closedUpTo });
  }

  function readClosed(closed: Epochs = Object.fromEntries(new URLSearchParams(readMark()))): void {
    for (const [category, epoch] of Object.entries(closed)) closeUpTo(category, epoch);
  }

  /** Compares what holds now with what held before, and tells the difference. */
  function update(origin: ConsentChange['origin'], again: readonly string[] = []): void {
    const next: { [category: string]: Choice } = {};
    for (const category of Object.keys(said))
      next[category] = closedElsewhere.has(category) ? 'denied' : said[category]!;
    choices = next;
    // Of what a source would say that does not answer nothing is known: the gate is closed, and nothing was withdrawn.
    const isUnknown = (category: string): boolean => isPending && next[category] === 'undecided';
    const changed = Object.keys(next).filter(
      (category) => settled[category] !== next[category] && !isUnknown(category),
    );
    const withdrawn = [...new Set([...again, ...changed.filter((category) => settled[category] === 'granted')])];
    const closed = [...new Set([...withdrawn, ...changed.filter((category) => next[category] === 'denied')])];
    const granted = changed.filter(isOpen);
    settled = { ...settled, ...Object.fromEntries(changed.map((category) => [category, next[category]!])) };
    const vanished = changed.filter((category) => next[category] === 'undecided');
    if (closed.length > 0 || vanished.length > 0) closures++;
    for (const category of closed) {
      generations[category] = (generations[category] ?? 0) + 1;
      if (origin === 'source') closeNow(category);
      open(category);
    }
    // The visitor's answer was read, and there is none: a grant of an earlier page has vanished, and its events with it.
    for (const category of vanished) closeUpTo(category, momentBefore(createId()));
    // An epoch begins with its grant: what another tab closes until then is not of it.
    for (const category of granted) open(category);
    if (withdrawn.length > 0 || (origin === 'source' && closed.some((category) => contestable.has(category)))) mark();
    for (const listener of listeners) listener({ granted, closed, withdrawn, origin });
  }

  function isOver(category: string, epoch: string | undefined): boolean {
    const closed = closedUpTo[category];
    if (!epoch || !closed) return false;
    // One that is later than now was opened before the clock was set back, unless it was opened after this closing.
    const isOfTheFuture = !epoch.startsWith(`${closed}+`) && epoch.slice(0, MOMENT) > createId();
    return epoch <= closed || isOfTheFuture;
  }

  function reopen(categories: readonly string[]): void {
    const known = categories.filter((category) => closedElsewhere.delete(category));
    if (known.length > 0) update('tab');
  }

  function onClosedElsewhere(closed: readonly string[], reopened: readonly string[], origin: 'tab' | 'device'): void {
    for (const category of closed) closedElsewhere.add(category);
    if (closed.length > 0) update(origin);
    reopen(reopened);
  }

  // What an earlier page has closed is over before this page opens anything.
  readClosed();
  // What rests on a legitimate interest needs no grant: its epoch begins with the page.
  contestable.forEach(open);

  return {
    choices: () => choices,
    granted: () => Object.keys(choices).filter(isOpen),
    storable,
    generation: (categories) => categories.reduce((sum, category) => sum + (generations[category] ?? 0), 0),
    closures: () => closures,
    closeUpTo,
    renew,
    mark,

    isVoid: isOver,
    onClosedElsewhere,
    reopen,

    ownEpoch(category) {
      if (!own[category]) open(category);
      return own[category]!;
    },

    join(category, epoch) {
      if (epoch > (joined[category] ?? '')) joined[category] = epoch;
    },

    onReading(next, isUnanswered, regranted, again) {
      said = next;
      isPending = isUnanswered;
      // Something new was said: a category that it grants is no longer closed by what another tab saw before.
      for (const category of regranted) closedElsewhere.delete(category);
      update('source', again);
    },

    isClosedElsewhere: (category) => closedElsewhere.has(category),

    applyWithdrawals(closed) {
      readClosed(closed);
      const isBelieved = (category: string): boolean =>
        isOpen(category) || (contestable.has(category) && choices[category] !== 'denied');
      const gone = Object.keys(choices).filter(
        (category) => isBelieved(category) && isOver(category, joined[category] ?? own[category]),
      );
      if (gone.length > 0) onClosedElsewhere(gone, [], 'tab');
    },

    onChange: (listener) => void listeners.push(listener),
  };
}
