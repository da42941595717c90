/** Delivery by POST and the queue in localStorage are Snowplow's defaults; base64 is off, which saves it work. */
import { newTracker, trackSelfDescribingEvent } from '@snowplow/browser-tracker';
import { toData } from './event.js';

globalThis.column = {
  init({ url }) {
    const { origin, pathname } = new URL(url);
    newTracker('sp', origin, { appId: 'shop', postPath: `${pathname}/tp2`, encodeBase64: false });
  },
  track(mark) {
    const schema = 'iglu:com.example/feature_toggle_enabled/jsonschema/1-0-0';
    trackSelfDescribingEvent({ event: { schema, data: toData(mark) } });
  },
};
