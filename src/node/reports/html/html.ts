/** Markup that is safe as it is. Made by `html` alone, so that a text of the manifest never becomes markup. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | false | undefined | readonly Part[];

/** Returns a template as markup; every text in it is escaped. Indentation belongs to the source, not to the page. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = template.map(
    (text, index) => text.replace(/\s*\n\s*/g, '\n') + (index < parts.length ? toMarkup(parts[index]) : ''),
  );
  return { markup: markup.join('') };
}

function toMarkup(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(toMarkup).join('');
}

/** Returns a text with markup in its places (`{name}`), as `fill` does with texts. */
export function fillHtml(text: string, parts: { readonly [name: string]: Part }): Html {
  const pieces = text.split(/\{(\w+)\}/);
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? `{${piece}}`)))}`;
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Returns a name as the id of an element, different for different names. */
export function toId(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9_-]/g, (character) => `.${character.codePointAt(0)!.toString(16)}`)}`;
}
