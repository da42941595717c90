/**
 * Everything that the live page knows, from the demo's stream: one row per event and collector with its way through the
 * states, the latest state of each page, and what the collector holds.
 */
export function createStore(onChange) {
  const rows = new Map();
  const pages = new Map();
  let unnamed = [];
  let collector = { events: [], receipts: [] };
  let isDown = false;

  function addEntry(entry) {
    // What is removed without being read has a count and no names.
    if (!entry.events) return unnamed.push(entry);
    for (const { id, event } of entry.events) addStep({ ...entry, id, event });
  }

  function addStep({ id, event, page, instance, collector, state, reason, time }) {
    const key = `${id} ${collector}`;
    const row = rows.get(key) ?? { key, id, event, page, collector, time, way: [] };
    if (!row.way.some((step) => step.state === state && step.time === time))
      row.way.push({ state, reason, time, instance });
    rows.set(key, row);
  }

  /** Names what was removed unread: the rows that were buffered and are on the device no more. */
  function settle({ page, waiting }) {
    const present = new Set(waiting.map(({ id }) => id));
    for (const entry of unnamed.filter((removed) => removed.page === page)) {
      const gone = [...rows.values()].filter(
        (row) =>
          row.page === page &&
          row.collector === entry.collector &&
          row.way.at(-1).state === 'buffered' &&
          !present.has(row.id),
      );
      for (const row of gone.slice(0, entry.count)) addStep({ ...row, ...entry, time: entry.time });
      const rest = entry.count - Math.min(gone.length, entry.count);
      const event = rest === 1 ? '1 event' : `${rest} events`;
      if (rest > 0) addStep({ ...entry, id: `${entry.time} ${entry.state} ${entry.reason}`, event });
    }
    unnamed = unnamed.filter((removed) => removed.page !== page);
  }

  function addReport({ state, entries }) {
    for (const entry of entries) addEntry(entry);
    pages.set(state.page, state);
    settle(state);
  }

  const take = {
    snapshot(snapshot) {
      isDown = snapshot.isDown;
      for (const entry of snapshot.entries) addEntry(entry);
      for (const state of snapshot.states) addReport({ state, entries: [] });
    },
    report: addReport,
    collector: (answer) => (collector = answer),
    outage: (isNowDown) => (isDown = isNowDown),
  };

  return {
    take(kind, value) {
      take[kind](value);
      onChange();
    },
    clear() {
      rows.clear();
      onChange();
    },
    read: () => ({ rows: [...rows.values()].reverse(), pages, collector, isDown }),
  };
}
