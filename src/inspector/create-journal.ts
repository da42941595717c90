import type { AuditEntry } from '../audit/create-ledger.js';
import type { Call as Told } from '../audit/debugging.js';
import type { ConsentState } from '../consent/consent.js';
import type { Manifest } from '../manifest/manifest.js';
import { nearestName } from '../manifest/nearest-name.js';
import { own } from '../safety/own.js';
import type { Call, Entry, Journal, Request } from './journal.js';

/** So many of each are kept: a page that runs for hours fills no memory. */
const MOST = 200;

export interface JournalHost {
  readonly manifest: Manifest;
  readonly now: () => number;
  readonly consent: () => ConsentState;
  onChange(): void;
}

/** Puts together what is told of each event: its call, and its steps, which come first. */
export function createJournal({ manifest, now, consent, onChange }: JournalHost): Journal {
  const { events } = manifest;
  const entries = new Map<string, Entry>();
  const requests: Request[] = [];
  let lastKey = 0;
  /** The field of the diagnostic that comes before its call. */
  let invalidField: string | undefined;

  function set(entry: Entry): void {
    entries.set(entry.key, entry);
    const [oldest] = entries.keys();
    if (entries.size > MOST && oldest !== undefined) entries.delete(oldest);
  }

  function onStep({ time, collector, state, reason, events: moved = [] }: AuditEntry): void {
    const step = { time: Date.parse(time), collector, state, reason };
    for (const { id, event } of moved) {
      const known = entries.get(id) ?? { key: id, event, time: step.time, steps: [] };
      set({ ...known, steps: [...known.steps, step] });
    }
  }

  function onCall(told: Told): void {
    const call = toCall(told);
    const { id = `call ${++lastKey}` } = told.tracked;
    const event = call.rule && String(told.name);
    set({ key: id, event, time: call.time, steps: entries.get(id)?.steps ?? [], call });
    invalidField = undefined;
  }

  function toCall({ name, data, tracked }: Told): Call {
    const rule = typeof name === 'string' ? own(events, name) : undefined;
    const nearest = !rule && typeof name === 'string' ? nearestName(name, Object.keys(events)) : undefined;
    const { categories } = consent();
    return {
      time: now(),
      tracked,
      rule,
      nearest,
      fields: Object.keys(rule?.fields ?? {}).filter((field) => isGiven(data, field)),
      invalidField,
      choices: (rule?.categories ?? []).map((category) => [category, categories[category] ?? 'undecided']),
    };
  }

  return {
    onWatched(watched) {
      if ('tracked' in watched) onCall(watched);
      else if ('sent' in watched) {
        requests.push({ ...watched, time: now() });
        if (requests.length > MOST) requests.shift();
      } else if ('state' in watched) onStep(watched);
      else if (watched.diagnostic.code === 'invalid-field') invalidField = watched.diagnostic.field;
      onChange();
    },
    entries: () => [...entries.values()],
    requests: () => requests,
  };
}

/** Whether the page passed this field. Its value is not read: that could run the page's code once more. */
function isGiven(data: unknown, field: string): boolean {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, field);
}
