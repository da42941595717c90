import { BASES, KNOWN_DEVICE, ROLE_TITLES, TRANSFER_TITLES } from '../legal-words.js';
import type { CategoryEntry, ComplianceEntry, RecipientEntry, Report } from '../report-schema.js';
import { html, toId, type Html } from './html.js';
import { chip, codeLink, dataChip, days, link, list, plural, row, section, table } from './parts.js';

const STORAGE = {
  consent: 'Device, by consent',
  necessary: 'Device, strictly necessary',
  memory: 'Page memory only',
} as const;

/** The second pillar. */
export function renderCompliance({ compliance, regimes }: Report): Html {
  const { events, categories, recipients } = compliance;
  const rules = [
    'Event',
    'Legal basis',
    'Consent categories',
    'Condition',
    'Storage',
    'Retention',
    'Recipients',
    'Transfers',
  ];
  const platforms = ['Category', 'Codes of the consent platforms', 'Events'];
  const receivers = ['Recipient', 'Role and agreement', 'Country', 'Transfer', 'Data', 'Events'];
  return section(
    'compliance',
    '2. Compliance mapping',
    'Why each event may be processed, what consent it needs, how long it is kept, and who receives it.',
    html`<h3 id="rules">Legal basis, consent and retention</h3>
      ${table('Legal basis, consent, retention and recipients of each event', rules, events.map(toRuleRow))}
      <h3 id="categories">Consent categories</h3>
      ${table('Consent categories and the codes of the consent platforms behind them', platforms, categories.map(toCategoryRow))}
      <p>
        What no answer means:
        ${regimes.map(({ region, regime }, index) => html`${index > 0 && '; '}${region === 'default' ? 'by default' : `in ${region}`} <strong>${regime}</strong>`)}.
      </p>
      <h3 id="recipients">Recipients and transfers</h3>
      ${table('Recipients, their role, agreement and country', receivers, recipients.map(toRecipientRow))} `,
    toReceipts(compliance),
  );
}

function toRuleRow(entry: ComplianceEntry): Html {
  const { basis, article, categories, condition, storage, retentionDays, recipients, transfers, region } = entry;
  return row(toId('rule', entry.event), codeLink('event', entry.event), [
    html`${BASES[basis].title}<span class="more article">${article.replace('GDPR ', '')}</span>`,
    list(categories.map(({ name, title }) => link('category', name, title))),
    condition,
    STORAGE[storage],
    days(retentionDays),
    html`${list(recipients.map((name) => link('recipient', name)))}${region && html`<span class="more">stays in ${region}</span>`}`,
    transfers.length ? list(transfers) : html`<span class="none">none</span>`,
  ]);
}

function toCategoryRow({ name, title, codes, events }: CategoryEntry): Html {
  const rows = codes.map(({ source, code }) => html`<strong>${source}</strong> ${code}`);
  return row(toId('category', name), html`${title}<span class="more"><code>${name}</code></span>`, [
    list(rows),
    html`<span class="more">${plural(events.length, 'event')}</span>${list(
        events.map((event) => codeLink('event', event)),
        'inline',
      )}`,
  ]);
}

function toRecipientRow(entry: RecipientEntry): Html {
  const { collector, recipient = collector, role, agreement, country, countryName, transfer } = entry;
  const kind = transfer === 'none' || transfer === 'adequate' ? 'good' : transfer === 'safeguarded' ? 'note' : 'bad';
  const ground = [entry.adequacy, entry.safeguard].filter(Boolean).join('; ');
  return row(toId('recipient', collector), html`${recipient}<span class="more"><code>${collector}</code></span>`, [
    html`${role ? ROLE_TITLES[role] : 'not named'}<span class="more">${agreement}</span>`,
    country === undefined ? 'not named' : `${countryName} (${country})`,
    html`${chip(TRANSFER_TITLES[transfer], kind)}<span class="more">${ground}</span>`,
    html`${list(entry.data.map(dataChip), 'inline')}${entry.subject && html`<span class="more">${KNOWN_DEVICE}</span>`}`,
    html`<span class="more">${plural(entry.events.length, 'event')}</span>${list(
        entry.events.map((event) => codeLink('event', event)),
        'inline',
      )}`,
  ]);
}

function toReceipts({ receipts }: Report['compliance']): Html {
  if (!receipts) return html`<p>The manifest asks for no receipts of consent.</p>`;
  return html`<p>
    A receipt of each consent given or withdrawn (Art. 7(1)) goes to ${receipts.collectors.join(', ')} and is kept for
    ${days(receipts.retentionDays)}.
  </p>`;
}
