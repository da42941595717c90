/**
 * A floor, not a product: a batched IndexedDB queue and nothing else. What one task tracks is written in one transaction;
 * what is written is sent in batches and deleted after the answer. No consent, limits, backoff, tabs or expiry.
 */
import { NAME, toData } from './event.js';

let endpoint = '';
let limit = 100;
/** @type {Promise<IDBDatabase>} */
let database;
/** @type {unknown[]} */
let waiting = [];
let isSending = false;

globalThis.column = {
  init({ url, batch = 100 }) {
    endpoint = `${url}/queue`;
    limit = batch;
    database = open();
    void send();
  },
  track(mark) {
    const event = { id: crypto.randomUUID(), time: new Date().toISOString(), event: NAME, data: toData(mark) };
    if (waiting.push(event) === 1) queueMicrotask(() => void write());
  },
};

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('queue', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('events', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => T} work
 * @returns {Promise<T>}
 */
async function transact(mode, work) {
  const transaction = (await database).transaction('events', mode, { durability: 'relaxed' });
  const result = work(transaction.objectStore('events'));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function write() {
  const events = waiting;
  waiting = [];
  await transact('readwrite', (store) => events.forEach((event) => store.add(event)));
  await send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  while (await sendBatch());
  isSending = false;
}

async function sendBatch() {
  const { keys, values } = await transact('readonly', (store) => ({
    keys: store.getAllKeys(null, limit),
    values: store.getAll(null, limit),
  }));
  const last = keys.result.at(-1);
  if (last === undefined) return false;
  const answer = await fetch(endpoint, { method: 'POST', body: JSON.stringify(values.result) }).catch(() => undefined);
  if (!answer?.ok) return false;
  await transact('readwrite', (store) => store.delete(IDBKeyRange.upperBound(last)));
  return true;
}
