import type { Entry } from '../read-device.js';
import type { Tab } from '../open-tab.js';
import type { Visit } from '../open-visit.js';

export interface Finding {
  readonly passed: boolean;
  /** In a short sentence. */
  readonly seen: string;
}

/** What is asked of each tracker. It ends in a verdict of the witnesses: the collectors' requests, and the device read past the tracker. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** What makes it pass. */
  readonly counts: string;
  readonly play: (visit: Visit) => Promise<Finding>;
}

/** How long what has to arrive may take. */
export const PATIENCE = 30_000;

/** How long what must not arrive is waited for: longer than the first repetitions of each tracker. */
export const SILENCE = 12_000;

/** Long enough for a tracker that sends what it has gathered every few seconds. */
export const ATTEMPT = 8_000;

export const pass = (seen: string): Finding => ({ passed: true, seen });

export const fail = (seen: string): Finding => ({ passed: false, seen });

/** Where anything is wrong, that; otherwise what is right. */
export function judge(wrong: readonly (string | false)[], right: string): Finding {
  const said = wrong.filter((one) => one !== false && one !== '');
  return said.length > 0 ? fail(said.join('; ')) : pass(right);
}

/** Opens a tab that has the visitor's consent, and has delivered under it. */
export async function openGranted(visit: Visit): Promise<Tab> {
  const tab = await visit.openTab();
  await tab.open('granted');
  await tab.track('note-first');
  if (!(await visit.until(() => visit.collector.hasTaken('note-first'), PATIENCE))) {
    throw new Error('The tracker delivers nothing under consent: the adapter is wrong.');
  }
  await visit.wait(500);
  return tab;
}

export async function arrives(visit: Visit, note: string, seen: string): Promise<Finding> {
  const arrived = await visit.until(() => visit.collector.hasTaken(note), PATIENCE);
  return arrived ? pass(seen) : fail('never arrived');
}

export const holds = (entries: readonly Entry[], note: string): boolean =>
  entries.some(({ value }) => value.includes(note));

/** Returns names without what is new in each profile. */
export const toPlaces = (entries: readonly Entry[]): string[] =>
  entries.map(({ place }) => place.replaceAll(/[0-9a-f-]{12,}/g, '…').replaceAll(/\d{6,}/g, '…'));

/** Returns the first three names, and how many more there are; nothing where there is none. */
export function listSome(what: string, all: readonly string[]): string {
  const names = [...new Set(all)];
  if (names.length === 0) return '';
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const first = names.slice(0, 3).map((name) => `\`${name}\``);
  return `${what}: ${first.join(', ')}${more}`;
}
