import { html, toId, type Html } from '../../reports/html/html.js';
import { section } from '../../reports/html/parts.js';
import { plural } from '../plural.js';
import { describeFrame } from '../create-findings.js';
import type { DeviceItem } from '../evidence.js';
import type { RequestSeen, StepSeen, VisitSeen } from '../verification.js';
import { withoutQuery } from '../judge-requests.js';
import { code, phaseChip, VISIT_TITLES } from './words.js';

type Pictures = ReadonlyMap<string, Uint8Array>;

const OWN = 'the site itself';
/** How many rows of one step are shown. All of them are in `result.json`. */
const MOST_ROWS = 25;

/** One visit as a line of time: each step with its picture, what was sent, and what changed on the device. */
export function renderVisit(visit: VisitSeen, number: number, pictures: Pictures): Html {
  const answers = visit.answers.map(({ wish, by }) => `${wish}: ${by}`);
  const failures = visit.failures.map(({ why }) => `could not be done: ${why}`);
  const intro = [...answers, ...failures].join(' · ') || 'The banner was left as it was.';
  const start = visit.steps.at(0)?.from ?? 0;
  return section(
    toId('visit', visit.kind),
    `${number}. ${VISIT_TITLES[visit.kind]}`,
    intro,
    ...visit.steps.map((step) => renderStep(step, start, pictures)),
  );
}

function renderStep(step: StepSeen, start: number, pictures: Pictures): Html {
  const others = step.requests.filter(({ party }) => party !== OWN);
  const own = step.requests.length - others.length;
  return html`<div class="step">
    ${renderPicture(step, pictures)}
    <div>
      <h3><span>${seconds(step.from - start)} ${step.name}</span> ${phaseChip(step.phase)}</h3>
      <p class="address">${step.url}</p>
      <p>${plural(own, 'request')} to the site itself, ${others.length} to others.</p>
      ${others.length > 0 && renderRequests(others, start)}
      ${step.appeared.length > 0 && renderItems('New or changed on the device', step.appeared)}
      ${step.gone.length > 0 && renderItems('Gone from the device', step.gone)}
    </div>
  </div> `;
}

function renderPicture({ picture, name }: StepSeen, pictures: Pictures): Html {
  const bytes = picture === undefined ? undefined : pictures.get(picture);
  if (!bytes) return html`<div></div>`;
  const source = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
  return html`<figure>
    <img src="${source}" alt="The page as the visitor ${name}" width="1280" height="900" loading="lazy" />
  </figure>`;
}

/** Requests that differ only in their query or their time are one row. */
interface RequestRow {
  readonly first: RequestSeen;
  count: number;
}

function toRows(requests: readonly RequestSeen[]): RequestRow[] {
  const rows = new Map<string, RequestRow>();
  for (const request of requests) {
    const { party, method, url, phase, by, stack } = request;
    const key = JSON.stringify([party, method, withoutQuery(url), phase, by, stack.at(0)]);
    const row = rows.get(key);
    if (row) row.count += 1;
    else rows.set(key, { first: request, count: 1 });
  }
  return [...rows.values()];
}

function renderRequests(requests: readonly RequestSeen[], start: number): Html {
  const rows = toRows(requests);
  const more = rows.length - MOST_ROWS;
  return html`<div class="scroll" role="region" aria-label="Requests to others" tabindex="0">
      <table class="requests">
        <thead>
          <tr>
            <th scope="col">to</th>
            <th scope="col">request</th>
            <th scope="col">when</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map((row) => renderRequest(row, start))}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="none">${more} more in result.json</p>`}`;
}

function renderRequest({ first, count }: RequestRow, start: number): Html {
  const { party, method, url, type, by, phase, at, stack, body, witness } = first;
  const caller = stack.at(0);
  const facts = [
    type,
    by === 'page' ? '' : `by a ${by.replace('_', ' ')}`,
    body ? plural(body.bytes, 'byte') : '',
    witness === 'network-log' ? 'seen by the network log alone' : '',
    caller ? `started at ${describeFrame(caller)}` : '',
    count > 1 ? `${count} times` : '',
  ];
  return html`<tr>
    <th scope="row">${party}</th>
    <td>${method} ${code(url)} <span class="calls">${facts.filter(Boolean).join(', ')}</span></td>
    <td>${seconds(at - start)} ${phaseChip(phase)}</td>
  </tr> `;
}

function renderItems(title: string, items: readonly DeviceItem[]): Html {
  const more = items.length - MOST_ROWS;
  return html`<h4>${title}</h4>
    <div class="scroll" role="region" aria-label="${title}" tabindex="0">
      <table>
        <tbody>
          ${items.slice(0, MOST_ROWS).map(
            ({ kind, owner, name, value, days }) =>
              html`<tr>
                <th scope="row">${kind} ${code(name)}</th>
                <td>${owner}${days !== undefined && `, for ${plural(days, 'day')}`}</td>
                <td>${code(value)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="none">${more} more in result.json</p>`}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
