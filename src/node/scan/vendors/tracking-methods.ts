/** What the objects of most trackers are called by. */
export const TRACKING_METHODS = [
  'alias',
  'capture',
  'event',
  'group',
  'identify',
  'init',
  'logEvent',
  'page',
  'screen',
  'send',
  'track',
];
