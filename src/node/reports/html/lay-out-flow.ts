import type { DataFlow, FlowLink, FlowNode } from '../report-schema.js';

/** A box of the picture, with its text already in lines. */
export interface Box {
  readonly node: FlowNode;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A band between two boxes, as wide as the number of its events. */
export interface Band {
  readonly link: FlowLink;
  readonly outline: string;
}

export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly { readonly column: FlowNode['column']; readonly x: number }[];
  readonly boxes: readonly Box[];
  readonly bands: readonly Band[];
}

const COLUMNS = ['page', 'category', 'purpose', 'recipient', 'country'] as const;

export const BOX_WIDTH = 190;
const STRIDE = 262;
const TOP = 34;
const GAP = 12;
const LINE = 15;
const LETTERS_A_LINE = 22;
const TALLEST = 620;

/** Places boxes and bands: fixed columns, boxes ordered so that few bands cross. The same flow gives the same picture. */
export function layOutFlow({ nodes, links }: DataFlow): FlowPicture {
  const columns = COLUMNS.map((column) => nodes.filter((node) => node.column === column));
  const weights = new Map(nodes.map(({ id }) => [id, weigh(id, links)]));
  const heaviest = Math.max(1, ...columns.map((column) => column.reduce((sum, { id }) => sum + weights.get(id)!, 0)));
  const scale = Math.min(7, TALLEST / heaviest);
  const ordered = untangle(columns, links);
  const sized = ordered.map((column) =>
    column.map((node) => {
      const lines = wrap(node.title);
      return { node, lines, height: Math.max(lines.length * LINE + 27, weights.get(node.id)! * scale) };
    }),
  );
  const heights = sized.map((column) => column.reduce((sum, { height }) => sum + height + GAP, -GAP));
  const tallest = Math.max(0, ...heights);
  const boxes = sized.flatMap((column, index) => {
    let y = TOP + (tallest - heights[index]!) / 2;
    return column.map((box): Box => {
      const placed = { ...box, x: index * STRIDE, y };
      y += box.height + GAP;
      return placed;
    });
  });
  return {
    width: (COLUMNS.length - 1) * STRIDE + BOX_WIDTH,
    height: TOP + tallest + 2,
    columns: COLUMNS.map((column, index) => ({ column, x: index * STRIDE })),
    boxes,
    bands: drawBands(boxes, links, scale),
  };
}

function weigh(id: string, links: readonly FlowLink[]): number {
  const sum = (end: 'from' | 'to'): number =>
    links.filter((link) => link[end] === id).reduce((total, { events }) => total + events.length, 0);
  return Math.max(sum('from'), sum('to'));
}

const SWEEPS = 6;

/** Moves each box towards the middle of those it is tied to, column by column, there and back. */
function untangle(columns: readonly FlowNode[][], links: readonly FlowLink[]): FlowNode[][] {
  const ordered = columns.map((column) => [...column]);
  const position = new Map<string, number>();
  const note = (column: readonly FlowNode[]): void =>
    column.forEach(({ id }, index) => position.set(id, (index + 0.5) / column.length));
  ordered.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [near, far] = sweep % 2 === 0 ? (['to', 'from'] as const) : (['from', 'to'] as const);
    for (const column of sweep % 2 === 0 ? ordered : [...ordered].reverse()) {
      const middles = new Map(column.map(({ id }) => [id, middleOf(links, id, near, far, position)]));
      column.sort((a, b) => middles.get(a.id)! - middles.get(b.id)!);
      note(column);
    }
  }
  return ordered;
}

function middleOf(
  links: readonly FlowLink[],
  id: string,
  near: 'from' | 'to',
  far: 'from' | 'to',
  position: ReadonlyMap<string, number>,
): number {
  let weight = 0;
  let sum = 0;
  for (const link of links) {
    if (link[near] !== id) continue;
    weight += link.events.length;
    sum += link.events.length * position.get(link[far])!;
  }
  return weight === 0 ? position.get(id)! : sum / weight;
}

function drawBands(boxes: readonly Box[], links: readonly FlowLink[], scale: number): Band[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const starts = stack(boxes, links, 'from', 'to', scale, byId);
  const ends = stack(boxes, links, 'to', 'from', scale, byId);
  return links.map((link) => {
    const thickness = Math.max(1, link.events.length * scale);
    const left = byId.get(link.from)!.x + BOX_WIDTH;
    const right = byId.get(link.to)!.x;
    const middle = (left + right) / 2;
    const [from, to] = [starts.get(link)!, ends.get(link)!];
    const there = `M${left} ${round(from)}C${middle} ${round(from)} ${middle} ${round(to)} ${right} ${round(to)}`;
    const back = `V${round(to + thickness)}C${middle} ${round(to + thickness)} ${middle} ${round(from + thickness)} ${left} ${round(from + thickness)}Z`;
    return { link, outline: there + back };
  });
}

/** Where each band leaves or meets its box: one below the other, in the order of their other ends. */
function stack(
  boxes: readonly Box[],
  links: readonly FlowLink[],
  near: 'from' | 'to',
  far: 'from' | 'to',
  scale: number,
  byId: ReadonlyMap<string, Box>,
): Map<FlowLink, number> {
  const places = new Map<FlowLink, number>();
  for (const { node, y, height } of boxes) {
    const own = links
      .filter((link) => link[near] === node.id)
      .sort((a, b) => byId.get(a[far])!.y - byId.get(b[far])!.y);
    const total = own.reduce((sum, { events }) => sum + events.length * scale, 0);
    let place = y + (height - total) / 2;
    for (const link of own) {
      places.set(link, place);
      place += link.events.length * scale;
    }
  }
  return places;
}

/** At most two lines; what does not fit is in the box's title. */
function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last && last.length + 1 + word.length > LETTERS_A_LINE) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  const [first = '', second] = lines;
  if (second === undefined) return [cut(first)];
  return [cut(first), cut(lines.length > 2 ? `${second}…` : second)];
}

function cut(line: string): string {
  return line.length > LETTERS_A_LINE ? `${line.slice(0, LETTERS_A_LINE - 1).trimEnd()}…` : line;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
