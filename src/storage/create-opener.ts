import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Environment } from '../instance/environment.js';

const STORE = 'events';

/** How databases are opened in a real browser. Opens nothing by itself: that is done by the first transaction. */
export function createOpener(): NonNullable<Environment['createStore']> {
  let realm: HTMLIFrameElement | undefined;

  /**
   * WebKit does not connect a page again whose database server has died (https://bugs.webkit.org/show_bug.cgi?id=309386), but it
   * does connect a frame that is made afterwards.
   */
  function openInFrame(name: string): UseStore {
    realm?.remove();
    realm = document.createElement('iframe');
    realm.hidden = true;
    document.documentElement.append(realm);
    const request = (realm.contentWindow as Window & typeof globalThis).indexedDB.open(name);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    const opening = promisifyRequest(request);
    return async (mode, callback) => callback((await opening).transaction(STORE, mode).objectStore(STORE));
  }

  return (name, databaseServerLost) => {
    const use = databaseServerLost ? openInFrame(name) : createStore(name, STORE);
    return (mode, callback) =>
      use(mode, (store) => {
        const { db } = store.transaction;
        // Another release in another tab changes the layout: it does not wait for this one, which opens it again.
        db.onversionchange = () => db.close();
        return callback(store);
      });
  };
}
