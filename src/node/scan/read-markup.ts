import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterTypes, type Token } from 'parse5';
import { createLineIndex } from '../read-json.js';
import type { Origin } from './syntax.js';

/** Stands where PHP would print something: a name in code, and not readable as text. */
export const PRINTED = '_php_';

/** Names the code of an attribute. */
export const HANDLER_NAME = 'handler.js';

/** A script of a page, or the code of an attribute. */
export interface Script extends Origin {
  readonly text: string;
  /** Says the language by its extension. */
  readonly name: string;
}

/** An element with attributes that matter, and where each stands. */
export interface MarkedElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly locate: (attribute?: string) => Origin;
  /** Started by Headgate once its consent category is granted. */
  readonly isGated: boolean;
}

export interface Markup {
  readonly scripts: readonly Script[];
  readonly elements: readonly MarkedElement[];
}

const CLASSIC = /^(|text\/javascript|application\/javascript|text\/ecmascript|module|text\/babel)$/;
/** Attributes whose value is code: native handlers, Vue's and Alpine's listeners and initialisers. */
const HANDLER = /^(on[a-z]+|@[\w.:-]+|v-on:[\w.:-]+|x-on:[\w.:-]+|x-init|x-effect)$/i;

/** Reads scripts and attributes of HTML, of PHP templates, and of Vue's single-file components. */
export function readMarkup(text: string, file: string): Markup {
  const blanked = blankPhp(text);
  const scripts: Script[] = [];
  const elements: MarkedElement[] = [];
  const isDocument = /<html[\s>]/i.test(blanked) && !file.endsWith('.vue');
  // As a browser without scripts reads it: what stands in <noscript> counts.
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false };
  const root = isDocument ? parse(blanked, options) : parseFragment(blanked, options);
  const visit = (node: DefaultTreeAdapterTypes.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!defaultTreeAdapter.isElementNode(child)) continue;
      const element = toElement(child, blanked);
      if (element) elements.push(element);
      scripts.push(...toHandlers(child, blanked));
      if (child.tagName === 'script') scripts.push(...toScript(child, file));
      visit(child);
      if ('content' in child) visit(child.content);
    }
  };
  visit(root);
  return { scripts, elements };
}

/** PHP islands become blanks, and what they print becomes a name, so that places stay as they are. */
export function blankPhp(text: string): string {
  return text.replace(/<\?(php\b|=)?([\s\S]*?)(\?>|$)/g, (island, kind: string | undefined, body: string) => {
    if (kind === undefined) return island;
    const blank = island.replace(/[^\n]/g, ' ');
    const isPrinted = kind === '=' || /^\s*(echo|print)\b/.test(body);
    const [line = ''] = blank.split('\n');
    return isPrinted && line.length >= PRINTED.length ? PRINTED + blank.slice(PRINTED.length) : blank;
  });
}

type Element = DefaultTreeAdapterTypes.Element;

function attributesOf(element: Element): Map<string, string> {
  return new Map(element.attrs.map(({ name, value }) => [name, value]));
}

function toElement(element: Element, text: string): MarkedElement | undefined {
  const attributes = attributesOf(element);
  const names = [...attributes.keys()];
  if (!names.some((name) => /^(:|v-bind:|x-bind:)?(data-headgate-|src$|href$)/.test(name))) return undefined;
  const isGated =
    element.tagName === 'script' && attributes.get('type') === 'text/plain' && attributes.has('data-headgate-category');
  return {
    tag: element.tagName,
    attributes,
    isGated,
    locate: (attribute) => locate(element, attribute, text),
  };
}

function locate({ sourceCodeLocation: place }: Element, attribute: string | undefined, text: string): Origin {
  const at: Token.Location | undefined | null = (attribute !== undefined && place?.attrs?.[attribute]) || place;
  if (at) return { line: at.startLine, column: at.startCol };
  return createLineIndex(text)(0);
}

function toScript(element: Element, file: string): Script[] {
  const attributes = attributesOf(element);
  const type = (attributes.get('type') ?? '').trim().toLowerCase();
  const isTypeScript = attributes.get('lang') === 'ts' || attributes.get('lang') === 'tsx';
  const [content] = element.childNodes;
  if (!CLASSIC.test(type) || attributes.has('src') || !content || !defaultTreeAdapter.isTextNode(content)) return [];
  const place = content.sourceCodeLocation;
  const name = isTypeScript ? `${file}.${attributes.get('lang')}` : `${file}.js`;
  return place ? [{ text: content.value, name, line: place.startLine, column: place.startCol }] : [];
}

/** The code of listeners in attributes. Only what is written without character references keeps its columns. */
function toHandlers(element: Element, text: string): Script[] {
  return element.attrs.flatMap(({ name, value }) => {
    const place = element.sourceCodeLocation?.attrs?.[name];
    if (!place || !HANDLER.test(name) || value.trim() === '') return [];
    const before = text.slice(place.startOffset, place.endOffset).indexOf(value);
    const column = place.startCol + Math.max(before, 0);
    return [{ text: value, name: HANDLER_NAME, line: place.startLine, column }];
  });
}
