import { ADEQUACY_AS_OF, ADEQUACY_SOURCE } from '../adequate-countries.js';
import { isOverdue } from './assessments.js';
import { titleOfData } from './csv-tables.js';
import { code, escape, grid } from './markdown.js';
import type { Report } from './report-schema.js';
import { createWords, fill, type Words } from './words.js';

/**
 * Returns the report as Markdown, for a wiki or a repository.
 *
 * @example
 * ```ts
 * import { readManifest, renderMarkdown, toReport } from 'headgate/node';
 *
 * const markdown = renderMarkdown(toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' }));
 * ```
 */
export function renderMarkdown(report: Report): string {
  const words = createWords(report.language);
  const parts = [
    renderHead(report, words),
    !report.isSound && renderFindings(report, words),
    renderInventory(report, words),
    renderCompliance(report, words),
    renderRecipients(report, words),
    renderControls(report, words),
    renderRecord(report, words),
    renderAssessments(report, words),
    report.isSound && renderFindings(report, words),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function renderHead({ controller, manifest, date, regimes, sources }: Report, { texts, day }: Words): string {
  const { head } = texts;
  const laws = regimes.map(({ region, regime }) => {
    return `${region === 'default' ? texts.regimes.default : region}: ${texts.regimes[regime]}`;
  });
  const lines = [
    [head.manifest, [manifest.version, manifest.file, manifest.sha256 && `SHA-256 ${manifest.sha256}`]],
    [head.date, [day(date)]],
    [head.controller, [controller?.name, controller?.contact]],
    [head.officer, [controller?.dpo]],
    [head.regimes, laws],
    [head.sources, sources],
  ] as const;
  const shown = lines
    .map(([label, values]) => [label, values.filter(Boolean).join(', ')] as const)
    .filter(([, text]) => text !== '');
  return [`# ${head.title}`, '', ...shown.map(([label, text]) => `- **${label}**: ${escape(text)}`)].join('\n');
}

function renderInventory({ inventory }: Report, words: Words): string {
  const { columns, tiers, inventory: own } = words.texts;
  const journeyOf = ({ journey }: Report['inventory'][number]): string => journey ?? own.noJourney;
  const journeys = [...new Set(inventory.map(journeyOf))];
  const sections = journeys.map((journey) => {
    const rows = inventory
      .filter((entry) => journeyOf(entry) === journey)
      .map((entry) => [
        entry.event,
        entry.title ?? '',
        entry.purpose.title,
        tiers[entry.tier].title,
        entry.fields.map(({ name, data }) => `${name} (${titleOfData(data, words)})`).join(', '),
      ]);
    const head = [columns.event, columns.whatHappened, columns.purpose, columns.tier, columns.fields];
    return `### ${escape(journey)}\n\n${grid(head, rows)}`;
  });
  return [`## ${own.title}`, ...sections].join('\n\n');
}

function renderCompliance({ compliance }: Report, { texts, count }: Words): string {
  const { columns } = texts;
  const rules = compliance.events.map((entry) => [
    entry.event,
    `${texts.bases[entry.basis].title}, ${texts.bases[entry.basis].article}`,
    entry.categories.map(({ title }) => title).join(', '),
    count(texts.common.days, entry.retentionDays),
    entry.recipients.join(', '),
    entry.transfers.join(', '),
  ]);
  const categories = compliance.categories.map(({ name, title, codes, events }) => [
    name,
    title,
    codes.map(({ source, code: value }) => `${source}: ${value}`).join(', '),
    String(events.length),
  ]);
  const heads = [
    columns.event,
    columns.legalBasis,
    columns.categories,
    columns.retention,
    columns.recipients,
    columns.transfers,
  ];
  return [
    `## ${texts.compliance.title}`,
    grid(heads, rules),
    `### ${texts.compliance.categories}`,
    grid([columns.category, columns.title, columns.codes, columns.events], categories),
  ].join('\n\n');
}

function renderRecipients({ compliance: { recipients, receipts } }: Report, { texts, count, day }: Words): string {
  const { columns, compliance, roles, transfers } = texts;
  const rows = recipients.map((entry) => [
    entry.collector,
    entry.recipient ?? '',
    entry.role ? roles[entry.role].withArticle : '',
    entry.agreement ?? '',
    entry.countryName ?? '',
    [transfers.titles[entry.transfer], entry.adequacy, entry.safeguard].filter(Boolean).join(': '),
    String(entry.events.length),
  ]);
  const knowing = recipients.filter(({ subject }) => subject).map(({ collector }) => collector);
  const days = receipts ? count(texts.common.days, receipts.retentionDays) : '';
  const head = [
    columns.collector,
    columns.recipient,
    columns.role,
    columns.agreement,
    columns.country,
    columns.transfer,
    columns.events,
  ];
  return [
    `### ${compliance.recipients}`,
    grid(head, rows),
    fill(transfers.source, { source: ADEQUACY_SOURCE, date: day(ADEQUACY_AS_OF) }),
    ...(knowing.length > 0 ? [`${knowing.join(', ')}: ${compliance.knownDevice}`] : []),
    ...(receipts ? [fill(compliance.receipts, { collectors: receipts.collectors.join(', '), days })] : []),
  ].join('\n\n');
}

/** What recipients do on their side, and that nobody said it. */
function listRecipientControls({ compliance: { recipients } }: Report, { texts: { columns, common } }: Words): string {
  const rows = recipients.map(({ collector, controls }) => [
    collector,
    ...RECIPIENT_CONTROLS.map((control) => controls[control] ?? common.notStated),
  ]);
  return grid([columns.collector, ...RECIPIENT_CONTROLS.map((control) => columns[control])], rows);
}

const RECIPIENT_CONTROLS = ['encryption', 'access', 'deletion', 'location'] as const;

function renderControls(report: Report, words: Words): string {
  const { controls } = report;
  const { columns, controls: own, protections } = words.texts;
  const isProtected = controls.fields.filter(({ protection }) => protection !== 'none');
  return [
    `## ${own.title}`,
    controls.measures.map(({ title, article, text }) => `- **${title}** (${article}): ${text}`).join('\n'),
    `### ${own.protection}`,
    grid(
      [columns.event, columns.field, columns.data, columns.protection, columns.effect],
      isProtected.map((entry) => [
        entry.event,
        entry.field,
        titleOfData(entry.data, words),
        protections[entry.protection].title,
        entry.effect,
      ]),
      2,
    ),
    `### ${own.buffer}`,
    grid(
      [columns.event, columns.buffer, columns.deletion],
      controls.events.map((entry) => [entry.event, entry.bufferText, entry.deletion]),
    ),
    `### ${own.recipients}`,
    listRecipientControls(report, words),
  ].join('\n\n');
}

function renderRecord({ record }: Report, { texts }: Words): string {
  const { record: own, common, tiers } = texts;
  const sections = record.map((activity) => {
    const lines = [
      [own.legalBasis, activity.bases.join(', ')],
      [own.subjects, activity.subjects],
      [own.data, activity.data.join(', ') || common.none],
      [own.tiers, activity.tiers.map((tier) => tiers[tier].title).join(', ')],
      [own.recipients, activity.recipients.join('; ')],
      [own.transfers, activity.transfers.join('; ') || common.none],
      [own.erasure, activity.erasure],
      [own.security, activity.security.join(', ')],
      [own.events, activity.events.join(', ')],
    ];
    const list = lines.map(([label = '', text = '']) => `- **${label}**: ${escape(text)}`);
    return `### ${escape(activity.purpose.title)}\n\n${list.join('\n')}`;
  });
  return [`## ${own.title}`, own.intro, ...sections].join('\n\n');
}

function renderAssessments({ assessments, review, date }: Report, { texts, day }: Words): string {
  const { columns, common, assessments: own } = texts;
  const sections = assessments.map((entry) => {
    const needs = entry.needs.map(({ event, need }) => `- ${code(event)}: ${escape(need)}`);
    const unstated = entry.unstated.map((event) => `- ${code(event)}: ${common.notStated}`);
    const criteria = entry.screening.map(({ criterion, answer, why }) => [criterion, own.answers[answer], why]);
    const tests = (entry.legitimateInterests ?? []).map(({ test, stated, open }) => [test, stated, open]);
    const testHead = [columns.test, columns.stated, columns.toBeAnswered];
    return [
      `### ${escape(entry.purpose.title)}`,
      `${own.need}:\n\n${[...needs, ...unstated].join('\n')}`,
      grid([columns.criterion, columns.answer, columns.why], criteria, 0),
      escape(entry.result),
      ...(tests.length > 0 ? [grid(testHead, tests, 0)] : []),
    ].join('\n\n');
  });
  const signed = [
    [own.signedBy, review?.by],
    [own.signedOn, review && day(review.on)],
    [own.nextReview, review?.next && day(review.next)],
  ].map(([label, text]) => `- **${label}**: ${escape(text ?? common.notStated)}`);
  const overdue = isOverdue(review, date) ? [`**${own.overdue}**`] : [];
  return [`## ${own.title}`, signed.join('\n'), ...overdue, ...sections].join('\n\n');
}

function renderFindings({ findings, accepted, isSound }: Report, { texts }: Words): string {
  const { findings: own } = texts;
  const open = findings.map(({ id, severity, path, text, rule }) => {
    return `- ${own.severities[severity]} ${id} ${code(path)}: ${escape(text)} (${escape(rule)})`;
  });
  const kept = accepted.map(({ rule, path, reason }) => `- ${rule} ${code(path)}: ${escape(reason)}`);
  return [
    `## ${isSound ? own.title : own.errorsTitle}`,
    ...(isSound ? [] : [own.errorsIntro]),
    ...(open.length > 0 && own.language ? [own.language] : []),
    open.length > 0 ? open.join('\n') : `${own.none}.`,
    ...(kept.length > 0 ? [`### ${own.accepted}`, kept.join('\n')] : []),
  ].join('\n\n');
}
