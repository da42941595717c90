import type { Tier } from '../../../manifest/manifest.js';
import { titleOfData } from '../csv-tables.js';
import type { Words } from '../words.js';
import { html, toId, type Html } from './html.js';

/** The small parts that every section is made of. */

export function section(id: string, heading: string, intro: string, ...content: readonly Html[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${heading}</h2>
    <p class="intro">${intro}</p>
    ${content}
  </section> `;
}

/** A table that scrolls by itself where it is wider than the page. Its first column names the row. */
export function table(caption: string, head: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div> `;
}

export function row(id: string | undefined, name: Html, cells: readonly (Html | string)[]): Html {
  const attribute = id === undefined ? html`` : html` id="${id}"`;
  return html`<tr${attribute}><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

/** Says its meaning by its text; the colour only helps to find it. */
export function tierChip(tier: Tier, { texts }: Words): Html {
  return html`<span class="chip tier-${tier}">${texts.tiers[tier].title}</span>`;
}

export function chip(text: string, kind: string): Html {
  return html`<span class="chip ${kind}">${text}</span>`;
}

export function dataChip(data: string, words: Words): Html {
  return chip(titleOfData(data, words), data === 'special' ? 'tier-sensitive' : 'plain');
}

export function list(items: readonly (Html | string)[], { texts }: Words, kind = ''): Html {
  if (items.length === 0) return html`<span class="none">${texts.common.none}</span>`;
  return html`<ul class="${kind}">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

export function link(kind: string, name: string, text = name): Html {
  return html`<a href="#${toId(kind, name)}">${text}</a>`;
}

export function codeLink(kind: string, name: string): Html {
  return html`<a href="#${toId(kind, name)}"><code>${breakable(name)}</code></a>`;
}

/** Long names may break after a separator, so that they never widen a column. */
export function breakable(name: string): Html {
  return html`${name.split(/(?<=[_./:-])/).map((part, index) => html`${index > 0 && html`<wbr />`}${part}`)}`;
}

/** How many events, and which. */
export function eventList(events: readonly string[], words: Words): Html {
  const links = events.map((event) => codeLink('event', event));
  return html`<span class="more">${words.count(words.texts.common.events, events.length)}</span
    >${list(links, words, 'inline')}`;
}

/** What nobody said is said to be so. */
export function stated(text: string | undefined, { texts }: Words): Html {
  return text === undefined ? html`<span class="none">${texts.common.notStated}</span>` : html`${text}`;
}

/** A day that programs can read too. */
export function time(day: string, words: Words): Html {
  return html`<time datetime="${day}">${words.day(day)}</time>`;
}
