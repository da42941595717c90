import { titleOfData } from './csv-tables.js';
import { BASES, KNOWN_DEVICE, ROLE_TITLES, TRANSFER_TITLES } from './legal-words.js';
import type { Report } from './report-schema.js';

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
  const parts = [
    renderHead(report),
    !report.isSound && renderFindings(report),
    renderInventory(report),
    renderCompliance(report),
    renderRecipients(report),
    renderControls(report),
    renderRecord(report),
    renderAssessments(report),
    report.isSound && renderFindings(report),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function renderHead({ controller, manifest, date, regimes, sources }: Report): string {
  const lines = [
    ['Manifest', [manifest.version, manifest.file, manifest.sha256 && `SHA-256 ${manifest.sha256}`]],
    ['Date', [date]],
    ['Controller', [controller?.name, controller?.contact]],
    ['Data protection officer', [controller?.dpo]],
    ['Regimes', regimes.map(({ region, regime }) => `${region}: ${regime}`)],
    ['Consent sources', sources],
  ] as const;
  const shown = lines
    .map(([label, values]) => [label, values.filter(Boolean).join(', ')] as const)
    .filter(([, text]) => text !== '');
  return ['# Record of event tracking', '', ...shown.map(([label, text]) => `- **${label}**: ${escape(text)}`)].join(
    '\n',
  );
}

function renderInventory({ inventory }: Report): string {
  const journeys = [...new Set(inventory.map(({ journey = 'Other' }) => journey))];
  const sections = journeys.map((journey) => {
    const rows = inventory
      .filter((entry) => (entry.journey ?? 'Other') === journey)
      .map((entry) => [
        entry.event,
        entry.title ?? '',
        entry.purpose.title,
        entry.tier,
        entry.fields.map(({ name, data }) => `${name} (${titleOfData(data).toLowerCase()})`).join(', '),
      ]);
    return `### ${escape(journey)}\n\n${grid(['Event', 'What happened', 'Purpose', 'Tier', 'Fields'], rows)}`;
  });
  return ['## 1. Event inventory', ...sections].join('\n\n');
}

function renderCompliance({ compliance }: Report): string {
  const rules = compliance.events.map((entry) => [
    entry.event,
    `${BASES[entry.basis].title}, ${entry.article.replace('GDPR ', '')}`,
    entry.categories.map(({ title }) => title).join(', '),
    `${entry.retentionDays} days`,
    entry.recipients.join(', '),
    entry.transfers.join(', '),
  ]);
  const categories = compliance.categories.map(({ name, title, codes, events }) => [
    name,
    title,
    codes.map(({ source, code: value }) => `${source}: ${value}`).join(', '),
    String(events.length),
  ]);
  return [
    '## 2. Compliance mapping',
    grid(['Event', 'Legal basis', 'Consent categories', 'Retention', 'Recipients', 'Transfers'], rules),
    '### Consent categories',
    grid(['Category', 'Title', 'Codes of the consent platforms', 'Events'], categories),
  ].join('\n\n');
}

function renderRecipients({ compliance: { recipients, receipts } }: Report): string {
  const rows = recipients.map((entry) => [
    entry.collector,
    entry.recipient ?? '',
    entry.role ? ROLE_TITLES[entry.role] : '',
    entry.agreement ?? '',
    entry.countryName ?? '',
    [TRANSFER_TITLES[entry.transfer], entry.adequacy, entry.safeguard].filter(Boolean).join(': '),
    String(entry.events.length),
  ]);
  const proof = receipts
    ? `\n\nReceipts of consent go to ${receipts.collectors.join(', ')} and are kept for ${receipts.retentionDays} days.`
    : '';
  const knowing = recipients.filter(({ subject }) => subject).map(({ collector }) => collector);
  const known = knowing.length > 0 ? `\n\n${knowing.join(', ')}: ${KNOWN_DEVICE}` : '';
  const head = ['Collector', 'Recipient', 'Role', 'Agreement', 'Country', 'Transfer', 'Events'];
  return `### Recipients\n\n${grid(head, rows)}${known}${proof}`;
}

/** What recipients do on their side, and that nobody said it. */
function listRecipientControls({ compliance: { recipients } }: Report): string {
  const rows = recipients.map(({ collector, controls }) => [
    collector,
    ...(['encryption', 'access', 'deletion', 'location'] as const).map((control) => controls[control] ?? 'not stated'),
  ]);
  return grid(['Collector', 'Encryption', 'Access', 'Deletion', 'Location'], rows);
}

function renderControls(report: Report): string {
  const { controls } = report;
  const isProtected = controls.fields.filter(({ protection }) => protection !== 'none');
  return [
    '## 3. Technical controls',
    controls.measures.map(({ title, article, text }) => `- **${title}** (${article}): ${text}`).join('\n'),
    '### Protected fields',
    grid(
      ['Event', 'Field', 'Data', 'Protection', 'Effect'],
      isProtected.map((entry) => [entry.event, entry.field, titleOfData(entry.data), entry.protection, entry.effect]),
      2,
    ),
    '### Buffer and deletion',
    grid(
      ['Event', 'Buffer', 'Deletion'],
      controls.events.map((entry) => [entry.event, entry.bufferText, entry.deletion]),
    ),
    '### On the recipients’ side',
    listRecipientControls(report),
  ].join('\n\n');
}

function renderRecord({ record }: Report): string {
  const sections = record.map((activity) => {
    const lines = [
      ['Legal basis', activity.bases.join(', ')],
      ['Data subjects', activity.subjects],
      ['Personal data', activity.data.join(', ')],
      ['Tiers', activity.tiers.join(', ')],
      ['Recipients', activity.recipients.join('; ')],
      ['Third-country transfers', activity.transfers.join('; ') || 'none'],
      ['Erasure', activity.erasure],
      ['Security', activity.security.join(', ')],
      ['Events', activity.events.join(', ')],
    ];
    const list = lines.map(([label = '', text = '']) => `- **${label}**: ${escape(text)}`);
    return `### ${escape(activity.purpose.title)}\n\n${list.join('\n')}`;
  });
  return ['## 4. Record of processing activities (GDPR Art. 30)', ...sections].join('\n\n');
}

function renderAssessments({ assessments, review }: Report): string {
  const sections = assessments.map((entry) => {
    const needs = entry.needs.map(({ event, need }) => `- ${code(event)}: ${escape(need)}`);
    const unstated = entry.unstated.map((event) => `- ${code(event)}: not stated`);
    const criteria = entry.screening.map(({ criterion, answer, why }) => [criterion, answer, why]);
    const tests = (entry.legitimateInterests ?? []).map(({ test, stated, open }) => [test, stated, open]);
    return [
      `### ${escape(entry.purpose.title)}`,
      `Who needs it, and for which decision:\n\n${[...needs, ...unstated].join('\n')}`,
      grid(['Criterion (GDPR Art. 35)', 'Answer', 'Why'], criteria, 0),
      escape(entry.result),
      ...(tests.length > 0 ? [grid(['Test (GDPR Art. 6(1)(f))', 'Stated', 'To be answered'], tests, 0)] : []),
    ].join('\n\n');
  });
  const signed = review
    ? `Signed off by ${escape(review.by)} on ${review.on}; next review: ${review.next ?? 'not stated'}.`
    : 'Sign-off and next review: not stated.';
  return ['## 5. Assessments and review', signed, ...sections].join('\n\n');
}

function renderFindings({ findings, accepted, isSound }: Report): string {
  const open = findings.map(({ id, path, text, rule }) => `- ${id} ${code(path)}: ${escape(text)} (${escape(rule)})`);
  const kept = accepted.map(({ rule, path, reason }) => `- ${rule} ${code(path)}: ${escape(reason)}`);
  return [
    isSound ? '## 6. Findings' : '## Errors and other findings',
    ...(isSound
      ? []
      : ['This manifest has errors. What follows is what could be read of it; what could not is left out.']),
    open.length ? open.join('\n') : 'The check of the manifest finds nothing.',
    ...(kept.length ? ['### Accepted with a reason', kept.join('\n')] : []),
  ].join('\n\n');
}

/** Titles are written by people: none of them is taken for markup. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
}

/** Code spans take everything as it is, but in a table a pipe ends the cell. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** The first `names` columns hold names of the manifest, which are shown as code. */
function grid(head: readonly string[], rows: readonly (readonly string[])[], names = 1): string {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => (index < names ? code(cell) : escape(cell))).join(' | ')} |`;
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(toLine)].join('\n');
}
