import { TIERS } from '../../../manifest/vocabulary.js';
import { NO_JOURNEY_NODE } from '../data-flow.js';
import type { DataFlow, FlowNode } from '../report-schema.js';
import type { Words } from '../words.js';
import { fillHtml, html, toId, type Html } from './html.js';
import { NO_JOURNEY } from './inventory-section.js';
import { BOX_WIDTH, layOutFlow, type Band, type Box } from './lay-out-flow.js';
import { row, section, table, tierChip } from './parts.js';

const RANKS: readonly string[] = TIERS;

/** As many as fit into a box in small letters. */
const LETTERS_OF_NOTE = 29;

/** The way of the data as a picture, and as a table for those who do not see it. */
export function renderDataFlow(flow: DataFlow, words: Words): Html {
  const own = words.texts.flow;
  const { width, height, columns, boxes, bands } = layOutFlow(flow);
  const picture = html`<figure class="flow">
    <div class="scroll" role="region" aria-label="${own.label}" tabindex="0">
      <svg
        viewBox="-2 0 ${width + 4} ${Math.ceil(height)}"
        width="${width + 4}"
        height="${Math.ceil(height)}"
        role="group"
        aria-labelledby="flow-title"
        aria-describedby="flow-text"
      >
        <title id="flow-title">${own.title}</title>
        <desc id="flow-text">${own.description}</desc>
        ${columns.map(({ column, x }) => html`<text class="column" x="${x + 2}" y="14">${own.columns[column]}</text>`)}
        <g aria-hidden="true">${[...bands].sort(byTier).map(drawBand)}</g>
        <g>${boxes.map((box) => drawBox(box, words))}</g>
      </svg>
    </div>
    <figcaption>${fillHtml(own.caption, { tiers: TIERS.map((tier) => html`${tierChip(tier, words)} `) })}</figcaption>
  </figure> `;
  return section(
    'flow',
    own.title,
    own.intro,
    picture,
    html`<details>
      <summary>${own.asTable}</summary>
      ${toTable(flow, words)}
    </details>`,
  );
}

/** The most sensitive on top. */
function byTier(a: Band, b: Band): number {
  return RANKS.indexOf(a.link.tier) - RANKS.indexOf(b.link.tier);
}

function drawBand({ link, outline }: Band): Html {
  return html`<path class="band tier-${link.tier}" d="${outline}"><title>${link.events.join(', ')}</title></path>`;
}

function drawBox({ node, lines, x, y, height }: Box, words: Words): Html {
  const top = round(y);
  const first = round(y + height / 2 - (lines.length * 15 + 14) / 2 + 12);
  const note = [words.count(words.texts.common.events, node.events), node.note].filter(Boolean).join(' · ');
  const shown = note.length > LETTERS_OF_NOTE ? `${note.slice(0, LETTERS_OF_NOTE - 1)}…` : note;
  return html`<a
    href="#${targetOf(node)}"
    class="box ${node.column} ${node.isTransfer && 'transfer'}"
    aria-label="${[...lines, shown].join(' ')}"
    ><title>${node.title}: ${note}</title
    ><rect x="${x + 0.5}" y="${top}" width="${BOX_WIDTH - 1}" height="${round(height)}" rx="6"></rect
    >${lines.map((line, index) => html`<text class="name" x="${x + 10}" y="${first + index * 15}">${line}</text> `)}<text
      class="note"
      x="${x + 10}"
      y="${first + lines.length * 15}"
      >${shown}</text
    ></a
  >`;
}

/** The part of the report that says more of a box. */
function targetOf({ column, id }: FlowNode): string {
  const key = id.slice(column.length + 1);
  switch (column) {
    case 'page':
      return toId('journey', key === NO_JOURNEY_NODE ? NO_JOURNEY : key);
    case 'category':
      return key.startsWith('basis ') ? 'rules' : toId('category', key.replace(/ \S+$/, ''));
    case 'purpose':
      return toId('activity', key);
    case 'recipient':
      return toId('recipient', key);
    case 'country':
      return 'recipients';
  }
}

function toTable({ nodes, links }: DataFlow, words: Words): Html {
  const { columns, flow } = words.texts;
  const titles = new Map(nodes.map(({ id, title, note }) => [id, note ? `${title} (${note})` : title]));
  const rows = links.map(({ from, to, events, tier }) =>
    row(undefined, html`${titles.get(from)}`, [titles.get(to) ?? '', tierChip(tier, words), events.join(', ')]),
  );
  return table(flow.tableCaption, [columns.from, columns.to, columns.highestTier, columns.events], rows);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
