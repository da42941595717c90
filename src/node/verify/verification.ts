import { createHash } from 'node:crypto';
import type { VerifyFinding } from './create-findings.js';
import {
  phaseAt,
  stepAt,
  type BannerAnswer,
  type DeviceItem,
  type Phase,
  type StackFrame,
  type Visit,
} from './evidence.js';
import type { Judgement } from './judge.js';

/** Everything that a verification says, as JSON has it and the report shows it. */
export interface Verification {
  readonly site: string;
  readonly created: string;
  readonly versions: { readonly [name: string]: string };
  /** The manifest that it was held against. */
  readonly manifest?: { readonly file: string; readonly version: string; readonly sha256: string };
  readonly pages: readonly string[];
  readonly findings: readonly VerifyFinding[];
  readonly parties: readonly PartySeen[];
  readonly visits: readonly VisitSeen[];
}

/** Who was asked, and when in the visitor's view. */
export interface PartySeen {
  readonly name: string;
  readonly category: string;
  readonly isOwn: boolean;
  readonly isTracker: boolean;
  readonly isDeclared: boolean;
  readonly hosts: readonly string[];
  readonly requests: { readonly [phase in Phase]: number };
}

export interface VisitSeen {
  readonly kind: Visit['kind'];
  readonly answers: readonly BannerAnswer[];
  readonly failures: Visit['failures'];
  readonly steps: readonly StepSeen[];
}

export interface StepSeen {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  readonly phase: Phase;
  readonly url: string;
  /** Name of the picture in the evidence pack. */
  readonly picture?: string;
  readonly requests: readonly RequestSeen[];
  /** What is on the device that was not there after the step before, and what has gone. */
  readonly appeared: readonly DeviceItem[];
  readonly gone: readonly DeviceItem[];
}

export interface RequestSeen {
  readonly at: number;
  readonly phase: Phase;
  readonly method: string;
  readonly url: string;
  readonly type: string;
  readonly by: string;
  readonly party: string;
  readonly witness: string;
  readonly body?: { readonly bytes: number; readonly sha256: string };
  readonly stack: readonly StackFrame[];
}

/** Returns the visits as they are told: requests by step, and what changed on the device. */
export function toVisitsSeen(visits: readonly Visit[], partyOf: Judgement['partyOf']): VisitSeen[] {
  return visits.map((visit) => ({
    kind: visit.kind,
    answers: visit.answers,
    failures: visit.failures,
    steps: visit.steps.map((step, index): StepSeen => {
      const before = visit.steps[index - 1]?.device ?? [];
      const { name, from, until, url, picture, device } = step;
      // On an empty page no store can be read, so nothing can be said to have gone.
      const isReadable = /^https?:/.test(url);
      return {
        name,
        from,
        until,
        url,
        phase: phaseAt(visit, until),
        ...(picture && { picture: pictureName(visit.kind, index) }),
        requests: visit.requests
          .filter((request) => stepAt(visit, request.at) === step)
          .sort((one, other) => one.at - other.at)
          .map((request) => toRequestSeen(visit, request, partyOf)),
        appeared: device.filter((item) => !before.some((one) => isSame(one, item))),
        gone: isReadable ? before.filter((item) => !device.some((one) => isSame(one, item))) : [],
      };
    }),
  }));
}

export function pictureName(kind: string, index: number): string {
  return `pictures/${kind}-${String(index + 1).padStart(2, '0')}.jpg`;
}

function toRequestSeen(visit: Visit, request: Visit['requests'][number], partyOf: Judgement['partyOf']): RequestSeen {
  const { at, method, url, type, by, witness, stack, body } = request;
  return {
    at,
    phase: phaseAt(visit, at),
    method,
    url,
    type,
    by,
    party: partyOf(url).name,
    witness,
    ...(body && { body: { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') } }),
    stack,
  };
}

function isSame(one: DeviceItem, other: DeviceItem): boolean {
  return one.kind === other.kind && one.owner === other.owner && one.name === other.name && one.value === other.value;
}

/** Returns who was asked in all visits: other parties first, those that follow people before the others. */
export function toPartiesSeen(visits: readonly Visit[], partyOf: Judgement['partyOf']): PartySeen[] {
  const seen = new Map<string, PartySeen & { hosts: string[]; requests: { [phase in Phase]: number } }>();
  for (const visit of visits) {
    for (const { url, at } of visit.requests) {
      const { host, ...party } = partyOf(url);
      const row = seen.get(party.name) ?? { ...party, hosts: [], requests: { ...NONE } };
      seen.set(party.name, row);
      if (!row.hosts.includes(host)) row.hosts.push(host);
      row.requests[phaseAt(visit, at)] += 1;
    }
  }
  const weight = ({ isOwn, isTracker }: PartySeen): number => (isTracker ? 0 : isOwn ? 2 : 1);
  return [...seen.values()].sort(
    (one, other) => weight(one) - weight(other) || one.name.localeCompare(other.name, 'en'),
  );
}

const NONE = { undecided: 0, granted: 0, rejected: 0, withdrawn: 0, signalled: 0 };
