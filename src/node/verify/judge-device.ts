import { placeOf } from './create-findings.js';
import { phaseAt, type DeviceItem, type SeenWrite, type Visit } from './evidence.js';
import type { Party } from './parties.js';
import type { Scope } from './scope.js';
import { verifyRules } from './verify-rules.js';

/** What lies on the device, and who put it there. */
export function judgeDevice(visit: Visit, scope: Scope): void {
  judgeWrites(visit, scope);
  judgeCookies(visit, scope);
  judgeRemains(visit, scope);
}

/** What scripts wrote while the visitor had not agreed. */
function judgeWrites(visit: Visit, { partyOf, findings }: Scope): void {
  for (const write of visit.writes) {
    const writer = writerOf(write, partyOf);
    if (!writer || phaseAt(visit, write.at) === 'granted') continue;
    const found = `${writer.name} (${writer.category}) wrote ${write.kind} ${write.name}`;
    const place = { ...placeOf(visit, write.at), document: write.document, what: `writes ${write.kind} ${write.name}` };
    findings.add(
      verifyRules.writtenWithoutConsent,
      { ...NO_WRITES, party: writer.name, found },
      { ...place, stack: write.stack },
    );
  }
}

const NO_WRITES = { expected: 'nothing on the device for it' };

/** What other sites set by their answers. */
function judgeCookies(visit: Visit, { partyOf, findings }: Scope): void {
  for (const step of visit.steps) {
    if (visit.answers.some(({ wish, at }) => wish === 'accept' && at <= step.until)) return;
    for (const item of step.device.filter(({ kind }) => kind === 'cookie')) {
      const party = partyOf(`http://${item.owner}/`);
      if (party.isOwn) continue;
      const found = `${party.name} (${party.category}) set the cookie ${item.name} of ${item.owner}`;
      const place = {
        ...placeOf(visit, step.until),
        step: step.name,
        document: step.url,
        what: `cookie ${item.name} of ${item.owner}`,
        stack: [],
      };
      findings.add(verifyRules.writtenWithoutConsent, { ...NO_WRITES, party: party.name, found }, place);
    }
  }
}

/** What is still there at the end of a visit that withdrew. */
function judgeRemains(visit: Visit, { partyOf, findings }: Scope): void {
  const last = visit.steps.at(-1);
  // Stores can be read while a page is open: the last page of the site says more than the empty one after it.
  const shown = [...visit.steps].reverse().find(({ url }) => /^https?:/.test(url));
  if (!last || !shown || phaseAt(visit, shown.until) !== 'withdrawn') return;
  for (const item of shown.device) {
    const party = authorOf(item, visit, partyOf);
    if (!party || isWrittenAtOnce(item, visit)) continue;
    const found = `${item.kind} ${item.name} of ${party.name} (${party.category})`;
    const place = {
      ...placeOf(visit, shown.until),
      step: shown.name,
      document: shown.url,
      what: `still has ${item.kind} ${item.name}`,
      stack: [],
    };
    findings.add(verifyRules.leftAfterWithdrawal, { party: party.name, found, expected: 'it deleted' }, place);
  }
}

/** What was there before any consent is a finding of its own. */
function isWrittenAtOnce({ kind, owner, name }: DeviceItem, visit: Visit): boolean {
  const before = visit.steps.filter(({ until }) => phaseAt(visit, until) === 'undecided');
  return before.some(({ device }) =>
    device.some((item) => item.kind === kind && item.owner === owner && item.name === name),
  );
}

function authorOf({ kind, owner, name }: DeviceItem, visit: Visit, partyOf: Scope['partyOf']): Party | undefined {
  const holder = partyOf(`http://${owner}/`);
  if (kind === 'cookie' && !holder.isOwn) return holder;
  const writes = visit.writes.filter((write) => write.kind === kind && write.name === name);
  return writes.map((write) => writerOf(write, partyOf)).find((party) => party !== undefined);
}

/** What only brings files, or asks for the consent itself, writes on behalf of the site. */
const SERVANTS = new Set(['cdn', 'hosting', 'utility', 'consent-provider']);

/** Returns the other party whose script wrote; nothing where it was the site's own. */
function writerOf({ stack, document }: SeenWrite, partyOf: Scope['partyOf']): Party | undefined {
  const scripts = stack.length > 0 ? stack.map(({ url }) => url) : [document];
  const others = scripts.map(partyOf).filter(({ isOwn, category }) => !isOwn && !SERVANTS.has(category));
  return others.at(0);
}
