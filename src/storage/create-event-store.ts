import { LEASE } from './claim-chunks.js';
import { createDatabase, type Database } from './database.js';
import { createOpener } from './create-opener.js';
import { ENCRYPTED_RANK } from '../manifest/vocabulary.js';
import { createIdAfter, MOMENT_LENGTH, momentOf, toMoment } from '../tag/create-uuid-v7.js';
import type { EventStore, EventStoreHost, WipeResult } from './event-store.js';

/**
 * WebKit may never run the transactions of a database, and a page that is frozen in the middle of one holds up those of every
 * tab; another name answers. Such a page writes to a second database, which is a whole store by the same code: epochs,
 * leases, wipes. Any page whose first database answers sends what lies there after its own, so nothing has to be put under
 * other epochs or encrypted again. A withdrawal is done when both are wiped: until then its mark stays.
 */
export function createEventStore(host: EventStoreHost): EventStore {
  const { environment, page, createId } = host;
  const { application, readMark, writeMark, after, createStore = createOpener() } = environment;
  let chunkId = '';
  let count = 0;
  /** The lanes that have sent all of the first database, and go on with the second. */
  const lanesReadingSpill = new Set<string>();
  /** Whether another page had left events in the second one, when this page first asked. */
  let spillExists: Promise<boolean | undefined> | undefined;

  const main = createDatabase(application, createStore, host);
  const spill = createDatabase(`${application}-spill`, createStore, host);
  const both: readonly Database[] = [main, spill];
  const isSpilling = (): boolean => main.isHung();
  /** Where this page writes. */
  const current = (): Database => (isSpilling() ? spill : main);

  async function hasSpilled(): Promise<boolean | undefined> {
    spillExists ??= spill.isThere();
    return spill.isTouched() || (await spillExists);
  }

  /** Another tab may be about to send what it took before: until its lease is over, it finds the mark. */
  function forgetMark(): void {
    const known = readMark();
    if (!known || !both.every((database) => database.isWiped(known))) return;
    after(LEASE, () => known === readMark() && writeMark(''));
  }

  const claimSpilled: EventStore['claimChunks'] = async (lane, ...rest) => {
    const claim = await spill.claimChunks(lane, ...rest);
    if (typeof claim === 'number' || !claim?.entries.length) lanesReadingSpill.delete(lane);
    return claim;
  };

  async function wipe(reason?: string): Promise<WipeResult> {
    const results = await Promise.all(both.map((database) => database.wipe(reason)));
    forgetMark();
    return toResult(results);
  }

  const toResult = (results: readonly WipeResult[]): WipeResult => ({
    removed: results.flatMap(({ removed }) => removed),
    isDone: results.every(({ isDone }) => isDone),
  });

  return {
    page,
    isSpilling,

    toKey(lane, rank, epochs, ...rest) {
      chunkId = createIdAfter(createId, chunkId);
      const id = rank < ENCRYPTED_RANK ? chunkId : toHour(createId(), count++);
      return [lane, rank, id, epochs, ...rest, page];
    },

    enter: (use) => current().enter(use),
    enterFirst: main.enter,
    isAwake: () => current().isAwake(),
    put: (...chunk) => current().put(...chunk),
    isFull: (lane) => both.some((database) => database.isFull(lane)),
    wake: () => both.forEach((database) => database.wake()),

    async agree() {
      const answers = await Promise.all(both.map((database) => database.agree()));
      return answers.every(Boolean);
    },

    epochs(categories) {
      const known = categories.map((category) => current().epochOf(category));
      return known.includes(undefined) ? undefined : known.join();
    },

    async claimChunks(lane, done, maxEvents, ...rest) {
      if (lanesReadingSpill.has(lane)) return claimSpilled(lane, done, maxEvents, ...rest);
      const claim = main.isAwake() ? await main.claimChunks(lane, done, maxEvents, ...rest) : undefined;
      const hasMore = claim ? typeof claim === 'number' || claim.entries.length > 0 : done.length > 0;
      if (hasMore || !maxEvents || !(await hasSpilled())) return claim;
      lanesReadingSpill.add(lane);
      return claimSpilled(lane, [], maxEvents, ...rest);
    },

    async sweep() {
      // The same, and the mark is done with.
      if (readMark()) return wipe();
      const first = await main.sweep();
      if (!first.isDone || !(await hasSpilled())) return first;
      return toResult([first, await spill.sweep()]);
    },

    wipe,

    read: async () => (await Promise.all(both.map((database) => database.read()))).flat(),
  };
}

const HOUR = 3_600_000;

/**
 * The id of a chunk whose content nobody may read tells its hour and no more: its millisecond would be that of what the visitor
 * did. Within a page, chunks stay in their order by their number.
 */
function toHour(id: string, count: number): string {
  const hour = Math.floor(momentOf(id) / HOUR) * HOUR;
  return `${toMoment(hour)}-${String(count).padStart(6, '0')}${id.slice(MOMENT_LENGTH)}`;
}
