import type { Assessment, Report } from '../report-schema.js';
import { html, toId, type Html } from './html.js';
import { chip, codeLink, list, row, section, table } from './parts.js';

/** Whether an impact assessment is due, and the skeleton of a balance, for each purpose. */
export function renderAssessments({ assessments, review, date }: Report): Html {
  const isOverdue = review?.next !== undefined && review.next < date;
  return section(
    'assessments',
    '5. Assessments and review',
    'What the manifest answers is answered; the rest is open and for people. Criteria: GDPR Art. 35, WP 248 rev.01; balance: GDPR Art. 6(1)(f).',
    html`<dl class="facts">
      ${[
        ['Signed off by', review?.by],
        ['On', review?.on],
        ['Next review', review?.next],
      ].map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${stated(text)}</dd>
          </div>`,
      )}
    </dl>`,
    isOverdue ? html`<p>${chip('The next review is overdue', 'bad')}</p>` : html``,
    ...assessments.map(renderAssessment),
  );
}

/** What nobody said is said to be so. */
export function stated(text: string | undefined): Html {
  return text === undefined ? html`<span class="none">not stated</span>` : html`${text}`;
}

function renderAssessment({ purpose, needs, unstated, screening, result, legitimateInterests }: Assessment): Html {
  const id = toId('assessment', purpose.name);
  const kinds = { yes: 'bad', no: 'good', open: 'plain' } as const;
  return html`<h3 id="${id}">${purpose.title}</h3>
    <dl class="facts">
      <div>
        <dt>Who needs it, and for which decision</dt>
        <dd>
          ${needs.length > 0 && list(needs.map(({ event, need }) => html`${codeLink('event', event)} ${need}`))}
          ${
            unstated.length > 0 &&
            html`<span class="none">not stated: </span>${list(
                unstated.map((event) => codeLink('event', event)),
                'inline',
              )}`
          }
        </dd>
      </div>
    </dl>
    ${table(
      `Is an impact assessment due? ${purpose.title}`,
      ['Criterion', 'Answer', 'Why'],
      screening.map(({ criterion, answer, why }) =>
        row(undefined, html`${criterion}`, [chip(answer, kinds[answer]), why]),
      ),
    )}
    <p>${result}</p>
    ${
      legitimateInterests &&
      table(
        `Legitimate interests: ${purpose.title}`,
        ['Test', 'What the manifest says', 'To be answered'],
        legitimateInterests.map(({ test, stated: said, open }) => row(undefined, html`${test}`, [said, open])),
      )
    } `;
}
