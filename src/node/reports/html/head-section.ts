import type { Report } from '../report-schema.js';
import { html, type Html } from './html.js';
import { renderFacts } from './page.js';
import { days, plural } from './parts.js';

/** Who, what, when, and the figures that one looks for first. */
export function renderHead(report: Report): Html {
  const { controller, manifest, date } = report;
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    ['Controller', controller?.name],
    ['Contact', controller?.contact],
    ['Data protection officer', controller?.dpo],
    ['Manifest', html`version ${manifest.version}${manifest.file && html` of <code>${manifest.file}</code>`}`],
    ['SHA-256 of the file', manifest.sha256 && html`<code class="hash">${manifest.sha256}</code>`],
    ['Date of this report', html`<time datetime="${date}">${date}</time>`],
    ['Consent sources', report.sources.join(', ') || 'none named'],
  ];
  return html`<header class="head">
    <h1>Record of event tracking</h1>
    ${renderFacts(facts, listFigures(report))}
  </header> `;
}

function listFigures({ inventory, compliance, record, findings }: Report): [string, string][] {
  const active = compliance.recipients.filter(({ events, receipts }) => events.length > 0 || receipts);
  const transfers = active.filter(({ transfer }) => transfer !== 'none').length;
  const sensitive = inventory.filter(({ tier }) => tier === 'sensitive').length;
  const consent = compliance.events.filter(({ basis }) => basis === 'consent').length;
  const longest = Math.max(0, ...compliance.events.map(({ retentionDays }) => retentionDays));
  return [
    [String(inventory.length), inventory.length === 1 ? 'event' : 'events'],
    [String(consent), 'by consent'],
    [String(sensitive), 'with Art. 9 data'],
    [String(record.length), record.length === 1 ? 'processing activity' : 'processing activities'],
    [String(active.length), active.length === 1 ? 'recipient' : 'recipients'],
    [String(transfers), transfers === 1 ? 'third-country transfer' : 'third-country transfers'],
    [days(longest), 'longest retention of an event'],
    [String(findings.length), `open ${plural(findings.length, 'finding').replace(/^\S+ /, '')}`],
  ];
}
