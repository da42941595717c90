/** The event that all columns track: four fields, a usual size. The mark tells each event apart at the collector. */
export const NAME = 'feature_toggle_enabled';

/** @param {string} mark */
export const toData = (mark) => ({ mark, toggle: 'dark-mode', enabled: true, position: 3 });
