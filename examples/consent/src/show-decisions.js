/** What happened, for the reader of the page: the consent that Headgate sees, and each event's way. */

const MAX_STEPS = 40;

/** Text always goes in as text, never as markup. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** @param {import('headgate').ConsentState} state */
export function showConsent(box, { categories, regime, basis, source }) {
  const chips = Object.entries(categories).map(([name, choice]) =>
    element('span', `chip ${choice}`, `${name}: ${choice}`),
  );
  box.replaceChildren(...chips, element('small', '', `${regime}, ${basis}${source && `, by ${source}`}`));
}

/**
 * @param {Element} list
 * @param {import('headgate').AuditEntry} entry
 * @param {string} [tracking] the event that is being tracked at this moment
 */
export function showStep(list, { time, state, reason, count, events }, tracking) {
  const names = events?.map(({ event }) => event) ?? [tracking ?? (count === 1 ? '1 event' : `${count} events`)];
  const clock = new Date(time).toLocaleTimeString([], { hour12: false });
  const items = names.map((name) =>
    element(
      'li',
      state,
      element('time', '', clock),
      element('b', '', name),
      element('span', `chip ${state}`, `${state} · ${reason}`),
    ),
  );
  list.prepend(...items);
  while (list.children.length > MAX_STEPS) list.lastElementChild.remove();
}
