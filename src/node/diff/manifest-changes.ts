import type { Acceptances, CollectorDefinition, Manifest } from '../../manifest/manifest.js';
import type { Path } from '../manifest-error.js';
import { describeCode } from '../reports/compliance-map.js';
import { describeTransfer, judgeTransfer } from '../reports/name-countries.js';
import { ENGLISH } from '../reports/words.js';
import { different, stronger, weaker, type Change } from './change.js';
import { compareNames } from './list-changes.js';

/** What changed outside the events: who answers, who receives, what is asked for. */
export function diffSurroundings(before: Manifest, after: Manifest): Change[] {
  return [
    ...diffController(before, after),
    ...diffRegimes(before, after),
    ...diffSources(before, after),
    ...diffCategories(before, after),
    ...diffPurposes(before, after),
    ...diffCollectors(before, after),
    ...diffReceipts(before, after),
    ...diffAcceptances([], before.accept, after.accept),
    ...diffNestedAcceptances(before, after),
  ];
}

function diffController({ controller: old }: Manifest, { controller: now }: Manifest): Change[] {
  const changes: Change[] = [];
  const article = 'GDPR Art. 4(7), 13(1)(a)';
  for (const key of ['name', 'contact', 'dpo'] as const) {
    if (old?.[key] === now?.[key]) continue;
    const facts = { before: old?.[key] ?? 'nobody', after: now?.[key] ?? 'nobody', article };
    const grade = key === 'name' ? 'high' : now?.[key] === undefined ? 'medium' : 'low';
    changes.push(
      different(`other-controller-${key}`, grade, ['controller', key], `the ${WORDS[key]} is another`, facts),
    );
  }
  if (JSON.stringify(old?.publicKey) !== JSON.stringify(now?.publicKey)) {
    const facts = {
      before: old?.publicKey?.kid ?? '',
      after: now?.publicKey?.kid ?? '',
      article: 'GDPR Art. 32(1)(a)',
    };
    changes.push(
      different(
        'other-key',
        'medium',
        ['controller', 'publicKey'],
        'sealed fields can be read with another key',
        facts,
      ),
    );
  }
  return changes;
}

const WORDS = { name: 'controller', contact: 'controller’s contact', dpo: 'data protection officer' } as const;

function diffRegimes({ regimes: old = {} }: Manifest, { regimes: now = {} }: Manifest): Change[] {
  const regions = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const fallback = (regimes: NonNullable<Manifest['regimes']>, region: string): string =>
    regimes[region] ?? regimes[region.slice(0, 2)] ?? regimes['default'] ?? 'opt-in';
  return regions.flatMap((region) => {
    const facts = { before: fallback(old, region), after: fallback(now, region), article: 'ePrivacy Art. 5(3)' };
    if (facts.before === facts.after) return [];
    const path = ['regimes', region];
    const where = region === 'default' ? 'by default' : `in ${region}`;
    return facts.after === 'opt-out'
      ? [weaker('opt-out', 'high', path, `no answer counts as a yes ${where}`, facts)]
      : [stronger('opt-in', path, `no answer counts as a no ${where}`, facts)];
  });
}

function diffSources({ sources: old }: Manifest, { sources: now }: Manifest): Change[] {
  const { added, removed } = compareNames(Object.keys(old ?? {}), Object.keys(now ?? {}));
  return [
    ...added.map((name) => different('source-added', 'low', ['sources', name], `consent is also read from ${name}`)),
    ...removed.map((name) => {
      const text = `consent is no longer read from ${name}`;
      return weaker('source-removed', 'medium', ['sources', name], text, { article: 'GDPR Art. 7(1)' });
    }),
  ];
}

function diffCategories({ categories: old }: Manifest, { categories: now }: Manifest): Change[] {
  return Object.entries(now).flatMap(([name, { sources = {} }]) => {
    if (!Object.hasOwn(old, name))
      return [different('category-added', 'low', ['categories', name], 'is a new category')];
    const before = old[name]?.sources ?? {};
    const platforms = [...new Set([...Object.keys(before), ...Object.keys(sources)])];
    return platforms.flatMap((source) => {
      const [was, is] = [before[source], sources[source]];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      const facts = {
        before: was === undefined ? 'nothing' : describeCode(was, ENGLISH),
        after: is === undefined ? 'nothing' : describeCode(is, ENGLISH),
        article: 'GDPR Art. 4(11), 7(2)',
      };
      const path = ['categories', name, 'sources', source];
      return [different('other-code', 'medium', path, `another answer in ${source} opens this category`, facts)];
    });
  });
}

function diffPurposes({ purposes: old = {} }: Manifest, { purposes: now = {} }: Manifest): Change[] {
  return Object.entries(now).flatMap(([name, purpose]) => {
    const before = Object.hasOwn(old, name) ? old[name] : undefined;
    if (!before) return [different('purpose-added', 'low', ['purposes', name], 'is a new purpose')];
    return (['title', 'dataUse'] as const).flatMap((key) => {
      if (before[key] === purpose[key]) return [];
      const facts = {
        before: before[key] ?? 'nothing',
        after: purpose[key] ?? 'nothing',
        article: 'GDPR Art. 5(1)(b)',
      };
      // All events of the purpose now serve what the new words say.
      return [different('purpose-reworded', 'medium', ['purposes', name, key], `means something else`, facts)];
    });
  });
}

