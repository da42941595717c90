import type { Report } from '../audit/diagnostic.js';
import type { Ledger } from '../audit/create-ledger.js';
import type { Consent } from '../consent/create-consent.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import type { Lane } from '../delivery/lane.js';
import type { Intake } from '../intake/intake.js';
import type { Receipts } from '../intake/receipts.js';
import type { Protect } from '../safety/protect.js';
import type { EventStore, WipeResult } from '../storage/event-store.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { ApplicationEnvironment } from './environment.js';
import type { Tabs } from './tabs.js';

/** When the keys of the store are looked through, for expiry and limits, after the first grant on a page, in milliseconds. */
const SWEEP_DELAY = 5_000;
/** How often a device that does not answer is asked again whether a receipt was made, each time after its rest. */
const PATIENCE = 2;

export interface DeviceHost {
  readonly environment: Pick<ApplicationEnvironment, 'after'>;
  readonly withdrawals: Pick<Withdrawals, 'granted'>;
  readonly consent: Pick<Consent, 'state'>;
  readonly receipts: Pick<Receipts, 'newGrant' | 'made'>;
  readonly intake: Pick<Intake, 'toReceipt' | 'sendReceipt'>;
  readonly store: EventStore;
  readonly tabs: Tabs;
  readonly lanes: { readonly [lane: string]: Lane };
  /** The lanes by their names on the device. */
  readonly stored: ReadonlyMap<string, string>;
  eachLane(use: (lane: Lane) => void): void;
  /** Whether the instance refuses everything, and leaves the device alone. */
  isRefusing(): boolean;
  readonly protect: Protect;
  readonly move: Ledger['move'];
  readonly report: Report;
}

/** What this page does with what lies on the device, and how it counts what it deleted there unread. */
export interface Device {
  /** Looks at what may lie there now that something is granted. */
  openStorage(): Promise<void>;
  /** Deletes what is void; or everything, for a reason. */
  wipe(reason?: string): Promise<void>;
  /** Deletes what is void, expired or too much. */
  sweep(): Promise<void>;
  /** Counts events of chunks that were removed unread. */
  countRemoved(result: Pick<WipeResult, 'removed'>): void;
  /** Storage failed, or may work again. */
  onStorageHealth(isFailure: boolean): void;
}

export function createDevice(host: DeviceHost): Device {
  const { environment, withdrawals, consent, receipts, intake, store, tabs, lanes, stored } = host;
  const { eachLane, isRefusing, protect, move, report } = host;
  let isSwept = false;
  let patience = PATIENCE;

  function countRemoved({ removed }: Pick<WipeResult, 'removed'>): void {
    for (const [[storedAs, , id, , count, , , by], state, reason] of removed) {
      const lane = stored.get(storedAs);
      // That of another application, which counts it itself.
      if (lane === undefined) continue;
      if (by === store.page) lanes[lane]?.end([id], state, reason);
      else {
        move(lane, undefined, state, reason, count);
        tabs.tell({ ended: [lane, [id], state, reason] });
      }
    }
  }

  const wipe = async (reason?: string): Promise<void> => countRemoved(await store.wipe(reason));
  async function sweep(): Promise<void> {
    if (!isRefusing()) countRemoved(await store.sweep());
  }

  async function openStorage(): Promise<void> {
    if (withdrawals.granted().length === 0 || isRefusing()) return;
    tabs.join();
    const grant = receipts.newGrant(consent.state());
    const made = grant && intake.toReceipt('granted');
    const known = await store.enterFirst<TaggedEvent | 'acknowledged'>((_store, control, done) => {
      if (!made || control.receipt === grant) return done('acknowledged');
      if (control.pending?.[0] !== grant) control.pending = [grant, made];
      done(control.pending[1]);
    });
    tabs.tell({ opened: withdrawals.granted() });
    // A backlog can wait until the page has started.
    eachLane((lane) => lane.resume());
    if (!isSwept) environment.after(SWEEP_DELAY, () => void sweep());
    isSwept = true;
    if (!made || known === 'acknowledged' || withdrawals.granted().length === 0) return;
    const current = receipts.newGrant(consent.state());
    // The platform has said more meanwhile.
    if (current !== grant) return current ? openStorage() : undefined;
    // One that is only slow knows whether an earlier page has made this receipt: another one would prove the same again.
    if (!known && store.isSpilling() && patience > 0) {
      patience -= 1;
      return;
    }
    receipts.made(grant);
    intake.sendReceipt(known ?? made);
  }

  return {
    countRemoved,
    wipe,
    sweep,
    openStorage,

    onStorageHealth(isFailure) {
      if (isRefusing()) return;
      if (isFailure) report({ code: 'storage-failed' });
      else {
        void wipe();
        if (patience < PATIENCE) void protect(openStorage)();
      }
      eachLane((lane) => lane.resume());
    },
  };
}
