/** The shape of what a run saw, in `recorded/matrix.json`. */
export interface Recorded {
  /** The version of Chromium. */
  readonly browser: string;
  readonly rows: readonly { readonly id: string; readonly title: string; readonly counts: string }[];
  readonly trackers: readonly RecordedTracker[];
}

export interface RecordedTracker {
  readonly name: string;
  readonly packages: { readonly [name: string]: string };
  readonly mode: string;
  readonly documentation: string;
  readonly date: string;
  /** By the row's id. */
  readonly rows: { [id: string]: Cell };
}

export interface Cell {
  readonly verdict: 'pass' | 'fail' | 'not offered';
  readonly seen: string;
}
