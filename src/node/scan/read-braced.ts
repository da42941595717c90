import { createLineIndex } from '../read-json.js';
import type { Origin } from './syntax.js';
import type { TemplateCode, TemplateScope } from './template-code.js';

/** A component of Svelte or Astro, taken apart: what stands between braces is code, all else is markup. */
export interface Braced {
  /** The text without what a parser of HTML would misread; every character has its place. */
  readonly markup: string;
  readonly codes: readonly TemplateCode[];
  /** Astro's code between the lines `---`. */
  readonly frontmatter: (Origin & { readonly text: string }) | undefined;
}

/** Reads the braces of a component, in text and in attributes. */
export function readBraced(text: string, file: string): Braced {
  const isAstro = file.endsWith('.astro');
  const place = createLineIndex(text);
  const codes: TemplateCode[] = [];
  const [fence = ''] = isAstro ? (/^\s*---[\s\S]*?\n---/.exec(text) ?? []) : [];
  const opening = fence.indexOf('---') + '---'.length;
  let markup = blank(fence);
  let around: readonly TemplateScope[] = [];
  let at = fence.length;
  let isInTag = false;
  while (at < text.length) {
    const whole = isInTag ? undefined : wholeAt(text, at);
    if (whole !== undefined) {
      markup += whole;
      at += whole.length;
      continue;
    }
    const char = text[at]!;
    if (char === '{') {
      const end = endOfBraces(text, at);
      take(text.slice(at + 1, end - 1), at + 1);
      // In text, Astro's braces have elements in them.
      markup +=
        isAstro && !isInTag ? text.slice(at, end) : quoted(text.slice(at, end), isInTag && text[at - 1] === '=');
      at = end;
      continue;
    }
    if (isInTag && (char === '"' || char === "'")) {
      const end = endOfQuotes(text, at);
      for (const { index, 0: braces } of text.slice(at, end).matchAll(/\{[^{}]*\}/g)) {
        if (!isAstro) take(braces.slice(1, -1), at + index + 1);
      }
      markup += text.slice(at, end);
      at = end;
      continue;
    }
    if (char === '<' && /^<\/?[A-Za-z]/.test(text.slice(at, at + 3))) isInTag = true;
    else if (char === '>') isInTag = false;
    markup += char;
    at += 1;
  }
  const frontmatter =
    fence === '' ? undefined : { text: text.slice(opening, fence.length - '---'.length), ...place(opening) };
  return { markup, codes, frontmatter };

  function take(code: string, start: number): void {
    const { skip, length, pattern, change } = isAstro ? ASTRO : readBlock(code);
    const inner = code.slice(skip, length ?? code.length);
    if (change === 'close') around = around.slice(0, -1);
    const outer = around.at(-1);
    if (change === 'open' || change === 'next') {
      const opened: TemplateScope = { parent: outer, patterns: pattern === undefined ? [] : [pattern] };
      around = [...around.slice(0, change === 'next' ? -1 : undefined), opened];
    }
    if (inner.trim() !== '') codes.push({ text: inner, ...place(start + skip), around: outer });
  }
}

interface Block {
  /** How many characters stand before the code. */
  readonly skip: number;
  readonly length?: number;
  /** The names that it declares for what is inside. */
  readonly pattern?: string | undefined;
  readonly change?: 'open' | 'next' | 'close';
}

const ASTRO: Block = { skip: 0 };

/** Reads Svelte's blocks: `{#each items as item, index (key)}`, `{:then value}`, `{/if}`, `{@html text}`. */
function readBlock(code: string): Block {
  if (/^\s*\//.test(code)) return { skip: code.length, change: 'close' };
  const [each, list] =
    /^(\s*#each\s)([\s\S]*?)\sas\s/
      .exec(code)
      ?.slice(0, 3)
      .map((part) => part.length) ?? [];
  if (each !== undefined && list !== undefined) {
    const head = /^\s*#each\s/.exec(code)?.[0].length ?? 0;
    const names = code.slice(each).replace(/\([^()]*\)\s*$/, '');
    return { skip: head, length: head + code.slice(head).search(/\sas\s/), pattern: names, change: 'open' };
  }
  const [snippet, pattern] = /^\s*#snippet\s+\w+\s*\(([\s\S]*)\)\s*$/.exec(code) ?? [];
  if (snippet !== undefined) return { skip: code.length, pattern, change: 'open' };
  const [then, value] = /^\s*:(?:then|catch)\s*([\s\S]*)$/.exec(code) ?? [];
  if (then !== undefined) return { skip: code.length, pattern: value?.trim() || undefined, change: 'next' };
  const [awaited, promise = '', result] =
    /^(?:\s*#await\s)([\s\S]*?)(?:\s(?:then|catch)\s([\s\S]*))?$/.exec(code) ?? [];
  if (awaited !== undefined) {
    const head = awaited.indexOf(promise);
    return { skip: head, length: head + promise.length, pattern: result, change: 'open' };
  }
  const opening = /^\s*#\w+\s?/.exec(code)?.[0].length;
  if (opening !== undefined) return { skip: opening, change: 'open' };
  const head = /^\s*(:else if\s|:\w+|@(?:html|render|attach|debug)\s|\.\.\.)/.exec(code)?.[0].length ?? 0;
  return { skip: head };
}

/** A comment, a script or a style: read as a whole by the parser of HTML. */
function wholeAt(text: string, at: number): string | undefined {
  if (text[at] !== '<') return undefined;
  const [, name] = /^<(!--|script|style)(?=[\s>-])/i.exec(text.slice(at, at + 12)) ?? [];
  if (name === undefined && !text.startsWith('<!--', at)) return undefined;
  const ending = name === undefined || name === '!--' ? '-->' : `</${name.toLowerCase()}`;
  const end = text.toLowerCase().indexOf(ending, at + 4);
  return text.slice(at, end < 0 ? text.length : end + ending.length);
}

/** Stands in for braces in markup: a value between quotes where one is needed. */
function quoted(braces: string, isValue: boolean): string {
  const inner = blank(braces);
  return isValue && !braces.slice(0, -1).includes('\n') ? `"${inner.slice(2)}"` : inner;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function endOfQuotes(text: string, at: number): number {
  const end = text.indexOf(text[at]!, at + 1);
  return end < 0 ? text.length : end + 1;
}

/** Where the brace that closes this one ends, past texts, comments and braces in between. */
function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (char === '`') at = endOfTemplate(text, at) - 1;
    else if (char === '"' || char === "'") at = endOfText(text, at) - 1;
    else if (text.startsWith('/*', at)) at = Math.max(text.indexOf('*/', at + 2), at) + 1;
    else if (text.startsWith('//', at) && text[at - 1] !== ':') at = endOfLine(text, at) - 1;
  }
  return text.length;
}

/** A quote that its line does not close is an apostrophe. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at + 1;
  }
  return start + 1;
}

function endOfTemplate(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) at = endOfBraces(text, at + 1) - 1;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
