import type { Withdrawals } from '../consent/withdrawals.js';
import type { Room } from '../delivery/ask-collector.js';
import type { Protect } from '../safety/protect.js';
import type { ApplicationEnvironment } from './environment.js';
import type { Standby } from './standby.js';
import type { Tabs } from './tabs.js';

/** The part of the browser's 64 KiB for requests of a page that is being left: other scripts need some too. */
const LEAVING_BYTES = 60_000;
/** When a page that came back asks again a device that did not answer, in milliseconds. */
const ASK_AGAIN = 1_000;

export interface PageLifecycleHost {
  readonly environment: Pick<ApplicationEnvironment, 'onPage' | 'isPrerendering' | 'after'>;
  readonly protect: Protect;
  readonly withdrawals: Pick<Withdrawals, 'applyWithdrawals' | 'granted'>;
  readonly standby: Pick<Standby, 'agree' | 'part' | 'flush'>;
  readonly tabs: Tabs;
  /** The page is active for the first time. */
  start(): void;
}

export interface PageLifecycle {
  /** Whether the page has come back and does not know yet what was withdrawn meanwhile. */
  isBehind(): boolean;
  /** Resolves when it knows. */
  caughtUp(): Promise<void>;
  /** Starts at once, unless the page is being prerendered. */
  begin(): void;
  stop(): void;
}

/** What a page does when it is activated, hidden, left and shown again. */
export function createPageLifecycle(host: PageLifecycleHost): PageLifecycle {
  const { environment, protect, withdrawals, standby, tabs, start } = host;
  const { onPage, isPrerendering, after } = environment;
  let isStarted = false;
  /** The page was left, and has not been shown since. */
  let isAway = false;
  let isBehind = false;
  let catchingUp: Promise<void> | undefined;

  function begin(): void {
    if (isStarted || isPrerendering()) return;
    isStarted = true;
    start();
  }

  /**
   * A page in the back/forward cache hears no message, and a mark may have come and gone: before it sends or writes anything,
   * from memory either, it lets its consent sources speak and asks the device what other tabs have withdrawn.
   */
  async function catchUp(): Promise<void> {
    do {
      await new Promise<void>((resolve) => void after(0, resolve));
      withdrawals.applyWithdrawals();
      if (await standby.agree()) break;
      await new Promise<void>((resolve) => void after(ASK_AGAIN, resolve));
    } while (!isAway);
    isBehind = isAway;
    catchingUp = undefined;
  }

  async function show(): Promise<void> {
    isAway = false;
    if (withdrawals.granted().length > 0) tabs.join();
    if (isBehind) await (catchingUp ??= catchUp());
    if (!isBehind) await standby.flush();
  }

  function hide(isLeft: boolean | undefined): void {
    isAway ||= !!isLeft;
    const room: Room = { left: LEAVING_BYTES };
    if (isLeft) {
      standby.part(room, 'leave');
      isBehind = true;
      // A message would throw the page out of the back/forward cache.
      tabs.leave();
      return;
    }
    // In a task of its own: then it is known whether the page is left. Such a one must not touch its device any more.
    after(0, () => {
      if (!isAway) standby.part(room, 'hide');
    });
  }

  const stop = protect(onPage)(
    protect((isHidden: boolean, isLeft?: boolean): unknown => {
      if (isPrerendering()) return undefined;
      begin();
      return isHidden ? hide(isLeft) : show();
    }),
  );

  return {
    begin,
    isBehind: () => isBehind,
    caughtUp: async () => {
      await catchingUp;
    },
    stop: () => stop?.(),
  };
}
