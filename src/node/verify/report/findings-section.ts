import { html, type Html } from '../../reports/html/html.js';
import { section } from '../../reports/html/parts.js';
import { plural } from '../plural.js';
import { describeFrame, type Sighting, type VerifyFinding } from '../create-findings.js';
import type { Verification } from '../verification.js';
import { verifyRules } from '../verify-rules.js';
import { code, PHASE_TITLES, severityChip, VISIT_TITLES } from './words.js';

const PAGES = new Map<string, { readonly title: string; readonly remedy: string }>(
  Object.values(verifyRules).map((page) => [page.id, page]),
);

/** How many times of one finding are listed. */
const MOST_SIGHTINGS = 8;

/** What is amiss, the gravest first. */
export function renderFindings({ findings }: Verification): Html {
  const intro =
    findings.length === 0
      ? 'Nothing was seen that would be amiss in these visits. What was not visited was not seen.'
      : 'Each with the step at which it was first seen, the calls that started it, and every other time.';
  return section('findings', '1. Findings', intro, ...findings.map(renderFinding));
}

function renderFinding({ id, severity, party, found, expected, rule, sightings }: VerifyFinding): Html {
  const page = PAGES.get(id);
  const [first] = sightings;
  return html`<article class="finding">
    <h3>${severityChip(severity)} <span>${party}: ${page?.title ?? id}</span> <code>${id}</code></h3>
    <p>${found}. Expected: ${expected}.</p>
    <p class="more">${rule}.</p>
    ${first && first.stack.length > 0 && renderStack(first)}
    <h4>${plural(sightings.length, 'time')}</h4>
    <ul>
      ${sightings.slice(0, MOST_SIGHTINGS).map(renderSighting)}
      ${sightings.length > MOST_SIGHTINGS && html`<li>${sightings.length - MOST_SIGHTINGS} more in result.json</li>`}
    </ul>
    <p><strong>What to do:</strong> ${page?.remedy}</p>
  </article> `;
}

function renderSighting({ visit, step, phase, what }: Sighting): Html {
  return html`<li>${VISIT_TITLES[visit]}, ${step}, ${PHASE_TITLES[phase]}: ${code(what)}</li>`;
}

function renderStack({ stack }: Sighting): Html {
  return html`<details open>
    <summary>The calls that started it, the nearest first</summary>
    <ul>
      ${stack.slice(0, 5).map((frame) => html`<li>${code(describeFrame(frame))}</li>`)}
    </ul>
  </details>`;
}
