import type { ConsentReading } from '../../consent/consent.js';
import { badge, element, heading, paragraph, table } from '../element.js';
import type { View } from '../view.js';

/** What holds, and what each source said that it follows from. */
export const consentView: View = {
  title: 'Consent',
  render({ headgate, readings }) {
    const { categories, explicit = [], regime, evidence, source } = headgate.consent();
    const rows = Object.entries(categories).map(([category, choice]) => [
      category,
      element(
        'span',
        {},
        badge(choice),
        choice === 'granted' && !explicit.includes(category) ? ' not by a choice of the visitor' : '',
      ),
    ]);
    const said = readings();
    return [
      paragraph(
        `Regime ${regime}, evidence ${evidence}${source && `, said by ${source}`}. The strictest of all sources counts.`,
      ),
      table('What holds', ['category', 'state'], rows),
      heading('By source'),
      ...(said.length === 0 ? [paragraph('There is no consent source: what needs consent stays closed.')] : []),
      ...said.map(toSource),
    ];
  },
};

function toSource(text: string | undefined, index: number): HTMLElement {
  if (!text) {
    const nothing = paragraph('It has said nothing yet, or failed: its categories are undecided.');
    return element('section', {}, element('h4', {}, `Source ${index + 1}`), nothing);
  }
  const { source, categories, evidence, regime, region, isPending } = JSON.parse(text) as ConsentReading;
  const more = [
    `evidence ${evidence}`,
    regime && `regime ${regime}`,
    region && `region ${region}`,
    isPending && 'its platform is not ready',
  ];
  const rows = Object.entries(categories).map(([category, choice]) => [category, badge(choice)]);
  return element(
    'section',
    {},
    element('h4', {}, source),
    paragraph(more.filter(Boolean).join(', ')),
    rows.length > 0
      ? table('What it says', ['category', 'state'], rows)
      : paragraph('It has no opinion on any category.'),
    element(
      'details',
      { key: `reading ${index}` },
      element('summary', { key: `reading ${index} head` }, 'Raw reading'),
      element('pre', {}, text),
    ),
  );
}
