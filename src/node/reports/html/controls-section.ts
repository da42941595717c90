import type { EventControl, FieldControl, RecipientEntry, Report } from '../report-schema.js';
import type { Words } from '../words.js';
import { html, type Html } from './html.js';
import { breakable, chip, codeLink, dataChip, list, row, section, stated, table, tierChip } from './parts.js';

/** The third pillar. */
export function renderControls({ controls: { fields, events, measures }, compliance }: Report, words: Words): Html {
  const { columns, protections, controls: own } = words.texts;
  const isProtected = fields.filter(({ protection }) => protection !== 'none');
  const open = fields.length - isProtected.length;
  const fieldHead = [columns.event, columns.field, columns.data, columns.tier, columns.protection];
  const bufferHead = [columns.buffer, columns.deletion, columns.events];
  const recipientHead = [columns.recipient, columns.encryption, columns.access, columns.deletion, columns.location];
  const fieldRows = isProtected.map((field) => toFieldRow(field, words));
  const recipientRows = compliance.recipients.map((recipient) => toRecipientRow(recipient, words));
  return section(
    'controls',
    own.title,
    own.intro,
    html`<h3 id="measures">${own.measures}</h3>
      <dl class="measures">
        ${measures.map(
          ({ title, article, text }) =>
            html`<div>
              <dt>${title} <span class="article">${article}</span></dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      <h3 id="protection">${own.protection}</h3>
      ${table(own.protectionCaption, fieldHead, fieldRows)}
      <p>${words.count(own.unprotected, open)} ${protections.none.effect}</p>
      <h3 id="buffer">${own.buffer}</h3>
      ${table(own.bufferCaption, bufferHead, toBufferRows(events, words))}
      <h3 id="recipient-controls">${own.recipients}</h3>
      ${table(own.recipientsCaption, recipientHead, recipientRows)} `,
  );
}

function toFieldRow({ event, field, data, tier, protection, effect }: FieldControl, words: Words): Html {
  return row(undefined, codeLink('event', event), [
    html`<code>${breakable(field)}</code>`,
    dataChip(data, words),
    tierChip(tier, words),
    html`${chip(words.texts.protections[protection].title, 'good')} ${effect}`,
  ]);
}

function toRecipientRow({ collector, recipient, controls }: RecipientEntry, words: Words): Html {
  const { encryption, access, deletion, location } = controls;
  return row(
    undefined,
    html`${recipient ?? collector}`,
    [encryption, access, deletion, location].map((control) => stated(control, words)),
  );
}

/** Events that are treated alike stand on one line. */
function toBufferRows(events: readonly EventControl[], words: Words): Html[] {
  const groups = new Map<string, EventControl[]>();
  for (const entry of events) {
    const key = JSON.stringify([entry.bufferText, entry.deletion]);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()].map((group) => {
    const { bufferText, deletion } = group[0]!;
    return row(undefined, html`${bufferText}`, [
      deletion,
      list(
        group.map(({ event }) => codeLink('event', event)),
        words,
        'inline',
      ),
    ]);
  });
}
