import type { Told, Watched } from '../audit/debugging.js';
import { createJournal } from './create-journal.js';
import { createOverlay } from './create-overlay.js';
import { toJson } from '../safety/to-json.js';
import { readDevice } from './read-device.js';
import { toReport } from './to-report.js';
import type { Inspected, Shown, Waiting } from './view.js';
import { consentView } from './views/consent-view.js';
import { eventsView } from './views/events-view.js';
import { sentView } from './views/sent-view.js';
import { talliesView } from './views/tallies-view.js';
import { waitingView } from './views/waiting-view.js';

/** How often the overlay is made anew at most, in milliseconds: a burst of events must not become one of layouts. */
const PAUSE = 250;

/** How often the device is asked while the overlay is open. */
const LOOK = 2000;

export interface InspectorOptions {
  /** Folded into a button at first. @defaultValue `false` */
  readonly isFolded?: boolean;
}

export interface Inspector {
  readonly onTold: (told: Told) => void;
  readonly close: () => void;
}

/** Watches an instance, and shows what it hears. `hearsElsewhere`: calls and problems come by `onTold`. */
export function createInspector(headgate: Inspected, options: InspectorOptions, hearsElsewhere = false): Inspector {
  let waiting: Waiting | undefined;
  let isLooking = false;
  let seen = '';
  let planned: ReturnType<typeof setTimeout> | undefined;

  const journal = createJournal({ manifest: headgate.manifest, now: Date.now, consent: headgate.consent, onChange });
  const watch = headgate.watch((watched: Watched) => {
    const isHeardElsewhere = hearsElsewhere && ('tracked' in watched || 'diagnostic' in watched);
    if (!isHeardElsewhere) journal.onWatched(watched);
  });
  const shown: Shown = {
    headgate,
    journal,
    readings: watch.readings,
    get waiting() {
      return waiting;
    },
  };
  const overlay = createOverlay({
    views: [eventsView, consentView, waitingView, sentView, talliesView],
    contentOf: (view) => view.render(shown),
    summary,
    report: () => toReport(shown, Date.now(), location.origin),
    onShow: () => void look(),
    onClose: close,
    isFolded: options.isFolded ?? false,
  });
  const stopConsent = headgate.onConsent(onChange);
  const timer = setInterval(() => void look(), LOOK);

  function summary(): string {
    const { collectors, unrouted, problems } = headgate.status();
    const tallies = Object.values(collectors);
    const most = (state: 'held' | 'buffered' | 'tracked'): number =>
      Math.max(0, ...tallies.map((tally) => tally[state]));
    const [tracked, waiting] = [most('tracked') + unrouted.tracked, most('held') + most('buffered')];
    return `events ${tracked}, waiting ${waiting}, problems ${problems.length}`;
  }

  function onChange(): void {
    planned ??= setTimeout(() => {
      planned = undefined;
      overlay.render();
    }, PAUSE);
  }

  /** Asks what waits. Headgate's own way first, and then the device, past it. */
  async function look(): Promise<void> {
    if (isLooking || overlay.isFolded()) return;
    isLooking = true;
    try {
      const { id } = headgate.manifest;
      const [events, device] = await Promise.all([headgate.access(), readDevice(id ? `headgate.${id}` : 'headgate')]);
      const before = seen;
      waiting = { events, device };
      seen = toJson([waiting, watch.readings()]);
      // What is unchanged stays: a text may be selected in it.
      if (seen !== before) onChange();
    } finally {
      isLooking = false;
    }
  }

  function close(): void {
    watch.stop();
    stopConsent();
    clearInterval(timer);
    clearTimeout(planned);
    overlay.remove();
  }

  overlay.render();
  void look();
  return { onTold: journal.onWatched, close };
}
