import { html, type Html } from '../../reports/html/html.js';
import { chip } from '../../reports/html/parts.js';
import type { Phase, VisitKind } from '../evidence.js';

/** What each visit is called in the report. */
export const VISIT_TITLES: { readonly [kind in VisitKind]: string } = {
  ignore: 'Ignores the banner',
  reject: 'Rejects',
  accept: 'Accepts',
  withdraw: 'Accepts, then withdraws',
  gpc: 'Sends Global Privacy Control',
};

export const PHASE_TITLES: { readonly [phase in Phase]: string } = {
  undecided: 'before a choice',
  granted: 'under consent',
  rejected: 'after rejecting',
  withdrawn: 'after withdrawing',
  signalled: 'with the signal',
};

export function phaseChip(phase: Phase): Html {
  return chip(PHASE_TITLES[phase], phase === 'granted' ? 'good' : 'note');
}

export function severityChip(severity: string): Html {
  return chip(severity, severity === 'error' ? 'bad' : severity === 'warning' ? 'note' : 'plain');
}

const LONGEST = 140;

/** An address or a value, cut where it is long, that may break anywhere. */
export function code(text: string): Html {
  return html`<code>${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</code>`;
}
