import { TIER_MEANINGS } from '../legal-words.js';
import type { InventoryEntry, Report } from '../report-schema.js';
import { html, toId, type Html } from './html.js';
import { breakable, dataChip, link, list, plural, row, section, table, tierChip } from './parts.js';

/** The heading of events that belong to none. */
export const NO_JOURNEY = 'Other events';

/** The journeys that events belong to, in the order of the manifest. */
export function listJourneys(inventory: readonly InventoryEntry[]): string[] {
  return [...new Set(inventory.map(({ journey = NO_JOURNEY }) => journey))];
}

/** The first pillar. */
export function renderInventory({ inventory }: Report): Html {
  const byJourney = listJourneys(inventory).map((journey) => {
    const entries = inventory.filter((entry) => (entry.journey ?? NO_JOURNEY) === journey);
    return html`<h3 id="${toId('journey', journey)}">${journey}</h3>
      ${table(`${plural(entries.length, 'event')} of the journey ${journey}`, ['Event', 'Purpose', 'Tier', 'Fields'], entries.map(toRow))}`;
  });
  return section(
    'inventory',
    '1. Event inventory',
    'What is tracked, by journey. An event carries the fields named here and no other.',
    toTierLegend(),
    ...byJourney,
  );
}

function toTierLegend(): Html {
  const tiers = Object.entries(TIER_MEANINGS);
  return html`<dl class="legend">
    ${tiers.map(
      ([tier, meaning]) =>
        html`<div>
          <dt>${tierChip(tier)}</dt>
          <dd>${meaning}</dd>
        </div>`,
    )}
  </dl> `;
}

function toRow(entry: InventoryEntry): Html {
  const more = [
    entry.step && `step ${entry.step}`,
    entry.once && `once a ${entry.once}${entry.onceFor ? ` for each ${entry.onceFor}` : ''}`,
  ]
    .filter(Boolean)
    .join(', ');
  const name = html`<code>${breakable(entry.event)}</code
    >${entry.title && html`<span class="title">${entry.title}</span>`}${more && html`<span class="more">${more}</span>`}<span
      class="more"
      >${link('rule', entry.event, 'legal basis')}</span
    >`;
  return row(toId('event', entry.event), name, [
    link('activity', entry.purpose.name, entry.purpose.title),
    tierChip(entry.tier),
    list(entry.fields.map(toField), 'fields'),
  ]);
}

function toField({ name, title, type, optional, limits, data }: InventoryEntry['fields'][number]): Html {
  const shape = [type, optional && 'optional', limits].filter(Boolean).join(', ');
  return html`<code>${breakable(name)}</code> ${dataChip(data)}
    <span class="shape">${title && `${title}: `}${shape}</span>`;
}
