import type { DefaultTreeAdapterTypes } from 'parse5';
import type { Origin } from './syntax.js';
import { readDirective, unmask, type Directive, type TemplateCode, type TemplateScope } from './template-code.js';

/** Returns where the end of an attribute's value stands, or all of it. */
export type Place = (name: string, ending: string) => Origin;

interface Read {
  readonly name: string;
  readonly value: string;
  readonly directive: Directive;
}

/** Reads what the attributes of an element run, and what names they give to it and to what is below it. */
export function readAttributes(
  { attrs }: Pick<DefaultTreeAdapterTypes.Element, 'attrs'>,
  around: TemplateScope | undefined,
  place: Place,
): { readonly inner: TemplateScope | undefined; readonly isRaw: boolean; readonly codes: readonly TemplateCode[] } {
  const read = attrs.flatMap(({ name, value }): Read[] => {
    const directive = readDirective(name, value);
    return directive && (value.trim() !== '' || directive.kind === 'raw') ? [{ name, value, directive }] : [];
  });
  const toCode = ({ name, value }: Pick<Read, 'name' | 'value'>, scope: TemplateScope | undefined): TemplateCode => ({
    text: unmask(value),
    ...place(name, value),
    around: scope,
  });
  const data = read.find(({ directive }) => directive.kind === 'data');
  const patterns = read.flatMap(({ directive }) => ('pattern' in directive ? [directive.pattern] : []));
  const adds = patterns.length > 0 || data !== undefined;
  const inner = adds ? { parent: around, patterns, ...(data && { data: toCode(data, around) }) } : around;
  const codes = read.flatMap((attribute): TemplateCode[] => {
    const { directive } = attribute;
    switch (directive.kind) {
      case 'listener':
        return [toCode(attribute, undefined)];
      case 'data':
        return [inner?.data ?? toCode(attribute, around)];
      case 'code':
        return [{ ...toCode(attribute, inner), ...(directive.fills !== undefined && { fills: directive.fills }) }];
      case 'pairs': {
        const { text, line, column } = toCode(attribute, inner);
        return [{ text: `({${text}})`, line, column: column - '({'.length, around: inner }];
      }
      case 'loop':
        return [toCode({ name: attribute.name, value: directive.list }, around)];
      default:
        return [];
    }
  });
  return { inner, isRaw: read.some(({ directive }) => directive.kind === 'raw'), codes };
}
