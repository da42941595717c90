import { PROTECTION_EFFECTS } from '../legal-words.js';
import type { EventControl, FieldControl, RecipientEntry, Report } from '../report-schema.js';
import { html, type Html } from './html.js';
import { stated } from './assessments-section.js';
import { breakable, chip, codeLink, dataChip, list, plural, row, section, table, tierChip } from './parts.js';

/** The third pillar. */
export function renderControls({ controls: { fields, events, measures }, compliance }: Report): Html {
  const isProtected = fields.filter(({ protection }) => protection !== 'none');
  const open = fields.length - isProtected.length;
  return section(
    'controls',
    '3. Technical controls',
    'What Headgate does in the page with what the manifest declares, and what the manifest says of the recipients’ own side.',
    html`<h3 id="measures">Measures</h3>
      <dl class="measures">
        ${measures.map(
          ({ title, article, text }) =>
            html`<div>
              <dt>${title} <span class="article">${article}</span></dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      <h3 id="protection">Protection of fields</h3>
      ${table('Fields that are protected in the page', ['Event', 'Field', 'Data', 'Tier', 'Protection'], isProtected.map(toFieldRow))}
      <p>${plural(open, 'further field')} ${open === 1 ? 'is' : 'are'} not protected. ${PROTECTION_EFFECTS.none}</p>
      <h3 id="buffer">Buffer and deletion</h3>
      ${table('Where events wait, and when they are deleted', ['Buffer', 'Deletion', 'Events'], toBufferRows(events))}
      <h3 id="recipient-controls">On the recipients’ side</h3>
      ${table('What recipients do, as the manifest states it', ['Recipient', 'Encryption', 'Access', 'Deletion', 'Location'], compliance.recipients.map(toRecipientRow))} `,
  );
}

function toFieldRow({ event, field, data, tier, protection, effect }: FieldControl): Html {
  return row(undefined, codeLink('event', event), [
    html`<code>${breakable(field)}</code>`,
    dataChip(data),
    tierChip(tier),
    html`${chip(protection, 'good')} ${effect}`,
  ]);
}

function toRecipientRow({ collector, recipient, controls }: RecipientEntry): Html {
  const { encryption, access, deletion, location } = controls;
  return row(undefined, html`${recipient ?? collector}`, [encryption, access, deletion, location].map(stated));
}

/** Events that are treated alike stand on one line. */
function toBufferRows(events: readonly EventControl[]): Html[] {
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
        'inline',
      ),
    ]);
  });
}
