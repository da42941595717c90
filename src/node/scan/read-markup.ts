import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { createLineIndex } from '../read-json.js';
import { blankIslands, hasServerBraces } from './blank-islands.js';
import { readBraced } from './read-braced.js';
import { readAttributes, type Place } from './read-attributes.js';
import type { Origin } from './syntax.js';
import { maskComponent, readBraces, type TemplateCode, type TemplateScope } from './template-code.js';

/** A script of a page. */
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
  readonly codes: readonly TemplateCode[];
}

type Element = DefaultTreeAdapterTypes.Element;
type Parent = DefaultTreeAdapterTypes.ParentNode;

const CLASSIC = /^(|text\/javascript|application\/javascript|text\/ecmascript|module|text\/babel)$/;
/** Elements whose text is not shown as it is written. */
const NO_TEXT = new Set(['script', 'style', 'textarea']);

/** A text as it was written, and as a parser of HTML can read it; each character has the same place in both. */
interface Source {
  readonly text: string;
  readonly parsed: string;
  readonly place: (offset: number) => Origin;
}

/** Reads scripts, attributes and template code of HTML, of templates that servers fill, and of components of Vue, Svelte and Astro. */
export function readMarkup(written: string, file: string): Markup {
  const isComponent = file.endsWith('.vue');
  const isBraced = /\.(svelte|astro)$/.test(file);
  const text = blankIslands(written, file);
  const braced = isBraced ? readBraced(text, file) : undefined;
  const parsed = isComponent ? maskComponent(text) : (braced?.markup ?? text);
  const source: Source = { text, parsed, place: createLineIndex(text) };
  const markup = { scripts: [] as Script[], elements: [] as MarkedElement[], codes: [...(braced?.codes ?? [])] };
  if (braced?.frontmatter) markup.scripts.push({ ...braced.frontmatter, name: `${file}.ts` });
  const isFirst = createOnce();
  // Elsewhere they are a server's, or read already.
  const hasBraces = !isBraced && !hasServerBraces(file);

  /** `isCode`: whether attributes and braces are code here, and not the text of a page that shows some. */
  const visit = (node: Parent, around: TemplateScope | undefined, isCode: boolean): void => {
    for (const child of node.childNodes) {
      if (isCode && hasBraces && defaultTreeAdapter.isTextNode(child))
        markup.codes.push(...toBraces(child, around, source));
      if (!defaultTreeAdapter.isElementNode(child)) continue;
      const isInside = isCode || (child.tagName === 'template' && node === root);
      const { inner, isRaw, codes } = readAttributes(child, around, toPlace(child, source));
      if (isFirst(child)) {
        if (isInside && !isRaw) markup.codes.push(...codes);
        markup.elements.push(...toElement(child, source));
        if (child.tagName === 'script') markup.scripts.push(...toScript(child, file, source));
      }
      const below = isInside && !isRaw && !NO_TEXT.has(child.tagName);
      visit(child, isComponent && isClosed(child, source) ? around : inner, below);
      if ('content' in child) visit(child.content, inner, below);
    }
  };

  // As a browser without scripts reads it: what stands in <noscript> counts.
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false };
  const isDocument = /<html[\s>]/i.test(source.parsed) && !isComponent && !isBraced;
  const root: Parent = isDocument ? parse(source.parsed, options) : parseFragment(source.parsed, options);
  visit(root, undefined, !isComponent && !file.endsWith('.svelte'));
  return markup;
}

/** A parser of HTML repeats links and the like that it finds unclosed: says of each element whether it is new. */
function createOnce(): (element: Element) => boolean {
  const seen = new Set<number>();
  return ({ sourceCodeLocation: at }) => {
    const isNew = !at || !seen.has(at.startOffset);
    if (at) seen.add(at.startOffset);
    return isNew;
  };
}

/** To a parser of HTML, what follows `<my-card />` is inside of it. */
function isClosed({ sourceCodeLocation: at }: Element, { parsed }: Source): boolean {
  return parsed.slice(0, at?.startTag?.endOffset).endsWith('/>');
}

function toPlace({ sourceCodeLocation }: Element, { parsed, place }: Source): Place {
  return (name, ending) => {
    const at = sourceCodeLocation?.attrs?.[name];
    if (!at) return { line: 1, column: 1 };
    // Only what is written without character references keeps its columns.
    const before = parsed.slice(at.startOffset, at.endOffset).lastIndexOf(ending);
    return place(at.startOffset + Math.max(before, 0));
  };
}

function toBraces(
  { sourceCodeLocation: at, value }: DefaultTreeAdapterTypes.TextNode,
  around: TemplateScope | undefined,
  { parsed, place }: Source,
): TemplateCode[] {
  if (!at || !value.includes('{{')) return [];
  const locate = (offset: number): Origin => place(at.startOffset + offset);
  return readBraces(value, parsed.slice(at.startOffset, at.endOffset), locate, around);
}

function attributesOf(element: Element): Map<string, string> {
  return new Map(element.attrs.map(({ name, value }) => [name, value]));
}

function toElement(element: Element, { place }: Source): MarkedElement[] {
  const attributes = attributesOf(element);
  const names = [...attributes.keys()];
  if (!names.some((name) => /^(:|v-bind:|x-bind:)?(data-headgate-|src$|href$)/.test(name))) return [];
  const isGated =
    element.tagName === 'script' && attributes.get('type') === 'text/plain' && attributes.has('data-headgate-category');
  const at = element.sourceCodeLocation;
  const locate = (attribute = ''): Origin => place((at?.attrs?.[attribute] ?? at)?.startOffset ?? 0);
  return [{ tag: element.tagName, attributes, isGated, locate }];
}

function toScript(element: Element, file: string, { text, place }: Source): Script[] {
  const attributes = attributesOf(element);
  const type = (attributes.get('type') ?? '').trim().toLowerCase();
  const isTypeScript = attributes.get('lang') === 'ts' || attributes.get('lang') === 'tsx';
  const at = element.childNodes[0]?.sourceCodeLocation;
  const isAlwaysTyped = file.endsWith('.astro');
  if (!CLASSIC.test(type) || attributes.has('src') || !at) return [];
  const name = isTypeScript || isAlwaysTyped ? `${file}.${attributes.get('lang') ?? 'ts'}` : `${file}.js`;
  return [{ text: text.slice(at.startOffset, at.endOffset), name, ...place(at.startOffset) }];
}
