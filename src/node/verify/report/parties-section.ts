import { html, type Html } from '../../reports/html/html.js';
import { breakable, chip, section } from '../../reports/html/parts.js';
import type { Phase } from '../evidence.js';
import type { PartySeen, Verification } from '../verification.js';
import { PHASE_TITLES } from './words.js';

const PHASES: readonly Phase[] = ['undecided', 'rejected', 'withdrawn', 'signalled', 'granted'];

/** Who was asked how often, by what the visitor had chosen. */
export function renderParties({ parties, manifest }: Verification): Html {
  const intro =
    'Requests of all visits. Vendors and what they are for are named by the public database third-party-web; a host that it does not know stands by its name.';
  const head = ['recipient', 'for', 'in the manifest', ...PHASES.map((phase) => PHASE_TITLES[phase])];
  return section(
    'recipients',
    '2. Who got what',
    intro,
    html`<div class="scroll" role="region" aria-label="Recipients" tabindex="0">
      <table>
        <thead>
          <tr>
            ${head.map((cell, index) => html`<th scope="col" class="${index > 2 ? 'number' : 'name'}">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${parties.map((party) => renderParty(party, manifest !== undefined))}
        </tbody>
      </table>
    </div>`,
  );
}

function renderParty(party: PartySeen, hasManifest: boolean): Html {
  const { name, category, isOwn, isTracker, isDeclared, hosts, requests } = party;
  const declared = isDeclared ? chip('named', 'good') : chip('not named', 'bad');
  const known = isOwn || !hasManifest ? '' : declared;
  return html`<tr>
    <th scope="row"><strong>${name}</strong> <span class="more">${breakable(hosts.join(', '))}</span></th>
    <td>${isTracker ? chip(category, 'note') : category}</td>
    <td>${known}</td>
    ${PHASES.map((phase) => html`<td class="number">${requests[phase]}</td>`)}
  </tr> `;
}
