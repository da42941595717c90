import type { Report } from '../report-schema.js';
import { html, type Html } from './html.js';
import { chip, row, section, table } from './parts.js';

/** What the check of the manifest found, and what was accepted with a reason. */
export function renderFindings({ findings, accepted, isSound }: Report): Html {
  const open = findings.map(({ id, severity, path, text, rule }) =>
    row(undefined, html`<code>${path}</code>`, [chip(severity, severity === 'error' ? 'bad' : 'note'), id, text, rule]),
  );
  const kept = accepted.map(({ path, rule, reason }) => row(undefined, html`<code>${path}</code>`, [rule, reason]));
  return section(
    'findings',
    isSound ? '6. Findings' : 'Errors and other findings',
    isSound
      ? 'What headgate check says of this manifest on the day of this report.'
      : 'This manifest has errors and is not in force as it stands. What follows is what could be read of it; what could not is left out.',
    open.length
      ? table('Open findings', ['Where', 'Severity', 'Rule', 'Finding', 'Reason'], open)
      : html`<p>${chip('No open findings', 'good')}</p>`,
    html`<h3 id="accepted">Accepted with a reason</h3>`,
    kept.length
      ? table('Findings that the manifest accepts', ['Where', 'Rule', 'Reason given'], kept)
      : html`<p class="none">none</p>`,
  );
}
