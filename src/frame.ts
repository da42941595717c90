/** The entry `headgate/frame`: for pages that are embedded in another site's page. */
export { createFrame, type Frame, type FrameOptions, type FrameStatus } from './bridge/create-frame.js';
export type { ConsentState } from './consent/consent.js';
export type { Bridge, BridgeOptions, BridgeStatus, BridgeTarget } from './bridge/bridge.js';
export { startBridge } from './bridge/start-bridge.js';
