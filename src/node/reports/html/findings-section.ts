import type { Report } from '../report-schema.js';
import type { Words } from '../words.js';
import { html, type Html } from './html.js';
import { chip, row, section, table } from './parts.js';

/** What the check of the manifest found, and what was accepted with a reason. */
export function renderFindings({ findings, accepted, isSound }: Report, { texts }: Words): Html {
  const { columns, common, findings: own } = texts;
  const openHead = [columns.where, columns.severity, columns.rule, columns.finding, columns.reason];
  const keptHead = [columns.where, columns.rule, columns.reasonGiven];
  const open = findings.map(({ id, severity, path, text, rule }) =>
    row(undefined, html`<code>${path}</code>`, [
      chip(own.severities[severity], severity === 'error' ? 'bad' : 'note'),
      id,
      html`<span lang="en">${text}</span>`,
      html`<span lang="en">${rule}</span>`,
    ]),
  );
  const kept = accepted.map(({ path, rule, reason }) => row(undefined, html`<code>${path}</code>`, [rule, reason]));
  return section(
    'findings',
    isSound ? own.title : own.errorsTitle,
    isSound ? own.intro : own.errorsIntro,
    open.length > 0 ? table(own.caption, openHead, open) : html`<p>${chip(own.none, 'good')}</p>`,
    open.length > 0 && own.language ? html`<p class="none">${own.language}</p>` : html``,
    html`<h3 id="accepted">${own.accepted}</h3>`,
    kept.length > 0 ? table(own.acceptedCaption, keptHead, kept) : html`<p class="none">${common.none}</p>`,
  );
}
