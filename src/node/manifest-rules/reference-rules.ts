import type { Manifest } from '../../manifest/manifest.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import {
  when,
  type Finding,
  type NamedEvent,
  type NamedSection,
  type Rule,
  type RulePage,
  type Scope,
} from './rule.js';

const UNKNOWN_COLLECTOR: RulePage = {
  id: 'HG012',
  title: 'An unknown collector',
  rule: 'every recipient is declared, GDPR Art. 30(1)(d)',
  remedy: 'Correct the name, or declare it under "collectors".',
};

const NAMED_TWICE: RulePage = {
  id: 'HG013',
  title: 'A name that stands twice in a list',
  rule: 'a name says the same twice',
  remedy: 'Remove one of them, or put in the name that was meant.',
};

/** Every name that is used must be declared, once. */
export const eventReferenceRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG010',
    title: 'An unknown purpose',
    rule: 'every purpose is declared, GDPR Art. 5(1)(b)',
    remedy: 'Correct the name, or declare it under "purposes".',
    find: ({ event: { purpose } }, { names: { purposes = [purpose] } }) =>
      when(!purposes.includes(purpose), ['purpose'], purpose, () => describeChoice(purpose, purposes)),
  },
  {
    id: 'HG011',
    title: 'An unknown consent category',
    rule: 'every consent category is declared, so that a visitor can be asked for it',
    remedy: 'Correct the name, or declare it under "categories".',
    find: ({ event }, scope) => under('categories', findUndeclared(scope, 'categories', event.categories ?? [])),
  },
  {
    ...UNKNOWN_COLLECTOR,
    find: ({ event }, scope) => under('collectors', findUndeclared(scope, 'collectors', event.collectors)),
  },
  {
    ...NAMED_TWICE,
    find: ({ event }) => [
      ...under('categories', findRepeated(event.categories ?? [])),
      ...under('collectors', findRepeated(event.collectors)),
    ],
  },
  {
    id: 'HG014',
    title: 'A reserved event name',
    rule: 'the name of receipts, GDPR Art. 7(1)',
    remedy: 'Give the event another name.',
    find: ({ name }) => when(name === RECEIPT_EVENT, [], name, 'another name: this one is reserved'),
  },
];

export const receiptReferenceRules: readonly Rule<Manifest>[] = [
  {
    ...UNKNOWN_COLLECTOR,
    find: ({ receipts }, scope) =>
      under('receipts', under('collectors', findUndeclared(scope, 'collectors', receipts?.collectors ?? []))),
  },
  {
    ...NAMED_TWICE,
    find: ({ receipts }) => under('receipts', under('collectors', findRepeated(receipts?.collectors ?? []))),
  },
];

function findUndeclared({ names }: Scope, section: NamedSection, used: readonly string[]): Finding[] {
  const declared = names[section];
  if (!declared) return [];
  return used.flatMap(
    (name, index) => when(!declared.includes(name), [index], name, () => describeChoice(name, declared)) ?? [],
  );
}

function findRepeated(used: readonly string[]): Finding[] {
  return used.flatMap((name, index) => when(used.indexOf(name) !== index, [index], name, 'each name once') ?? []);
}

function under(key: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, at: [key, ...finding.at] }));
}
