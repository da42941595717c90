/** The entry `headgate/frame`: for pages that are embedded in another site's page. */
export { createFrame, type Frame, type FrameOptions } from './bridge/create-frame.js';
export type { ConsentState } from './consent/consent.js';