function diffCollectors(before: Manifest, after: Manifest): Change[] {
  const { added, removed } = compareNames(Object.keys(before.collectors), Object.keys(after.collectors));
  return [
    // Events that go there say so themselves.
    ...added.map((name) => {
      const { recipient = name, country } = after.collectors[name]!;
      const text = `${recipient} is a new recipient${country ? ` in ${ENGLISH.country(country)}` : ''}`;
      return different('recipient-declared', 'medium', ['collectors', name], text, { article: 'GDPR Art. 30(1)(d)' });
    }),
    ...removed.map((name) => stronger('recipient-gone', ['collectors', name], 'receives nothing any more')),
    ...Object.entries(after.collectors).flatMap(([name, now]) => {
      const old = Object.hasOwn(before.collectors, name) ? before.collectors[name] : undefined;
      return old ? diffCollector(['collectors', name], old, now) : [];
    }),
  ];
}

function diffCollector(path: Path, old: CollectorDefinition, now: CollectorDefinition): Change[] {
  const changes: Change[] = [];
  const note = (key: 'recipient' | 'role' | 'agreement', grade: 'low' | 'medium' | 'high', article: string): void => {
    if (old[key] === now[key]) return;
    const facts = { before: old[key] ?? 'nothing', after: now[key] ?? 'nothing', article };
    if (now[key] === undefined)
      changes.push(weaker(`no-${key}`, 'high', [...path, key], `names no ${key} any more`, facts));
    else changes.push(different(`other-${key}`, grade, [...path, key], `has another ${key}`, facts));
  };
  note('recipient', 'high', 'GDPR Art. 13(1)(e)');
  note('role', 'medium', 'GDPR Art. 26, 28');
  note('agreement', 'low', 'GDPR Art. 28(3)');
  if (old.subject !== now.subject) {
    const [at, article] = [[...path, 'subject'], 'GDPR Art. 4(5), 11'];
    changes.push(
      now.subject
        ? weaker('device-known', 'medium', at, 'can tell which events are of one device', { article })
        : stronger('device-unknown', at, 'can no longer tell which events are of one device', { article }),
    );
  }
  changes.push(...diffPlace(path, old, now));
  return changes;
}

function diffPlace(path: Path, old: CollectorDefinition, now: CollectorDefinition): Change[] {
  const facts = { before: toPlace(old), after: toPlace(now), article: 'GDPR Art. 44-46' };
  if (old.country !== now.country) {
    const text = `processes in ${now.country ? ENGLISH.country(now.country) : 'an unnamed country'}`;
    const at = [...path, 'country'];
    if (judgeTransfer(now) === 'none') return [different('other-country', 'medium', at, text, facts)];
    return [weaker('new-country', 'high', at, text, facts)];
  }
  if (old.safeguard === now.safeguard) return [];
  const at = [...path, 'safeguard'];
  if (now.safeguard === undefined) {
    return [
      weaker('no-safeguard', judgeTransfer(now) === 'none' ? 'low' : 'high', at, 'names no safeguard any more', facts),
    ];
  }
  return [different('other-safeguard', 'medium', at, 'transfers under another safeguard', facts)];
}

function toPlace(collector: CollectorDefinition): string {
  const { country } = collector;
  return describeTransfer(collector, ENGLISH) ?? (country ? ENGLISH.country(country) : 'not named');
}

function diffReceipts({ receipts: old }: Manifest, { receipts: now }: Manifest): Change[] {
  const path = ['receipts'];
  const article = 'GDPR Art. 7(1)';
  if (old && !now) return [weaker('no-receipts', 'high', path, 'consent is no longer proved by receipts', { article })];
  if (!old && now) return [stronger('receipts', path, 'consent is proved by receipts', { article })];
  if (!old || !now) return [];
  const { added, removed } = compareNames(old.collectors, now.collectors);
  const facts = { before: `${old.retentionDays} days`, after: `${now.retentionDays} days`, article };
  return [
    ...added.map((name) =>
      weaker('new-receiver-of-receipts', 'medium', path, `${name} receives receipts too`, { article }),
    ),
    ...removed.map((name) =>
      different('receiver-of-receipts-gone', 'medium', path, `${name} receives no receipts`, { article }),
    ),
    ...(old.retentionDays === now.retentionDays
      ? []
      : [
          different(
            'other-receipt-retention',
            'medium',
            [...path, 'retentionDays'],
            'receipts are kept for another time',
            facts,
          ),
        ]),
  ];
}

function diffNestedAcceptances(before: Manifest, after: Manifest): Change[] {
  return (['collectors', 'events'] as const).flatMap((section) =>
    Object.entries(after[section]).flatMap(([name, { accept }]) => {
      const old = Object.hasOwn(before[section], name) ? before[section][name]?.accept : undefined;
      return diffAcceptances([section, name], old, accept);
    }),
  );
}

function diffAcceptances(path: Path, old: Acceptances = {}, now: Acceptances = {}): Change[] {
  const { added, removed } = compareNames(Object.keys(old), Object.keys(now));
  return [
    ...added.map((id) => weaker('rule-accepted', 'medium', [...path, 'accept', id], `accepts ${id}: ${now[id]}`)),
    ...removed.map((id) => stronger('rule-obeyed', [...path, 'accept', id], `no longer accepts ${id}`)),
  ];
}
