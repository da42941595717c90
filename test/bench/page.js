/** What runs in each measured page beside the column. Keeps nothing, so that the heap it shares says something. */

/** @param {number} n */
const toMark = (n) => `mark-${String(n).padStart(6, '0')}`;

/** A task of its own, with nothing of ours on the stack. @param {() => void} run */
const inTask = (run) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      run();
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });

const harness = {
  /**
   * Loads the column by a script element, as a site does, and initialises it in the script's load event. The file lies in
   * memory by then, so that no time is the network's. `load` is from the element to the end of its evaluation.
   *
   * @param {string} url
   * @param {object} options
   */
  async start(url, options) {
    const add = (/** @type {HTMLLinkElement | HTMLScriptElement} */ element) =>
      new Promise((resolve, reject) => {
        element.onload = () => resolve(performance.now());
        element.onerror = () => reject(new Error(`${url} was not loaded`));
        document.head.append(element);
      });
    await add(Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href: url }));
    await inTask(() => {});
    const from = performance.now();
    const loaded = await add(Object.assign(document.createElement('script'), { src: url }));
    globalThis.column.init(options);
    const ready = performance.now();
    return { load: loaded - from, init: ready - loaded, startedAt: performance.timeOrigin + from };
  },

  /**
   * Tracks in one task. `untilNext` is when the next task got its turn: what promises do comes before it.
   *
   * @param {number} count
   */
  async burst(count) {
    const times = { synchronous: 0, untilNext: 0, startedAt: 0 };
    let from = 0;
    await inTask(() => {
      performance.mark('bench');
      from = performance.now();
      times.startedAt = performance.timeOrigin + from;
      for (let n = 0; n < count; n++) globalThis.column.track(toMark(n));
      times.synchronous = performance.now() - from;
    });
    times.untilNext = await new Promise((resolve) => {
      void inTask(() => resolve(performance.now() - from));
    });
    return times;
  },

  /**
   * Tracks in one task and has this page's process killed so many milliseconds later: the server that is asked does it,
   * because no timer of a page that is busy would be on time.
   *
   * @param {number} count
   * @param {string} kill
   */
  async burstThenKill(count, kill) {
    await inTask(() => {
      for (let n = 0; n < count; n++) globalThis.column.track(toMark(n));
      void fetch(kill);
    });
  },

  /**
   * Tracks in slices, each in a task of its own.
   *
   * @param {number} count
   * @param {number} slice
   */
  async steady(count, slice) {
    performance.mark('bench');
    const startedAt = performance.timeOrigin + performance.now();
    for (let start = 0; start < count; start += slice) {
      await inTask(() => {
        for (let n = start; n < Math.min(start + slice, count); n++) globalThis.column.track(toMark(n));
      });
    }
    return { startedAt };
  },

  /**
   * Tracks so many at a time, with a pause between.
   *
   * @param {number} count
   * @param {number} slice
   * @param {number} pause
   */
  async stream(count, slice, pause) {
    for (let start = 0; start < count; start += slice) {
      for (let n = start; n < Math.min(start + slice, count); n++) globalThis.column.track(toMark(n));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  },
};

Object.assign(globalThis, { harness });
