import { TIERS } from '../../../manifest/vocabulary.js';
import type { InventoryEntry, Report } from '../report-schema.js';
import { fill, type Words } from '../words.js';
import { html, toId, type Html } from './html.js';
import { breakable, dataChip, link, list, row, section, table, tierChip } from './parts.js';

/** In the ids of the page, for the events that belong to no journey. */
export const NO_JOURNEY = 'Other events';

/** The journeys that events belong to, in the order of the manifest. */
export function listJourneys(inventory: readonly InventoryEntry[]): string[] {
  return [...new Set(inventory.map(({ journey = NO_JOURNEY }) => journey))];
}

/** What a journey is called to those who read. */
export function titleOfJourney(journey: string, { texts }: Words): string {
  return journey === NO_JOURNEY ? texts.inventory.noJourney : journey;
}

/** The first pillar. */
export function renderInventory({ inventory }: Report, words: Words): Html {
  const { columns, inventory: own } = words.texts;
  const head = [columns.event, columns.purpose, columns.tier, columns.fields];
  const byJourney = listJourneys(inventory).map((journey) => {
    const entries = inventory.filter((entry) => (entry.journey ?? NO_JOURNEY) === journey);
    const title = titleOfJourney(journey, words);
    const caption = words.count(own.caption, entries.length, { journey: title });
    const rows = entries.map((entry) => toRow(entry, words));
    return html`<h3 id="${toId('journey', journey)}">${title}</h3>
      ${table(caption, head, rows)}`;
  });
  return section('inventory', own.title, own.intro, toTierLegend(words), ...byJourney);
}

function toTierLegend(words: Words): Html {
  return html`<dl class="legend">
    ${TIERS.map(
      (tier) =>
        html`<div>
          <dt>${tierChip(tier, words)}</dt>
          <dd>${words.texts.tiers[tier].meaning}</dd>
        </div>`,
    )}
  </dl> `;
}

function toRow(entry: InventoryEntry, words: Words): Html {
  const own = words.texts.inventory;
  const more = [entry.step && fill(own.step, { step: entry.step }), describeOnce(entry, words)]
    .filter(Boolean)
    .join(', ');
  const name = html`<code>${breakable(entry.event)}</code
    >${entry.title && html`<span class="title">${entry.title}</span>`}${more && html`<span class="more">${more}</span>`}<span
      class="more"
      >${link('rule', entry.event, own.toLegalBasis)}</span
    >`;
  return row(toId('event', entry.event), name, [
    link('activity', entry.purpose.name, entry.purpose.title),
    tierChip(entry.tier, words),
    list(
      entry.fields.map((field) => toField(field, words)),
      words,
      'fields',
    ),
  ]);
}

function describeOnce({ once, onceFor }: InventoryEntry, { texts: { inventory } }: Words): string | undefined {
  if (!once) return undefined;
  return onceFor === undefined ? inventory.once[once] : fill(inventory.onceFor[once], { field: onceFor });
}

function toField(field: InventoryEntry['fields'][number], words: Words): Html {
  const { name, title, type, optional, limits, data } = field;
  const { types, inventory } = words.texts;
  const shape = [types[type], optional && inventory.optional, limits].filter(Boolean).join(', ');
  return html`<code>${breakable(name)}</code> ${dataChip(data, words)}
    <span class="shape">${title && `${title}: `}${shape}</span>`;
}
