import { promisifyRequest, type UseStore } from 'idb-keyval';

import type { Environment } from '../instance/environment.js';
import { attempt } from '../safety/attempt.js';

/**
 * One transaction. `work` queues requests on the object store and may hand out a result; the promise settles when the
 * transaction is complete, so what it wrote is written.
 */
export type Transact = <T>(work: (store: IDBObjectStore, done: (result: T) => void) => void) => Promise<T>;

/**
 * Longest wait for one attempt, in looks of so many milliseconds: some browsers never answer (WebKit after a navigation, a
 * blocked upgrade). A page that is busy hears a timer before the answer that came meanwhile: its own silence is one look.
 */
const LOOKS = 4;
const LOOK = 150;
/** What a transaction is rejected with that did not end in time, twice. */
export const HANG = 'hang';

/**
 * Transactions that always settle: each has a deadline and is tried twice, because the first one after an error fails in
 * Firefox even when nothing is wrong any more. Opens the database with the first transaction, never before.
 */
export function createTransact({
  createStore,
  after,
}: Pick<Environment, 'after'> & { createStore(databaseServerLost: boolean): UseStore }): Transact {
  let useStore: UseStore | undefined;
  /** The page has lost its database server for good. */
  let databaseServerLost = false;

  const transact: Transact = (work) =>
    new Promise((resolve, reject) => {
      let result: never;
      let transaction: IDBTransaction | undefined;
      let isLate = false;
      const fail = (error?: unknown): void => {
        isLate = true;
        useStore = undefined;
        databaseServerLost ||= /Database server/.test(String(error));
        reject(error);
        // What is given up must not happen later behind the caller's back; unless it has not begun, or has ended by itself.
        attempt(() => transaction!.abort());
      };
      let looks = 0;
      const look = (): void => {
        looks += 1;
        if (looks === LOOKS) fail(HANG);
        else cancel = after(LOOK, look);
      };
      let cancel = after(LOOK, look);
      const run = async (): Promise<void> => {
        await (useStore ??= createStore(databaseServerLost))('readwrite', (store) => {
          ({ transaction } = store);
          // Too late to begin: the caller was told that it failed, and tries again.
          if (isLate) return transaction.abort();
          work(store, (value) => (result = value as never));
          return promisifyRequest(transaction);
        });
        resolve(result);
      };
      run()
        .catch(fail)
        .finally(() => cancel());
    });

  return (work) => transact(work).catch(() => transact(work));
}

/** Calls `use` with the request's result. An error in `use` aborts the transaction instead of reaching the page. */
export function onResult<T>(request: IDBRequest<T>, use: (result: T) => void): void {
  request.onsuccess = () => {
    try {
      use(request.result);
    } catch {
      attempt(() => request.transaction!.abort());
    }
  };
}
