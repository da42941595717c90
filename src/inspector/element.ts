/** What an element can hold: nothing of it is ever read as markup. */
export type Content = Node | string;

/**
 * Makes an element. By methods of the DOM alone: no text becomes markup, so no policy of the page has anything against it.
 * `key` is what an element that is made anew is known by.
 */
export function element(
  name: string,
  attributes: { readonly [name: string]: string } = {},
  ...content: readonly Content[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute === 'key' ? 'data-key' : attribute, value);
  }
  made.append(...content);
  return made;
}

/** A table with a caption for those who hear it; the first cell of a row is its head. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Content[])[]): HTMLElement {
  const toRow = ([first = '', ...rest]: readonly Content[]): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, first),
      ...rest.map((cell, index) => element('td', { 'data-head': head[index + 1] ?? '' }, cell)),
    );
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head.map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, ...rows.map(toRow)),
  );
}

export const paragraph = (...content: readonly Content[]): HTMLElement => element('p', {}, ...content);

export const heading = (text: string): HTMLElement => element('h3', {}, text);

/** A word on a ground of its own; the ground alone never says anything. */
export const badge = (word: string): HTMLElement => element('span', { class: `badge ${word}` }, word);

export const toTime = (time: number): string => new Date(time).toLocaleTimeString(undefined, { hour12: false });
