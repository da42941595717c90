import type { Consent } from '../consent/create-consent.js';
import type { ConsentState } from '../consent/consent.js';
import type { ConsentChange, Withdrawals } from '../consent/withdrawals.js';
import type { Lane } from '../delivery/lane.js';
import type { Intake } from '../intake/intake.js';
import type { Receipts } from '../intake/receipts.js';
import type { Vault } from '../storage/vault.js';

export interface ConsentChangeHost {
  readonly consent: Consent;
  readonly withdrawals: Withdrawals;
  readonly intake: Intake;
  readonly vault: Vault;
  readonly receipts: Receipts;
  eachLane(use: (lane: Lane) => void): void;
  /** Deletes from the device, in every tab, what is void. */
  wipe(): unknown;
  /** Opens the device for what may lie there now. */
  openStorage(): void;
  readonly listeners: ReadonlySet<(state: ConsentState) => void>;
}

/**
 * What a change of consent does, in the order of the promise "withdrawn means gone". By the time that this runs, the epochs
 * of what closed are void and the gate refuses it; in the same task nothing is held or prepared any more that was admitted
 * under them, no request carries it, and it is being deleted from the device. Only then is anything new opened or told.
 */
export function createConsentChange(host: ConsentChangeHost): (change: ConsentChange) => void {
  const { consent, withdrawals, intake, vault, receipts, eachLane, wipe, openStorage, listeners } = host;
  let region = consent.region();

  return (change) => {
    const { granted, closed, withdrawn } = change;
    intake.review();
    if (closed.length > 0) {
      // The keys die with the consent that they were made under.
      if (withdrawals.granted().length === 0) vault.forget();
      eachLane((lane) => lane.purge('withdrawn'));
      wipe();
    }
    if (withdrawn.length > 0) {
      if (receipts.isWithdrawal(change, consent.state())) intake.sendReceipt(intake.toReceipt('withdrawn'));
      receipts.clear();
    }
    if (granted.length > 0) openStorage();
    // What an earlier page left may have waited for it.
    const isElsewhere = region !== consent.region();
    region = consent.region();
    if (isElsewhere) eachLane((lane) => lane.resume());
    for (const listener of listeners) listener(consent.state());
  };
}
