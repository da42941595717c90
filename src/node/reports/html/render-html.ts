import type { Report } from '../report-schema.js';
import { renderAssessments } from './assessments-section.js';
import { renderCompliance } from './compliance-section.js';
import { renderControls } from './controls-section.js';
import { renderDataFlow } from './draw-data-flow.js';
import { renderFindings } from './findings-section.js';
import { renderHead } from './head-section.js';
import { html, toId, type Html } from './html.js';
import { listJourneys, renderInventory } from './inventory-section.js';
import { renderPage } from './page.js';
import { renderRecord } from './record-section.js';
import { STYLE } from './style.js';

/**
 * Returns the report as one page that needs nothing else: no script, no request, no inline style, under a policy that
 * would refuse them.
 *
 * @example
 * ```ts
 * import { readManifest, renderHtml, toReport } from 'headgate/node';
 *
 * const html = renderHtml(toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' }));
 * ```
 */
export function renderHtml(report: Report): string {
  const title = ['Record of event tracking', report.controller?.name, report.manifest.version];
  return renderPage({
    title: title.filter(Boolean).join(' · '),
    style: STYLE,
    navigation: renderNavigation(report),
    content: html`${renderHead(report)} ${!report.isSound && renderFindings(report)} ${renderDataFlow(report.flow)}
    ${renderInventory(report)} ${renderCompliance(report)} ${renderControls(report)} ${renderRecord(report)}
    ${renderAssessments(report)} ${report.isSound && renderFindings(report)}`,
    footer: html`<p>
      Made by Headgate from the event manifest. It says what the manifest declares and what Headgate does with it in the
      page; it is no legal advice.
    </p>`,
  });
}

function renderNavigation({ inventory, record, assessments, isSound }: Report): Html {
  const journeys = listJourneys(inventory).map((journey): [string, string] => [toId('journey', journey), journey]);
  const activities = record.map(({ purpose }): [string, string] => [toId('activity', purpose.name), purpose.title]);
  const assessed = assessments.map(({ purpose }): [string, string] => [
    toId('assessment', purpose.name),
    purpose.title,
  ]);
  const findings: [string, string, []] = ['findings', isSound ? '6. Findings' : 'Errors and other findings', []];
  const sections: [string, string, [string, string][]][] = [
    ...(isSound ? [] : [findings]),
    ['flow', 'Data flow', []],
    ['inventory', '1. Event inventory', journeys],
    [
      'compliance',
      '2. Compliance mapping',
      [
        ['rules', 'Legal basis and retention'],
        ['categories', 'Consent categories'],
        ['recipients', 'Recipients and transfers'],
      ],
    ],
    [
      'controls',
      '3. Technical controls',
      [
        ['measures', 'Measures'],
        ['protection', 'Protection of fields'],
        ['buffer', 'Buffer and deletion'],
        ['recipient-controls', 'On the recipients’ side'],
      ],
    ],
    ['record', '4. Record (Art. 30)', activities],
    ['assessments', '5. Assessments and review', assessed],
    ...(isSound ? [findings] : []),
  ];
  const toLink = (id: string, text: string): Html => html`<a href="#${id}">${text}</a>`;
  return html`<nav aria-label="Contents">
    <ol>
      ${sections.map(
        ([id, text, parts]) =>
          html`<li>
            ${toLink(id, text)}${
              parts.length > 0 &&
              html`<ol>
                ${parts.map((part) => html`<li>${toLink(...part)}</li>`)}
              </ol>`
            }
          </li>`,
      )}
    </ol>
  </nav>`;
}
