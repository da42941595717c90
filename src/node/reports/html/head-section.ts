import type { Report } from '../report-schema.js';
import type { Words } from '../words.js';
import { fillHtml, html, type Html } from './html.js';
import { renderFacts } from './page.js';
import { time } from './parts.js';

/** Who, what, when, and the figures that one looks for first. */
export function renderHead(report: Report, words: Words): Html {
  const { controller, manifest, date } = report;
  const { head } = words.texts;
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    [head.controller, controller?.name],
    [head.contact, controller?.contact],
    [head.officer, controller?.dpo],
    [head.manifest, nameManifest(manifest, words)],
    [head.hash, manifest.sha256 && html`<code class="hash">${manifest.sha256}</code>`],
    [head.date, time(date, words)],
    [head.sources, report.sources.join(', ') || head.noSources],
  ];
  return html`<header class="head">
    <h1>${head.title}</h1>
    ${renderFacts(facts, listFigures(report, words))}
  </header> `;
}

/** The version, and the file that it was read from, if it was one. */
export function nameManifest({ version, file }: Report['manifest'], { texts: { head } }: Words): Html {
  if (file === undefined) return fillHtml(head.version, { version });
  return fillHtml(head.versionOfFile, { version, file: html`<code>${file}</code>` });
}

function listFigures({ inventory, compliance, record, findings }: Report, words: Words): [string, string][] {
  const { figures, common } = words.texts;
  const active = compliance.recipients.filter(({ events, receipts }) => events.length > 0 || receipts);
  const transfers = active.filter(({ transfer }) => transfer !== 'none').length;
  const sensitive = inventory.filter(({ tier }) => tier === 'sensitive').length;
  const consent = compliance.events.filter(({ basis }) => basis === 'consent').length;
  const longest = Math.max(0, ...compliance.events.map(({ retentionDays }) => retentionDays));
  const counted = (label: typeof figures.events, count: number): [string, string] => [
    words.number(count),
    words.count(label, count),
  ];
  return [
    counted(figures.events, inventory.length),
    [words.number(consent), figures.byConsent],
    [words.number(sensitive), figures.special],
    counted(figures.activities, record.length),
    counted(figures.recipients, active.length),
    counted(figures.transfers, transfers),
    [words.count(common.days, longest), figures.retention],
    counted(figures.findings, findings.length),
  ];
}
