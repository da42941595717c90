import type { Buffer, BufferHost } from './event-store.js';
import { createDatabase, LEASE, type Database } from './database.js';
import { createEpochBook, createIdAfter } from './epoch-book.js';

const NAME = 'headgate';
/** Where events lie while transactions of the first database never end: in WebKit another name answers nevertheless. */
const SPILL = 'headgate-spill';

export function createBuffer(host: BufferHost): Buffer {
  const { environment, page, createId, usable, onMoved } = host;
  const { readMark, writeMark, after } = environment;
  const book = createEpochBook(host);
  const { own, isVoid, raise, learn, open, mark } = book;
  let closings = 0;
  let chunkId = '';
  /** The lanes that have sent all of the first database, and go on with the second. */
  const turned = new Set<string>();
  /** Whether another page had left events in the second one, when this page first asked. */
  let found: Promise<boolean | undefined> | undefined;

  const databaseHost = { ...host, book, heed: () => heed(), closings: () => closings, onWiped };
  const main = createDatabase(NAME, databaseHost);
  const spill = createDatabase(SPILL, databaseHost);
  const both: readonly Database[] = [main, spill];
  const isSpilling = (): boolean => main.isHung();
  const isSpilled = async (): Promise<boolean | undefined> => spill.isTouched() || (await (found ??= spill.isThere()));
  /** Where this page writes. */
  const current = (): Database => (isSpilling() ? spill : main);

  function heed(epochs?: Parameters<Buffer['heed']>[0]): void {
    learn(epochs);
    const { shared } = current();
    const gone = usable().filter((category) => isVoid(category, shared[category] ?? own[category]));
    if (gone[0]) onMoved(gone, []);
  }

  /** Another tab may be about to send what it took before: until its lease is over, it finds the mark. */
  function onWiped(known: string): void {
    if (!known || !both.every((database) => database.isWiped(known))) return;
    after(LEASE, () => known === readMark() && writeMark(''));
  }

  const settle = async (reason?: string): Promise<void> =>
    void (await Promise.all(both.map((database) => database.settle(reason))));

  const tradeSpilled: Buffer['trade'] = async (lane, ...rest) => {
    const loan = await spill.trade(lane, ...rest);
    if (typeof loan === 'number' || !loan?.entries.length) turned.delete(lane);
    return loan;
  };

  return {
    toKey(lane, rank, epochs, ...rest) {
      chunkId = createIdAfter(createId, chunkId);
      return [lane, rank, chunkId, epochs, ...rest, page];
    },
    ...{ page, open, heed, settle, isSpilling },
    enter: (use) => current().enter(use),
    enterFirst: main.enter,
    isAwake: () => current().isAwake(),
    put: (...chunk) => current().put(...chunk),
    sweep: async () => (await main.sweep()) && (!(await isSpilled()) || spill.sweep()),
    wake: () => both.forEach((database) => database.wake()),

    epochs(categories) {
      const { shared } = current();
      const known = categories.map((category) => shared[category]);
      return known.includes(undefined) ? undefined : known.join();
    },

    close(categories, isWithdrawal, isHeard) {
      const { shared } = current();
      closings++;
      for (const category of categories) {
        const now = createId();
        const epoch = shared[category] ?? own[category] ?? now;
        if (!isHeard) raise(category, epoch > now ? epoch : now);
        for (const database of both) delete database.shared[category];
      }
      open(categories);
      if (isWithdrawal) mark();
      void settle();
    },

    async trade(lane, done, maxEvents, ...rest) {
      if (turned.has(lane)) return tradeSpilled(lane, done, maxEvents, ...rest);
      const loan = main.isAwake() ? await main.trade(lane, done, maxEvents, ...rest) : undefined;
      const isMore = loan ? typeof loan === 'number' || loan.entries.length : done.length;
      if (isMore || !maxEvents || !(await isSpilled())) return loan;
      turned.add(lane);
      return tradeSpilled(lane, [], maxEvents, ...rest);
    },

    read: async () => (await Promise.all(both.map((database) => database.read()))).flat(),
  };
}
