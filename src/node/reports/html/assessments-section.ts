import { isOverdue } from '../assessments.js';
import type { Assessment, Report } from '../report-schema.js';
import type { Words } from '../words.js';
import { fill } from '../words.js';
import { html, toId, type Html } from './html.js';
import { chip, codeLink, list, row, section, stated, table, time } from './parts.js';

/** Whether an impact assessment is due, and the skeleton of a balance, for each purpose. */
export function renderAssessments({ assessments, review, date }: Report, words: Words): Html {
  const own = words.texts.assessments;
  const facts: readonly (readonly [string, Html])[] = [
    [own.signedBy, stated(review?.by, words)],
    [own.signedOn, review ? time(review.on, words) : stated(undefined, words)],
    [own.nextReview, review?.next === undefined ? stated(undefined, words) : time(review.next, words)],
  ];
  return section(
    'assessments',
    own.title,
    own.intro,
    html`<dl class="facts">
      ${facts.map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>`,
    isOverdue(review, date) ? html`<p>${chip(own.overdue, 'bad')}</p>` : html``,
    ...assessments.map((assessment) => renderAssessment(assessment, words)),
  );
}

function renderAssessment(assessment: Assessment, words: Words): Html {
  const { purpose, screening, result, legitimateInterests } = assessment;
  const { columns, assessments: own } = words.texts;
  const kinds = { yes: 'bad', no: 'good', open: 'plain' } as const;
  const criteria = screening.map(({ criterion, answer, why }) =>
    row(undefined, html`${criterion}`, [chip(own.answers[answer], kinds[answer]), why]),
  );
  return html`<h3 id="${toId('assessment', purpose.name)}">${purpose.title}</h3>
    ${renderNeeds(assessment, words)}
    ${table(
      fill(own.screeningCaption, { purpose: purpose.title }),
      [columns.criterion, columns.answer, columns.why],
      criteria,
    )}
    <p>${result}</p>
    ${
      legitimateInterests &&
      table(
        fill(own.balanceCaption, { purpose: purpose.title }),
        [columns.test, columns.stated, columns.toBeAnswered],
        legitimateInterests.map(({ test, stated: said, open }) => row(undefined, html`${test}`, [said, open])),
      )
    } `;
}

function renderNeeds({ needs, unstated }: Assessment, words: Words): Html {
  const named = needs.map(({ event, need }) => html`${codeLink('event', event)} ${need}`);
  const missing = unstated.map((event) => codeLink('event', event));
  return html`<dl class="facts">
    <div>
      <dt>${words.texts.assessments.need}</dt>
      <dd>
        ${named.length > 0 && list(named, words)}
        ${missing.length > 0 && html`${stated(undefined, words)}: ${list(missing, words, 'inline')}`}
      </dd>
    </div>
  </dl>`;
}
