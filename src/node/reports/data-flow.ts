import { decidingCategories } from '../../manifest/deciding-categories.js';
import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { TIERS } from '../../manifest/vocabulary.js';
import { judgeTransfer } from './name-countries.js';
import type { DataFlow, FlowNode } from './report-schema.js';
import type { Words } from './words.js';

/** Where events start that belong to no journey, as the key of its box. */
export const NO_JOURNEY_NODE = 'Page';

type Column = FlowNode['column'];
type Stop = Omit<FlowNode, 'events'>;

/** The way of the data: from the page by consent category (or legal basis) and purpose to recipient and country. */
export function toDataFlow(manifest: Manifest, words: Words): DataFlow {
  const nodes = new Map<string, { stop: Stop; events: Set<string> }>();
  const links = new Map<string, { from: string; to: string; events: Set<string>; rank: number }>();
  for (const [event, definition] of Object.entries(manifest.events)) {
    const rank = TIERS.indexOf(definition.tier);
    for (const path of listPaths(manifest, definition, words)) {
      path.forEach((stop, index) => {
        const node = nodes.get(stop.id) ?? { stop, events: new Set<string>() };
        nodes.set(stop.id, node);
        node.events.add(event);
        const previous = path[index - 1];
        if (!previous) return;
        const key = `${previous.id}\n${stop.id}`;
        const link = links.get(key) ?? { from: previous.id, to: stop.id, events: new Set<string>(), rank };
        links.set(key, link);
        link.events.add(event);
        link.rank = Math.max(link.rank, rank);
      });
    }
  }
  return {
    nodes: [...nodes.values()].map(({ stop, events }) => ({ ...stop, events: events.size })),
    links: [...links.values()].map(({ from, to, events, rank }) => ({
      from,
      to,
      events: [...events],
      tier: TIERS[rank] ?? TIERS[0],
    })),
  };
}

/** Every way that an event takes: one for each category and collector that it names. */
function listPaths(manifest: Manifest, definition: EventDefinition, words: Words): Stop[][] {
  const { journey, purpose, collectors } = definition;
  const { texts } = words;
  const start = (journey ?? texts.flow.page).replace(/^./, (letter) => letter.toUpperCase());
  const page = toStop('page', journey ?? NO_JOURNEY_NODE, start, '');
  const aim = toStop('purpose', purpose, manifest.purposes?.[purpose]?.title ?? purpose, '');
  return listGates(manifest, definition, words).flatMap((gate) =>
    collectors.map((name) => {
      const collector = manifest.collectors[name] ?? {};
      const { recipient = name, role, country = '' } = collector;
      const transfer = judgeTransfer(collector);
      const isTransfer = transfer !== 'none' && transfer !== 'adequate';
      const note = texts.transfers.notes[transfer];
      return [
        page,
        gate,
        aim,
        toStop('recipient', name, recipient, role ? texts.roles[role].title : '', isTransfer),
        toStop('country', country, words.country(country) || texts.transfers.titles.unknown, note, isTransfer),
      ];
    }),
  );
}

/** The consent categories of an event, or the legal basis that needs none. */
function listGates({ categories }: Manifest, definition: EventDefinition, { texts }: Words): Stop[] {
  const { basis } = definition;
  const { title } = texts.bases[basis];
  const bound = decidingCategories(definition);
  if (bound.length === 0) return [toStop('category', `basis ${basis}`, title, texts.flow.withoutConsent)];
  return bound.map((name) => {
    const note = basis === 'consent' ? texts.flow.consent : texts.flow.untilObjection;
    return toStop('category', `${name} ${basis}`, categories[name]?.title ?? name, note);
  });
}

function toStop(column: Column, key: string, title: string, note: string, isTransfer = false): Stop {
  return { id: `${column}:${key}`, column, title, note, isTransfer };
}
