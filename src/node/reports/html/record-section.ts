import type { Activity, Report } from '../report-schema.js';
import { html, toId, type Html } from './html.js';
import { codeLink, list, section } from './parts.js';

/** The record of GDPR Art. 30(1): one activity for each purpose, with the letters of the paragraph. */
export function renderRecord({ record, controller }: Report): Html {
  return section(
    'record',
    '4. Record of processing activities',
    'GDPR Art. 30(1), one activity for each purpose. The letters are those of the paragraph.',
    html`<dl class="facts">
        <div>
          <dt>(a) Controller</dt>
          <dd>${controller ? `${controller.name}, ${controller.contact}` : 'not named in the manifest'}</dd>
        </div>
        <div>
          <dt>(a) Data protection officer</dt>
          <dd>${controller?.dpo ?? 'not named in the manifest'}</dd>
        </div>
      </dl>
      <div class="activities">${record.map(toActivity)}</div>`,
  );
}

function toActivity(activity: Activity): Html {
  const id = toId('activity', activity.purpose.name);
  const isReceipt = activity.purpose.name === activity.events[0];
  const events = isReceipt ? activity.events : activity.events.map((event) => codeLink('event', event));
  const facts: readonly (readonly [string, Html | string])[] = [
    [
      '(b) Purpose',
      activity.dataUse
        ? html`${activity.purpose.title}<span class="more">${activity.dataUse}</span>`
        : activity.purpose.title,
    ],
    ['Legal basis', list(activity.bases)],
    ['(c) Data subjects', activity.subjects],
    ['(c) Personal data', activity.data.join(', ') || 'none'],
    ['(d) Recipients', list(activity.recipients)],
    ['(e) Transfers', list(activity.transfers)],
    ['(f) Erasure', activity.erasure],
    ['(g) Security', activity.security.join(', ')],
    ['Events', list(events, 'inline')],
  ];
  return html`<article id="${id}" aria-labelledby="${id}-heading">
    <h3 id="${id}-heading">${activity.purpose.title}</h3>
    <dl class="facts">
      ${facts.map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </article> `;
}
