import type { Headgate } from '../instance/headgate.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Journal } from './journal.js';
import type { Device } from './read-device.js';

/** All that can be shown. */
export interface Shown {
  readonly headgate: Headgate;
  readonly journal: Journal;
  /** What each consent source said last, as JSON. */
  readings(): readonly (string | undefined)[];
  /** What waits, as the device said last; `undefined` before it has. */
  readonly waiting: Waiting | undefined;
}

/** What waits, here and on the device. */
export interface Waiting {
  readonly events: readonly TaggedEvent[];
  readonly device: Device;
}

/** One tab of the overlay. */
export interface View {
  readonly title: string;
  render(shown: Shown): readonly Node[];
}
