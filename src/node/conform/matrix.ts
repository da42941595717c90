/** What trackers did, as `--json` prints it and the repository keeps it. */
export interface Matrix {
  /** The version of Chromium. */
  readonly browser: string;
  readonly rows: readonly AskedRow[];
  readonly trackers: readonly AskedTracker[];
}

export interface AskedRow {
  readonly id: string;
  readonly title: string;
  readonly counts: string;
}

export interface AskedTracker {
  readonly name: string;
  /** Versions by package; none where an adapter of the caller's is asked. */
  readonly packages: { readonly [name: string]: string };
  readonly mode: string;
  readonly documentation: string;
  readonly date: string;
  /** By the row's id. */
  readonly rows: { readonly [id: string]: Cell };
}

export interface Cell {
  readonly verdict: 'pass' | 'fail' | 'not offered';
  readonly seen: string;
}
