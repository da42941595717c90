/** A floor, not a product: one `sendBeacon` for each call, nothing kept, no answer read. */
import { NAME, toData } from './event.js';

let endpoint = '';

globalThis.column = {
  init({ url }) {
    endpoint = `${url}/beacon`;
  },
  track(mark) {
    navigator.sendBeacon(endpoint, JSON.stringify({ event: NAME, data: toData(mark) }));
  },
};
