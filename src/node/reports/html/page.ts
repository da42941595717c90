import { createHash } from 'node:crypto';
import type { Words } from '../words.js';
import { html, type Html } from './html.js';

/** A document that is read as it is: nothing of it is loaded, and nothing in it runs. */
export interface Page {
  readonly title: string;
  readonly words: Words;
  readonly style: string;
  /** Where pictures may come from, as a content security policy says it. @defaultValue nowhere */
  readonly pictures?: string;
  readonly navigation: Html;
  /** What stands between the navigation and the footer. */
  readonly content: Html;
  readonly footer: Html;
}

/** Returns it as one page that needs nothing else, under a policy that would refuse every request. */
export function renderPage({ title, words, style, pictures, navigation, content, footer }: Page): string {
  const styleHash = createHash('sha256').update(style).digest('base64');
  const images = pictures === undefined ? '' : ` img-src ${pictures};`;
  const policy = `default-src 'none';${images} style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  // The hash is of every character between the tags.
  const element: Html = { markup: `<style>${style}</style>` };
  return html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${element}
      </head>
      <body>
        <a class="skip" href="#content">${words.texts.page.skip}</a>
        ${navigation}
        <main id="content" tabindex="-1">
          ${content}
          <footer>${footer}</footer>
        </main>
      </body>
    </html> `.markup;
}

/** What one looks for first: facts by their names, of which those that are not known are left out, and figures. */
export function renderFacts(
  facts: readonly (readonly [string, Html | string | undefined])[],
  figures: readonly (readonly [string, string])[],
): Html {
  return html`<dl class="facts">
      ${facts.map(
        ([term, text]) =>
          text !== undefined &&
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
    <ul class="figures">
      ${figures.map(([figure, label]) => html`<li><strong>${figure}</strong> ${label}</li>`)}
    </ul>`;
}
