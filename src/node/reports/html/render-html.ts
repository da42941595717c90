import type { Report } from '../report-schema.js';
import { createWords, type Words } from '../words.js';
import { renderAssessments } from './assessments-section.js';
import { renderCompliance } from './compliance-section.js';
import { renderControls } from './controls-section.js';
import { renderDataFlow } from './draw-data-flow.js';
import { renderFindings } from './findings-section.js';
import { renderHead } from './head-section.js';
import { html, toId, type Html } from './html.js';
import { listJourneys, renderInventory, titleOfJourney } from './inventory-section.js';
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
  const words = createWords(report.language);
  const title = [words.texts.head.title, report.controller?.name, report.manifest.version];
  return renderPage({
    title: title.filter(Boolean).join(' · '),
    words,
    style: STYLE,
    navigation: renderNavigation(report, words),
    content: html`${renderHead(report, words)} ${!report.isSound && renderFindings(report, words)}
    ${renderDataFlow(report.flow, words)} ${renderInventory(report, words)} ${renderCompliance(report, words)}
    ${renderControls(report, words)} ${renderRecord(report, words)} ${renderAssessments(report, words)}
    ${report.isSound && renderFindings(report, words)}`,
    footer: html`<p>${words.texts.page.footer}</p>`,
  });
}

function renderNavigation({ inventory, record, assessments, isSound }: Report, words: Words): Html {
  const { texts } = words;
  const journeys = listJourneys(inventory).map((journey): [string, string] => [
    toId('journey', journey),
    titleOfJourney(journey, words),
  ]);
  const activities = record.map(({ purpose }): [string, string] => [toId('activity', purpose.name), purpose.title]);
  const assessed = assessments.map(({ purpose }): [string, string] => [
    toId('assessment', purpose.name),
    purpose.title,
  ]);
  const findings: [string, string, []] = ['findings', isSound ? texts.findings.title : texts.findings.errorsTitle, []];
  const sections: [string, string, [string, string][]][] = [
    ...(isSound ? [] : [findings]),
    ['flow', texts.flow.title, []],
    ['inventory', texts.inventory.title, journeys],
    [
      'compliance',
      texts.compliance.title,
      [
        ['rules', texts.compliance.rulesShort],
        ['categories', texts.compliance.categories],
        ['recipients', texts.compliance.recipients],
      ],
    ],
    [
      'controls',
      texts.controls.title,
      [
        ['measures', texts.controls.measures],
        ['protection', texts.controls.protection],
        ['buffer', texts.controls.buffer],
        ['recipient-controls', texts.controls.recipients],
      ],
    ],
    ['record', texts.record.shortTitle, activities],
    ['assessments', texts.assessments.title, assessed],
    ...(isSound ? [findings] : []),
  ];
  const toLink = (id: string, text: string): Html => html`<a href="#${id}">${text}</a>`;
  return html`<nav aria-label="${texts.page.contents}">
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
