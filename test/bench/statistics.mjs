/** The middle value: one run that another process disturbed does not move it. @param {readonly (number | undefined)[]} values */
export function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** @param {readonly number[]} values */
export function mean(values) {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
}

/** Two standard errors of the difference of two means. @param {readonly number[]} first @param {readonly number[]} second */
export function noiseOf(first, second) {
  return 2 * Math.sqrt(squaredError(first) + squaredError(second));
}

/** @param {readonly number[]} values */
function squaredError(values) {
  const middle = mean(values) ?? 0;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return values.length > 1 ? squares / (values.length - 1) / values.length : 0;
}

/** @param {number} milliseconds */
export const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
