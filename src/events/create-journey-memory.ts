import type { ConsentState } from '../consent/consent.js';
import type { EventDefinition, OncePer } from '../manifest/manifest.js';
import { createMarks, type Marks } from './create-marks.js';
import { isStorable } from './is-storable.js';

/** What is remembered of journeys: which events happened once, and when each journey's last step was. */
export interface JourneyMemory {
  /** Whether an event that is taken once was taken before, with this value of the field that it is taken once for. */
  isRepeated(name: string, rule: EventDefinition, value: unknown): boolean;
  /** When the journey's previous step was, in epoch milliseconds. */
  previousStep(rule: EventDefinition): number | undefined;
  /** Notes that an event happened; beyond the page only if its consent allows it now. */
  note(name: string, rule: EventDefinition, isAllowed: boolean, value: unknown): void;
  /** Forgets what the new consent does not carry any more. */
  review(state: ConsentState): void;
  clear(): void;
}

interface Rules {
  readonly [name: string]: EventDefinition;
}

export function createJourneyMemory(rules: Rules, application: string | undefined): JourneyMemory {
  const session = createMarks('sessionStorage', application);
  const visitor = createMarks('localStorage', application);
  /** Events whose marks may lie on the device: those that this page was ever allowed to store. No other is looked for. */
  const storable = new Set<string>();
  let categories: ConsentState['categories'] = {};

  const mayStore = (rule: EventDefinition): boolean => isStorable(rule, categories);
  const marksOf = (rule: EventDefinition): Marks => (perOf(rule) === 'visitor' ? visitor : session);
  const stepOf = ({ journey }: EventDefinition): string => `step:${journey}`;

  /** What was held has happened once it is granted, for the next page too. */
  function store(name: string, rule: EventDefinition): void {
    storable.add(name);
    if (isKept(rule)) marksOf(rule).store(name);
    if (rule.journey) session.store(stepOf(rule));
  }

  function forget(name: string, rule: EventDefinition, isStored: boolean): void {
    marksOf(rule).forget(name, isStored);
    // The time of the last step is the whole journey's: another event's consent may still carry it.
    const isCarried = Object.values(rules).some((other) => other.journey === rule.journey && mayStore(other));
    if (!isCarried) session.forget(stepOf(rule), isStored);
  }

  return {
    isRepeated(name, rule, value) {
      const mark = toMark(name, rule, value);
      return !!mark && marksOf(rule).get(mark, isKept(rule) && mayStore(rule)) !== undefined;
    },
    previousStep: (rule) => session.get(stepOf(rule), mayStore(rule)),
    note(name, rule, isAllowed, value) {
      const now = Date.now();
      const isStored = isAllowed && mayStore(rule);
      const mark = toMark(name, rule, value);
      if (mark) marksOf(rule).set(mark, now, isStored && isKept(rule));
      if (rule.journey) session.set(stepOf(rule), now, isStored);
    },
    review(state) {
      ({ categories } = state);
      for (const [name, rule] of Object.entries(rules)) {
        if (!rule.once && !rule.journey) continue;
        if (mayStore(rule)) store(name, rule);
        else if (storable.delete(name)) forget(name, rule, true);
        // What was held has not happened, once it is refused.
        else if (rule.categories?.some((category) => categories[category] === 'denied')) forget(name, rule, false);
      }
    },
    clear() {
      session.clear(storable.size > 0);
      visitor.clear(storable.size > 0);
    },
  };
}

const perOf = ({ once }: EventDefinition): OncePer | undefined => (typeof once === 'object' ? once.per : once);

/** Whether it is remembered beyond the page. */
const isKept = (rule: EventDefinition): boolean => /^(?:session|visitor)$/.test(perOf(rule) ?? '');

/** The name of an event that is taken once; nothing where it is taken once for each value of a field, and has none. */
function toMark(name: string, rule: EventDefinition, value: unknown): string | undefined {
  if (typeof rule.once !== 'object') return rule.once && name;
  return value == null || typeof value === 'object' ? undefined : `${name}#${toShortHash(String(value))}`;
}

/** FNV-1a, 32 bits: enough to know a value again, and too little to read an order's number or a name from the device. */
function toShortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
