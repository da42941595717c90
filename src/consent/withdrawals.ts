import { decidingCategories } from '../manifest/deciding-categories.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Epochs } from '../storage/chunk.js';
import type { Choice } from './consent.js';
import { createPageEpochs, type PageEpochs, type PageEpochsHost } from './page-epochs.js';

/**
 * The one place that knows what is void: what this page saw closed, what other tabs closed, and what the device says. Storage
 * and lanes read it, the consent sources and the database report into it, and it emits one change.
 *
 * Two counts keep an event from leaving under a consent that is not its own. A **generation** is a number of this page: it
 * changes whenever a category closes, so what memory holds from before is void, also where consent is granted again in the
 * same moment. An **epoch** is the same on the device, for all tabs: [page-epochs](page-epochs.ts) says which are over.
 */
export interface Withdrawals extends Pick<PageEpochs, 'isVoid' | 'ownEpoch' | 'join' | 'closeUpTo' | 'mark'> {
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

  /** A consent source spoke. `again`: categories that another tab had closed, and that are closed here now. */
  onReading(choices: Choices, isUnanswered: boolean, regranted: readonly string[], again: readonly string[]): void;
  /** Other tabs closed categories, and opened some of them anew. */
  onClosedElsewhere(closed: readonly string[], reopened: readonly string[], origin: 'tab' | 'device'): void;
  /** Another tab saw these granted again: what it had closed is open here too. */
  reopen(categories: readonly string[]): void;
  /** Whether another tab has closed it, until a source of this page says something new. */
  isClosedElsewhere(category: string): boolean;
  /** Drops what other pages have closed: as they told it, else as the mark in localStorage says. */
  applyWithdrawals(closed?: Epochs): void;
  /** Voids everything that was admitted so far, whatever the consent. */
  renew(categories: readonly string[]): void;
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

export interface WithdrawalsHost extends PageEpochsHost {
  readonly manifest: Pick<Manifest, 'categories' | 'events'>;
}

export function createWithdrawals(host: WithdrawalsHost): Withdrawals {
  const { categories, events } = host.manifest;
  const rules = Object.values(events);
  /** Categories by which a visitor objects to a legitimate interest: their events are open until it is denied. */
  const contestable = new Set(
    rules.filter(({ basis }) => basis === 'legitimate_interests').flatMap(decidingCategories),
  );
  /** Of these, the ones of events that are stored as strictly necessary. */
  const objectable = new Set(rules.filter(({ storage }) => storage === 'necessary').flatMap(decidingCategories));
  const epochs = createPageEpochs(host);
  const { open, closeNow } = epochs;
  const generations: { [category: string]: number } = Object.create(null);
  const closedElsewhere = new Set<string>();
  const listeners: ((change: ConsentChange) => void)[] = [];
  /** As the sources say. */
  let said: Choices = Object.fromEntries(Object.keys(categories).map((category) => [category, 'undecided']));
  let choices: Choices = said;
  /** The last choices that are known for certain: a source that fails or has not answered says nothing of a grant. */
  let settled: { [category: string]: Choice } = Object.create(null);
  /** A source failed, or has not answered yet. */
  let isPending = false;
  let closures = 0;

  const isOpen = (category: string): boolean => choices[category] === 'granted';
  /** The categories that are granted, and those of these that are not denied. */
  const openOr = (unlessDenied: ReadonlySet<string>): string[] =>
    Object.keys(choices).filter(
      (category) => isOpen(category) || (unlessDenied.has(category) && choices[category] !== 'denied'),
    );

  /** What was admitted under these is void. Where another tab closed them, it has said up to which epoch. */
  function end(categories: readonly string[], origin: ConsentChange['origin']): void {
    for (const category of categories) {
      generations[category] = (generations[category] ?? 0) + 1;
      if (origin === 'source') closeNow(category);
      open(category);
    }
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
    end(closed, origin);
    // The visitor's answer was read, and there is none: a grant of an earlier page has vanished, and its events with it.
    vanished.forEach(epochs.closeEarlier);
    // An epoch begins with its grant: what another tab closes until then is not of it.
    for (const category of granted) {
      open(category);
      epochs.markFound(category);
    }
    if (withdrawn.length > 0 || (origin === 'source' && closed.some((category) => contestable.has(category))))
      epochs.mark();
    for (const listener of listeners) listener({ granted, closed, withdrawn, origin });
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
  epochs.readClosed();
  epochs.readFound();
  // What rests on a legitimate interest needs no grant: its epoch begins with the page.
  contestable.forEach(open);

  return {
    ...epochs,
    choices: () => choices,
    granted: () => Object.keys(choices).filter(isOpen),
    storable: () => openOr(objectable),
    generation: (categories) => categories.reduce((sum, category) => sum + (generations[category] ?? 0), 0),
    closures: () => closures,
    renew(categories) {
      closures++;
      end(categories, 'source');
    },
    onClosedElsewhere,
    reopen,

    onReading(next, isUnanswered, regranted, again) {
      said = next;
      isPending = isUnanswered;
      // Something new was said: a category that it grants is no longer closed by what another tab saw before.
      for (const category of regranted) closedElsewhere.delete(category);
      update('source', again);
    },

    isClosedElsewhere: (category) => closedElsewhere.has(category),

    applyWithdrawals(closed) {
      epochs.readClosed(closed);
      const gone = openOr(contestable).filter(epochs.isOwnVoid);
      if (gone.length > 0) onClosedElsewhere(gone, [], 'tab');
    },

    onChange: (listener) => void listeners.push(listener),
  };
}
