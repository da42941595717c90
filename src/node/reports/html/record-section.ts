import type { Activity, Report } from '../report-schema.js';
import type { Words } from '../words.js';
import { html, toId, type Html } from './html.js';
import { codeLink, list, section } from './parts.js';

/** The record of GDPR Art. 30(1): one activity for each purpose, with the letters of the paragraph. */
export function renderRecord({ record, controller }: Report, words: Words): Html {
  const { record: own, common } = words.texts;
  return section(
    'record',
    own.title,
    own.intro,
    html`<dl class="facts">
        <div>
          <dt>${own.controller}</dt>
          <dd>${controller ? `${controller.name}, ${controller.contact}` : common.notInManifest}</dd>
        </div>
        <div>
          <dt>${own.officer}</dt>
          <dd>${controller?.dpo ?? common.notInManifest}</dd>
        </div>
      </dl>
      <div class="activities">${record.map((activity) => toActivity(activity, words))}</div>`,
  );
}

function toActivity(activity: Activity, words: Words): Html {
  const { record: own, common, tiers } = words.texts;
  const { purpose, dataUse } = activity;
  const id = toId('activity', purpose.name);
  const isReceipt = purpose.name === activity.events[0];
  const events = isReceipt ? activity.events : activity.events.map((event) => codeLink('event', event));
  const facts: readonly (readonly [string, Html | string])[] = [
    [own.purpose, dataUse ? html`${purpose.title}<span class="more">${dataUse}</span>` : purpose.title],
    [own.legalBasis, list(activity.bases, words)],
    [own.subjects, activity.subjects],
    [own.data, activity.data.join(', ') || common.none],
    [own.tiers, activity.tiers.map((tier) => tiers[tier].title).join(', ')],
    [own.recipients, list(activity.recipients, words)],
    [own.transfers, list(activity.transfers, words)],
    [own.erasure, activity.erasure],
    [own.security, activity.security.join(', ')],
    [own.events, list(events, words, 'inline')],
  ];
  return html`<article id="${id}" aria-labelledby="${id}-heading">
    <h3 id="${id}-heading">${purpose.title}</h3>
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
