import type { Manifest } from '../../manifest/manifest.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import { describeChoice } from '../nearest-name.js';
import { when, type Finding, type NamedEvent, type NamedSection, type Rule, type Scope } from './rule.js';

/** Every name that is used must be declared, once. */
export const eventReferenceRules: readonly Rule<NamedEvent>[] = [
  {
    rule: 'every purpose is declared, GDPR Art. 5(1)(b)',
    find: ({ event: { purpose } }, { names: { purposes = [purpose] } }) =>
      when(!purposes.includes(purpose), ['purpose'], purpose, describeChoice(purpose, purposes)),
  },
  {
    rule: 'every consent category is declared, so that a visitor can be asked for it',
    find: ({ event }, scope) => under('categories', findUndeclared(scope, 'categories', event.categories ?? [])),
  },
  {
    rule: 'every recipient is declared, GDPR Art. 30(1)(d)',
    find: ({ event }, scope) => under('collectors', findUndeclared(scope, 'collectors', event.collectors)),
  },
  {
    rule: 'a name says the same twice',
    find: ({ event }) => [
      ...under('categories', findRepeated(event.categories ?? [])),
      ...under('collectors', findRepeated(event.collectors)),
    ],
  },
  {
    rule: 'the name of receipts, GDPR Art. 7(1)',
    find: ({ name }) => when(name === RECEIPT_EVENT, [], name, 'another name: this one is reserved'),
  },
];

export const receiptReferenceRules: readonly Rule<Manifest>[] = [
  {
    rule: 'every recipient is declared, GDPR Art. 30(1)(d)',
    find: ({ receipts }, scope) =>
      under('receipts', under('collectors', findUndeclared(scope, 'collectors', receipts?.collectors ?? []))),
  },
  {
    rule: 'a name says the same twice',
    find: ({ receipts }) => under('receipts', under('collectors', findRepeated(receipts?.collectors ?? []))),
  },
];

function findUndeclared({ names }: Scope, section: NamedSection, used: readonly string[]): Finding[] {
  const declared = names[section];
  if (!declared) return [];
  return used.flatMap(
    (name, index) => when(!declared.includes(name), [index], name, describeChoice(name, declared)) ?? [],
  );
}

function findRepeated(used: readonly string[]): Finding[] {
  return used.flatMap((name, index) => when(used.indexOf(name) !== index, [index], name, 'each name once') ?? []);
}

function under(key: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, at: [key, ...finding.at] }));
}
