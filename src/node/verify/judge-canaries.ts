import { createCanaryFinder } from './canaries.js';
import { placeOf, toSighting } from './create-findings.js';
import { phaseAt, type SeenRequest, type Visit } from './evidence.js';
import { withoutQuery } from './judge-requests.js';
import type { Scope } from './scope.js';
import { verifyRules } from './verify-rules.js';

type Finder = ReturnType<typeof createCanaryFinder>;

/** Where what the visitor typed turns up again. */
export function judgeCanaries(visit: Visit, scope: Scope): void {
  const find = createCanaryFinder(scope.canaries);
  judgeSent(visit, scope, find);
  judgeStored(visit, scope, find);
  judgeDisk(visit, scope);
}

function judgeSent(visit: Visit, { partyOf, findings, manifest }: Scope, find: Finder): void {
  for (const request of visit.requests) {
    const party = partyOf(request.url);
    const sighting = toSighting(visit, request);
    if (party.isOwn) {
      for (const { canary, form } of find(request.url)) {
        const found = `{${canary}} (${form}) in ${withoutQuery(request.url)}`;
        const expected = 'addresses without personal data';
        findings.add(
          verifyRules.personalDataInAddress,
          { party: party.name, found, expected, detail: canary },
          sighting,
        );
      }
      continue;
    }
    // A declared recipient may get what is declared; events with other fields are findings of their own.
    if (manifest && party.isDeclared && !party.isTracker && phaseAt(visit, request.at) === 'granted') continue;
    for (const { canary, form, where } of findInRequest(request, find)) {
      const found = `{${canary}} (${form}) in the ${where} of a request to ${party.name} (${party.category})`;
      const expected = 'nothing that the visitor typed';
      findings.add(verifyRules.personalDataSent, { party: party.name, found, expected, detail: canary }, sighting);
    }
  }
}

function findInRequest(
  { url, body, headers }: SeenRequest,
  find: Finder,
): { canary: string; form: string; where: string }[] {
  const parts: readonly (readonly [where: string, content: Uint8Array | string | undefined])[] = [
    ['address', url],
    ['body', body],
    ['headers', Object.values(headers).join('\n')],
  ];
  return parts.flatMap(([where, content]) =>
    content === undefined ? [] : find(content).map((sighting) => ({ ...sighting, where })),
  );
}

function judgeStored(visit: Visit, { findings, partyOf }: Scope, find: Finder): void {
  for (const step of visit.steps) {
    for (const { kind, name, value, owner } of step.device) {
      for (const { canary, form } of find(`${name}\n${value}`)) {
        const party = partyOf(`http://${owner}/`).name;
        const found = `{${canary}} (${form}) in ${kind} ${name} of ${owner.replace(/:\d+$/, '')}`;
        const detail = `${canary} ${kind} ${name}`;
        const place = {
          ...placeOf(visit, step.until),
          step: step.name,
          document: step.url,
          what: `${kind} ${name}`,
          stack: [],
        };
        findings.add(verifyRules.personalDataStored, { party, found, expected: 'it in page memory', detail }, place);
      }
    }
  }
}

/** What no document of the end could read any more, such as the store of a frame that has gone. */
function judgeDisk(visit: Visit, { findings, canaries }: Scope): void {
  const find = createCanaryFinder(canaries);
  const read = new Set(
    visit.steps.flatMap(({ device }) =>
      device.flatMap(({ name, value }) => find(`${name}\n${value}`).map(({ canary }) => canary)),
    ),
  );
  const last = visit.steps.at(-1);
  for (const { file, canary } of visit.canariesOnDisk) {
    if (!last || read.has(canary)) continue;
    const [, store = file] = file.split(/[\\/]/);
    const found = `{${canary}} on the disk, in the browser's ${store}`;
    const place = {
      ...placeOf(visit, last.until),
      step: last.name,
      document: last.url,
      what: `file ${file}`,
      stack: [],
    };
    const said = { party: 'the site itself', found, expected: 'it in page memory', detail: `${canary} disk ${store}` };
    findings.add(verifyRules.personalDataStored, said, place);
  }
}
