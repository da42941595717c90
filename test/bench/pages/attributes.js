/** The page of the measure of attributes: it waits until it is told to start. */
import { startAttributes } from 'headgate';

const event = { purpose: 'p', tier: 'anonymous', basis: 'consent', retentionDays: 1, collectors: [] };
const manifest = { events: { seen: { ...event, fields: { item: { type: 'string' } } } } };
let told = 0;
let long = 0;
let isAdding = false;

/** @param {() => void} run In a task of its own, marked for the trace. */
const inTask = (run) =>
  new Promise((resolve) => {
    setTimeout(() => {
      performance.mark('bench');
      run();
      resolve(undefined);
    }, 50);
  });

globalThis.attributes = {
  start: () =>
    inTask(() => {
      new PerformanceObserver((list) => {
        if (!isAdding) long += list.getEntries().length;
      }).observe({ type: 'longtask' });
      startAttributes({ manifest, track: () => void told++ });
    }),
  addAgain: () =>
    inTask(() => {
      isAdding = true;
      const list = document.getElementById('list');
      const copy = /** @type {HTMLElement} */ (list?.cloneNode(true));
      list?.after(copy);
    }),
  clickSome: () =>
    inTask(() => {
      const buttons = [...document.querySelectorAll('button')];
      for (const button of buttons.filter((_, index) => index % 100 === 0)) button.click();
    }),
  seen: () => ({ told, long }),
};
