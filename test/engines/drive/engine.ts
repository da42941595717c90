/** What every scenario needs of a browser, whichever engine it has. */

export type EngineName = 'Chromium' | 'Firefox' | 'WebKit';

export interface Engine {
  readonly name: EngineName;
  open(options?: OpenOptions): Promise<EngineBrowser>;
}

export interface OpenOptions {
  /** Folder of an earlier browser's profile, which is then kept. A new one by default, deleted by `close`. */
  readonly profile?: string;
  /** A private window, or a visitor who forbids cookies: what engines do to storage then differs. */
  readonly visitor?: 'private' | 'no-cookies';
}

export interface EngineBrowser {
  readonly profile: string;
  openTab(url?: string): Promise<Tab>;
  /**
   * Opens a page in a browser of the same kind that has no driver: what is in the page drives it. Only where a driver ends with
   * the process of a page.
   */
  openUndriven?(url: string): Promise<void>;
  /** SIGKILL to every process of this browser whose command line has this text: not one more line of it runs. */
  killProcesses(named: string): number;
  /** SIGKILL to the whole browser: nothing is tidied up, and the profile stays as it is. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface Frame {
  /**
   * Runs a function in the page, alone: it sees what it is handed and the page's globals, nothing of the test's file.
   * Arguments and answer travel as JSON.
   */
  evaluate<A extends readonly unknown[], T>(run: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
}

/** Reached by signals, whatever the page does. */
export interface PageProcess {
  /** SIGKILL: not one more line of it runs. */
  kill(): void;
  /** SIGSTOP and SIGCONT: the page stands still wherever it is, and knows nothing of it. */
  setStopped(isStopped: boolean): void;
}

export interface Tab extends Frame {
  goTo(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Frames in the order of the document, the top one's children alone. */
  frame(index: number): Frame;
  /** Only where the engine's protocol can: a page's life cycle as the browser drives it. */
  setFrozen?(isFrozen: boolean): Promise<void>;
  close(): Promise<void>;
}
