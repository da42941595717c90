/** Makes an element. Text always goes in as text, never as markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return made;
}

export const empty = (text) => element('p', { class: 'empty' }, text);

export const chip = (kind, text, title) => element('span', { class: `chip ${kind}`, title }, text);

export const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour12: false });

/** How long until a moment, in the unit that a reader would choose. */
export function until(iso) {
  const hours = (Date.parse(iso) - Date.now()) / 3_600_000;
  if (hours < 0) return 'now';
  return hours < 48 ? `in ${Math.round(hours)} hours` : `in ${Math.round(hours / 24)} days`;
}
