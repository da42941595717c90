import type { Manifest } from '../../manifest/manifest.js';
import { when, type Finding, type Rule } from './rule.js';

/** What is declared and never used: a reviewer cannot tell whether it is planned, forgotten, or mistyped elsewhere. */
export const unusedRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG015',
    title: 'A purpose that no event has',
    severity: 'warning',
    rule: 'a purpose is specified for something that is done, GDPR Art. 5(1)(b)',
    remedy: 'Remove it, or name it in the event that it was meant for.',
    find: ({ purposes = {}, events }) => {
      const used = new Set(Object.values(events).map(({ purpose }) => purpose));
      return findUnused('purposes', Object.keys(purposes), used);
    },
  },
  {
    id: 'HG016',
    title: 'A consent category that no event names',
    severity: 'warning',
    rule: 'a visitor would be asked for nothing, GDPR Art. 4(11)',
    remedy: 'Remove it, or name it in the event that it was meant for.',
    find: ({ categories, events }) => {
      const used = new Set(Object.values(events).flatMap((event) => event.categories ?? []));
      return findUnused('categories', Object.keys(categories), used);
    },
  },
  {
    id: 'HG017',
    title: 'A collector that receives nothing',
    severity: 'warning',
    rule: 'the record names who receives data, GDPR Art. 30(1)(d)',
    remedy: 'Remove it, or name it in the event that it was meant for.',
    find: ({ collectors, events, receipts }) => {
      const used = new Set(Object.values(events).flatMap((event) => event.collectors));
      for (const name of receipts?.collectors ?? []) used.add(name);
      return findUnused('collectors', Object.keys(collectors), used);
    },
  },
];

function findUnused(section: string, names: readonly string[], used: ReadonlySet<string>): Finding[] {
  return names.flatMap((name) => when(!used.has(name), [section, name], name, 'a name that an event uses') ?? []);
}
