import type { Headgate } from '../instance/headgate.js';
import type { Manifest } from '../manifest/manifest.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Journal } from './journal.js';
import type { Device } from './read-device.js';

/** What the inspector uses of an instance: without `track`, whose types differ from manifest to manifest. */
export interface Inspected extends Pick<Headgate, 'consent' | 'status' | 'access' | 'onConsent' | 'watch'> {
  readonly manifest: Manifest;
}

/** All that can be shown. */
export interface Shown {
  readonly headgate: Inspected;
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
