/** What every column gives the page: the least that a site does to track with it. */
export interface Column {
  /** Everything that must run before the first event, as the product's documentation has it. */
  init(options: ColumnOptions): void;
  track(mark: string): void;
}

export interface ColumnOptions {
  /** The collector, with a path that belongs to this run alone. */
  readonly url: string;
  /** Whether a large backlog is expected: limits are raised so that none of it is evicted. */
  readonly backlog?: boolean;
  /** Most events in a batch, where it can be chosen. */
  readonly batch?: number;
  /** Which forms of Headgate's own format the collector takes. */
  readonly accepts?: readonly ('rows' | 'gzip')[];
}

declare global {
  var column: Column;
}
