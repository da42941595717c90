import type { Origin } from './syntax.js';

/** A piece of code in a template: the value of an attribute, or what stands between `{{` and `}}`. */
export interface TemplateCode extends Origin {
  readonly text: string;
  /** The attribute that its value goes into, where it is a binding. */
  readonly fills?: string;
  /** What surrounds it; `undefined` for native listeners, which see the page alone. */
  readonly around: TemplateScope | undefined;
}

/** What an element adds to the names that code in and below it can use. */
export interface TemplateScope {
  readonly parent: TemplateScope | undefined;
  /** Patterns of names: the variables of a loop or a slot. */
  readonly patterns: readonly string[];
  /** Code whose value's members are names: Alpine's `x-data`. */
  readonly data?: TemplateCode;
}

/** What an attribute of a template means. */
export type Directive =
  | { readonly kind: 'listener' | 'data' }
  /** Knockout's bindings: an object literal without its braces. */
  | { readonly kind: 'pairs' }
  | { readonly kind: 'code'; readonly fills?: string }
  | { readonly kind: 'loop'; readonly pattern: string; readonly list: string }
  | { readonly kind: 'slot'; readonly pattern: string }
  /** Leaves an element and all in it as it is. */
  | { readonly kind: 'raw' };

/** Attributes of Alpine whose value is a name, a selector or classes. */
const NO_CODE = /^x-(transition|ref|teleport|mask$|cloak|ignore)/;

/** Reads an attribute as browsers, Vue, Alpine and Knockout do; `undefined` where its value is a text. */
export function readDirective(name: string, value: string): Directive | undefined {
  if (name === 'v-pre' || name === 'x-ignore') return { kind: 'raw' };
  if (/^on[a-z]+$/.test(name)) return { kind: 'listener' };
  if (name === 'x-data') return { kind: 'data' };
  if (name === 'data-bind') return { kind: 'pairs' };
  if (name === 'v-for' || name === 'x-for') return readLoop(value);
  if (/^(v-slot|#)/.test(name)) return { kind: 'slot', pattern: value };
  const [, bound] = /^(?::|v-bind:|x-bind:)([\w-]+)/.exec(name) ?? [];
  if (bound !== undefined) return { kind: 'code', fills: bound };
  const isCode = /^(@|:|v-|x-)/.test(name) && !NO_CODE.test(name);
  return isCode ? { kind: 'code' } : undefined;
}

/** `item in items`, `(item, index) of items`. */
function readLoop(value: string): Directive | undefined {
  const [whole, pattern, list] = /^\s*\(?([\s\S]*?)\)?\s+(?:in|of)\s+([\s\S]*)$/.exec(value) ?? [];
  if (whole === undefined || pattern === undefined || list === undefined) return undefined;
  return { kind: 'loop', pattern, list };
}

/** Stand for `<` and `&` between braces, where Vue reads code and a parser of HTML would read markup. */
const MASKS = { '<': '\uE000', '&': '\uE001' } as const;

/**
 * Hides from a parser of HTML what Vue reads in another way, without moving anything: code between braces, and components
 * that are called like elements with rules of their own, such as `<Select>`.
 */
export function maskComponent(text: string): string {
  return text
    .replace(/\{\{[\s\S]*?\}\}/g, (code) => code.replaceAll('<', MASKS['<']).replaceAll('&', MASKS['&']))
    .replace(/<(\/?)[A-Z]/g, '<$1x');
}

export function unmask(text: string): string {
  return text.replaceAll(MASKS['<'], '<').replaceAll(MASKS['&'], '&');
}

/**
 * Returns the code between `{{` and `}}` in a text. Places are those of the source, in which characters may be written as
 * references.
 */
export function readBraces(
  text: string,
  source: string,
  locate: (offset: number) => Origin,
  around: TemplateScope | undefined,
): TemplateCode[] {
  const starts = [...source.matchAll(/\{\{/g)].map(({ index }) => index + 2);
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, code = ''], index) => ({
    text: unmask(code),
    ...locate(starts[index] ?? 0),
    around,
  }));
}
