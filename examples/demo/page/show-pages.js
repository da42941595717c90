import { element } from './element.js';

/** Tabs with the example pages. A page is loaded when it is first looked at, and stays as it is after that. */
export function showPages(pages, at) {
  const tabs = pages.map(({ page, title, about }, index) =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${page}`,
        'aria-controls': `view-${page}`,
        onclick: () => select(index),
        onkeydown: (event) => moveFocus(event, index),
      },
      element('b', {}, title),
      element('small', {}, about),
    ),
  );
  const frames = pages.map(({ title }) => element('iframe', { title }));
  // A frame may not be a panel itself.
  const views = pages.map(({ page }, index) =>
    element('div', { id: `view-${page}`, role: 'tabpanel', 'aria-labelledby': `tab-${page}` }, frames[index]),
  );
  pages.forEach(({ isPlatform }, index) => at(isPlatform ? 'platforms' : 'tabs').append(tabs[index]));
  at('views').append(...views);
  select(0);

  function select(chosen) {
    tabs.forEach((tab, index) => {
      tab.setAttribute('aria-selected', String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      views[index].hidden = index !== chosen;
    });
    const { url } = pages[chosen];
    if (!frames[chosen].src) frames[chosen].src = url;
    at('address').textContent = url;
    at('open').href = url;
  }

  function moveFocus(event, index) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (index + step + tabs.length) % tabs.length;
    select(next);
    tabs[next].focus();
  }
}
