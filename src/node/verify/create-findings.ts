import type { RulePage } from '../manifest-rules/rule.js';
import { severityOf } from '../manifest-rules/rule.js';
import type { PrintableFinding } from '../print-findings.js';
import { phaseAt, stepAt, type Phase, type SeenRequest, type StackFrame, type Visit } from './evidence.js';

/** One time that something was seen. */
export interface Sighting {
  readonly visit: Visit['kind'];
  readonly step: string;
  readonly phase: Phase;
  readonly at: number;
  /** The page or the worker. */
  readonly document: string;
  /** What was seen, such as `GET https://…`. */
  readonly what: string;
  readonly stack: readonly StackFrame[];
}

/** A finding of a verification, with every time that it was seen. */
export interface VerifyFinding extends PrintableFinding {
  /** Whom it is about. */
  readonly party: string;
  readonly found: string;
  readonly sightings: readonly Sighting[];
}

export interface Findings {
  /** Notes that something was seen. The same of the same party is one finding, however often it is seen. */
  readonly add: (rule: RulePage, found: Found, sighting: Sighting) => void;
  /** Returns them, the gravest first. */
  readonly list: () => VerifyFinding[];
}

export interface Found {
  readonly party: string;
  /** What was found, without what differs from run to run. */
  readonly found: string;
  readonly expected: string;
  /** What tells it from other findings of the same rule and party. */
  readonly detail?: string;
}

const SEVERITIES = ['error', 'warning', 'note'];

export function createFindings(): Findings {
  const all = new Map<string, VerifyFinding & { readonly sightings: Sighting[] }>();
  return {
    add(rule, { party, found, expected, detail = '' }, sighting) {
      const key = `${rule.id} ${party} ${detail}`;
      const known = all.get(key);
      if (known) return void known.sightings.push(sighting);
      const { id, rule: reason } = rule;
      const said = { id, severity: severityOf(rule), party, found, expected, rule: reason };
      all.set(key, { ...said, file: sighting.document, sightings: [sighting] });
    },
    list: () =>
      [...all]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, finding]) => finding)
        .sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity)),
  };
}

/** Returns where in a visit a request was made. */
export function toSighting(visit: Visit, request: SeenRequest): Sighting {
  const { at, method, url, type, by, document, stack } = request;
  const who = by === 'page' ? '' : ` by a ${by.replace('_', ' ')}`;
  return { ...placeOf(visit, at), document, what: `${method} ${url} (${type})${who}`, stack };
}

/** Returns the step of a visit and what the site then knew of the visitor's will. */
export function placeOf(visit: Visit, at: number): Pick<Sighting, 'visit' | 'step' | 'phase' | 'at'> {
  return { visit: visit.kind, step: stepAt(visit, at)?.name ?? '', phase: phaseAt(visit, at), at };
}

/** Returns a call as `name script:line:column`, the script by host and path. */
export function describeFrame({ function: name, url, line, column }: StackFrame): string {
  const script = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : url;
  return `${name === '' ? '' : `${name} `}${script}:${line}:${column}`;
}
