import { ADEQUACY_AS_OF, ADEQUACY_SOURCE } from '../../adequate-countries.js';
import type { CategoryEntry, ComplianceEntry, RecipientEntry, Report } from '../report-schema.js';
import { fill, type Words } from '../words.js';
import { fillHtml, html, toId, type Html } from './html.js';
import { chip, codeLink, dataChip, eventList, link, list, row, section, table, time } from './parts.js';

/** The second pillar. */
export function renderCompliance({ compliance, regimes }: Report, words: Words): Html {
  const { columns, compliance: own, transfers } = words.texts;
  const { events, categories, recipients } = compliance;
  const rules = [
    columns.event,
    columns.legalBasis,
    columns.categories,
    columns.condition,
    columns.storage,
    columns.retention,
    columns.recipients,
    columns.transfers,
  ];
  const platforms = [columns.category, columns.codes, columns.events];
  const receivers = [
    columns.recipient,
    columns.roleAndAgreement,
    columns.country,
    columns.transfer,
    columns.data,
    columns.events,
  ];
  const ruleRows = events.map((entry) => toRuleRow(entry, words));
  const categoryRows = categories.map((entry) => toCategoryRow(entry, words));
  const recipientRows = recipients.map((entry) => toRecipientRow(entry, words));
  const asOf = time(ADEQUACY_AS_OF, words);
  return section(
    'compliance',
    own.title,
    own.intro,
    html`<h3 id="rules">${own.rules}</h3>
      ${table(own.rulesCaption, rules, ruleRows)}
      <h3 id="categories">${own.categories}</h3>
      ${table(own.categoriesCaption, platforms, categoryRows)}
      <p>${renderRegimes(regimes, words)}</p>
      <h3 id="recipients">${own.recipients}</h3>
      ${table(own.recipientsCaption, receivers, recipientRows)}
      <p>${fillHtml(transfers.source, { source: ADEQUACY_SOURCE, date: asOf })}</p> `,
    renderReceipts(compliance, words),
  );
}

function renderRegimes(regimes: Report['regimes'], { texts }: Words): Html {
  const listed = regimes.map(({ region, regime }, index) => {
    const name = html`<strong>${texts.regimes[regime]}</strong>`;
    const text = region === 'default' ? texts.compliance.regimeByDefault : texts.compliance.regimeIn;
    return html`${index > 0 && '; '}${fillHtml(text, { region, regime: name })}`;
  });
  return fillHtml(texts.compliance.regimes, { regimes: listed });
}

function toRuleRow(entry: ComplianceEntry, words: Words): Html {
  const { basis, categories, condition, storage, retentionDays, recipients, transfers, region } = entry;
  const { bases, common, compliance } = words.texts;
  const stay = region && html`<span class="more">${fill(compliance.staysIn, { region })}</span>`;
  const named = categories.map(({ name, title }) => link('category', name, title));
  const receivers = recipients.map((name) => link('recipient', name));
  return row(toId('rule', entry.event), codeLink('event', entry.event), [
    html`${bases[basis].title}<span class="more article">${bases[basis].article}</span>`,
    list(named, words),
    condition,
    compliance.storage[storage],
    words.count(common.days, retentionDays),
    html`${list(receivers, words)}${stay}`,
    list(transfers, words),
  ]);
}

function toCategoryRow({ name, title, codes, events }: CategoryEntry, words: Words): Html {
  const rows = codes.map(({ source, code }) => html`<strong>${source}</strong> ${code}`);
  return row(toId('category', name), html`${title}<span class="more"><code>${name}</code></span>`, [
    list(rows, words),
    eventList(events, words),
  ]);
}

function toRecipientRow(entry: RecipientEntry, words: Words): Html {
  const { collector, recipient = collector, role, agreement, country, countryName, transfer } = entry;
  const { common, compliance, roles, transfers } = words.texts;
  const kind = transfer === 'none' || transfer === 'adequate' ? 'good' : transfer === 'safeguarded' ? 'note' : 'bad';
  const ground = [entry.adequacy, entry.safeguard].filter(Boolean).join('; ');
  const data = entry.data.map((one) => dataChip(one, words));
  const known = entry.subject && html`<span class="more">${compliance.knownDevice}</span>`;
  return row(toId('recipient', collector), html`${recipient}<span class="more"><code>${collector}</code></span>`, [
    html`${role ? roles[role].withArticle : common.notNamed}<span class="more">${agreement}</span>`,
    country === undefined ? common.notNamed : `${countryName} (${country})`,
    html`${chip(transfers.titles[transfer], kind)}<span class="more">${ground}</span>`,
    html`${list(data, words, 'inline')}${known}`,
    eventList(entry.events, words),
  ]);
}

function renderReceipts({ receipts }: Report['compliance'], { texts: { compliance, common }, count }: Words): Html {
  if (!receipts) return html`<p>${compliance.noReceipts}</p>`;
  const collectors = receipts.collectors.join(', ');
  return html`<p>${fill(compliance.receipts, { collectors, days: count(common.days, receipts.retentionDays) })}</p>`;
}
