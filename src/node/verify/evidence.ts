/** What a verification sees. Times are milliseconds since the epoch. */

/** What a visitor does about the banner; `gpc` ignores it and sends Global Privacy Control. */
export const VISIT_KINDS = ['ignore', 'reject', 'accept', 'withdraw', 'gpc'] as const;

export type VisitKind = (typeof VISIT_KINDS)[number];

/** What the site knows of the visitor's will at a moment. */
export type Phase = 'undecided' | 'granted' | 'rejected' | 'withdrawn' | 'signalled';

export interface StackFrame {
  readonly function: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** One request that left the page, or a message on an open connection. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** As the DevTools protocol calls it: `Document`, `Fetch`, `Ping`, `WebSocket`, … */
  readonly type: string;
  /** What made it: `page`, `iframe`, `worker`, `service_worker`, `shared_worker`. */
  readonly by: string;
  /** The document's or the worker's address. */
  readonly document: string;
  readonly headers: { readonly [name: string]: string };
  /** Where it was started; the nearest call first. Empty where no script did. */
  readonly stack: readonly StackFrame[];
  body: Uint8Array | undefined;
  /** Who saw it. The browser's network log also has what a page sends while it goes. */
  readonly witness: 'devtools' | 'network-log';
}

/** A script that wrote to the device, as it wrote. */
export interface SeenWrite {
  readonly at: number;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly document: string;
  readonly stack: readonly StackFrame[];
}

export type DeviceKind = 'cookie' | 'localStorage' | 'sessionStorage' | 'indexedDB' | 'cache' | 'service worker';

/** Something that lies on the device. */
export interface DeviceItem {
  readonly kind: DeviceKind;
  /** The cookie's domain, or the origin. */
  readonly owner: string;
  readonly name: string;
  readonly value: string;
  /** Days until the browser forgets it; `undefined` for the session or for ever. */
  readonly days?: number;
}

/** One thing that the visitor did, and what the browser held afterwards. */
export interface Step {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  /** Where the visitor was at its end. */
  readonly url: string;
  readonly device: readonly DeviceItem[];
  /** JPEG. */
  readonly picture: Uint8Array | undefined;
}

/** How the banner was answered. */
export interface BannerAnswer {
  readonly wish: 'accept' | 'reject' | 'withdraw';
  readonly at: number;
  /** A rule of autoconsent, `journey`, or what was clicked. */
  readonly by: string;
}

export interface Visit {
  readonly kind: VisitKind;
  /** Name and version of the browser. */
  readonly browser: string;
  readonly steps: readonly Step[];
  readonly requests: readonly SeenRequest[];
  readonly writes: readonly SeenWrite[];
  readonly answers: readonly BannerAnswer[];
  /** What could not be done: the wish, and where the visitor was. */
  readonly failures: readonly VisitFailure[];
  /** Files of the profile in which a canary stands, found after the browser had ended. */
  readonly canariesOnDisk: readonly { readonly file: string; readonly canary: string }[];
  /** Where the page's own Headgate configuration says that its collectors send to. */
  readonly endpoints: { readonly [collector: string]: string };
}

export interface VisitFailure {
  readonly kind: 'banner' | 'withdrawal' | 'step';
  readonly step: string;
  readonly url: string;
  readonly why: string;
}

/** Returns what the site knew at a moment of a visit. An answer holds from the click on. */
export function phaseAt({ kind, answers }: Pick<Visit, 'kind' | 'answers'>, at: number): Phase {
  const last = [...answers].reverse().find((answer) => answer.at <= at);
  if (!last) return kind === 'gpc' ? 'signalled' : 'undecided';
  return PHASES[last.wish];
}

const PHASES = { accept: 'granted', reject: 'rejected', withdraw: 'withdrawn' } as const;

/** Returns the step that was under way; what came in between two steps belongs to the earlier one. */
export function stepAt({ steps }: Pick<Visit, 'steps'>, at: number): Step | undefined {
  return [...steps].reverse().find(({ from }) => from <= at) ?? steps.at(0);
}
