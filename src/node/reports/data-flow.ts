import { decidingCategories } from '../../manifest/deciding-categories.js';
import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { TIERS } from '../../manifest/vocabulary.js';
import { BASES, ROLE_TITLES } from './legal-words.js';
import { judgeTransfer, nameCountry } from './name-countries.js';
import type { DataFlow, FlowNode } from './report-schema.js';

/** Where events start that belong to no journey. */
export const NO_JOURNEY_NODE = 'Page';

type Column = FlowNode['column'];
type Stop = Omit<FlowNode, 'events'>;

/** The way of the data: from the page by consent category (or legal basis) and purpose to recipient and country. */
export function toDataFlow(manifest: Manifest): DataFlow {
  const nodes = new Map<string, { stop: Stop; events: Set<string> }>();
  const links = new Map<string, { from: string; to: string; events: Set<string>; rank: number }>();
  for (const [event, definition] of Object.entries(manifest.events)) {
    const rank = TIERS.indexOf(definition.tier);
    for (const path of listPaths(manifest, definition)) {
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
      tier: TIERS[rank] ?? '',
    })),
  };
}

/** Every way that an event takes: one for each category and collector that it names. */
const FLOW_NOTES = {
  none: 'EEA',
  adequate: 'adequate',
  safeguarded: 'safeguarded',
  unprotected: 'no safeguard',
  unknown: '',
} as const;

function listPaths(manifest: Manifest, definition: EventDefinition): Stop[][] {
  const { journey = NO_JOURNEY_NODE, purpose, collectors } = definition;
  const page = toStop(
    'page',
    journey,
    journey.replace(/^./, (letter) => letter.toUpperCase()),
    '',
  );
  const aim = toStop('purpose', purpose, manifest.purposes?.[purpose]?.title ?? purpose, '');
  return listGates(manifest, definition).flatMap((gate) =>
    collectors.map((name) => {
      const collector = manifest.collectors[name] ?? {};
      const { recipient = name, role, country = '' } = collector;
      const transfer = judgeTransfer(collector);
      const isTransfer = transfer !== 'none' && transfer !== 'adequate';
      const note = FLOW_NOTES[transfer];
      return [
        page,
        gate,
        aim,
        toStop('recipient', name, recipient, role ? ROLE_TITLES[role].replace(/ \(.*/, '') : '', isTransfer),
        toStop('country', country, nameCountry(country) || 'Country not named', note, isTransfer),
      ];
    }),
  );
}

/** The consent categories of an event, or the legal basis that needs none. */
function listGates({ categories }: Manifest, definition: EventDefinition): Stop[] {
  const { basis } = definition;
  const { title } = BASES[basis];
  const bound = decidingCategories(definition);
  if (bound.length === 0) return [toStop('category', `basis ${basis}`, title, 'without consent')];
  return bound.map((name) => {
    const note = basis === 'consent' ? 'consent' : 'until objection';
    return toStop('category', `${name} ${basis}`, categories[name]?.title ?? name, note);
  });
}

function toStop(column: Column, key: string, title: string, note: string, isTransfer = false): Stop {
  return { id: `${column}:${key}`, column, title, note, isTransfer };
}
