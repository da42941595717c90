import { html, toId, type Html } from '../../reports/html/html.js';
import { renderFacts, renderPage } from '../../reports/html/page.js';
import { ENGLISH } from '../../reports/words.js';
import { countFindings } from '../../print-findings.js';
import { plural } from '../plural.js';
import type { Verification } from '../verification.js';
import { renderFindings } from './findings-section.js';
import { renderParties } from './parties-section.js';
import { VERIFICATION_STYLE } from './style.js';
import { renderVisit } from './visit-section.js';
import { VISIT_TITLES } from './words.js';

const FIRST_VISIT = 3;

/** Returns a verification as one page that needs nothing else: pictures and style are in it, and its policy refuses all requests. */
export function renderVerification(verification: Verification, pictures: ReadonlyMap<string, Uint8Array>): string {
  return renderPage({
    title: `Verification of ${new URL(verification.site).host}`,
    words: ENGLISH,
    style: VERIFICATION_STYLE,
    pictures: 'data:',
    navigation: renderNavigation(verification),
    content: html`${renderHead(verification)} ${renderFindings(verification)} ${renderParties(verification)}
    ${verification.visits.map((visit, index) => renderVisit(visit, FIRST_VISIT + index, pictures))}`,
    footer: html`<p>
      Made by Headgate. It says what a browser did on the pages named above at the time named above; it is no legal
      advice, and says nothing of pages that were not visited.
    </p>`,
  });
}

function renderNavigation({ visits }: Verification): Html {
  const links = [
    ['findings', '1. Findings'],
    ['recipients', '2. Who got what'],
    ...visits.map(({ kind }, index) => [toId('visit', kind), `${FIRST_VISIT + index}. ${VISIT_TITLES[kind]}`]),
  ];
  return html`<nav aria-label="Contents">
    <ol>
      ${links.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}
    </ol>
  </nav>`;
}

function renderHead(verification: Verification): Html {
  const { site, created, versions, manifest, pages, visits, findings, parties } = verification;
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    ['Site', html`<code class="hash">${site}</code>`],
    ['Pages', plural(pages.length, 'page')],
    ['Time', html`<time datetime="${created}">${created}</time>`],
    ['Held against', manifest ? html`version ${manifest.version} of <code>${manifest.file}</code>` : 'no manifest'],
    ['SHA-256 of the manifest', manifest && html`<code class="hash">${manifest.sha256}</code>`],
    [
      'Made with',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ];
  const steps = visits.flatMap((visit) => visit.steps);
  const figures: readonly (readonly [string, string])[] = [
    [String(visits.length), 'visits'],
    [String(steps.length), 'steps'],
    [String(steps.flatMap(({ requests }) => requests).length), 'requests'],
    [String(parties.filter(({ isOwn }) => !isOwn).length), 'other parties'],
  ];
  return html`<header class="head">
    <h1>Verification of ${new URL(site).host}</h1>
    <p class="verdict">${findings.length === 0 ? 'Nothing amiss' : countFindings(findings)}</p>
    ${renderFacts(facts, figures)}
  </header> `;
}
