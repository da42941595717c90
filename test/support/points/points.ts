import { cookiesThatDisagree, rememberedIsBound, unaskedIsUndecided, vanishedIsWithdrawn } from './choice-points.js';
import { frameworksAreReadWhole } from './iab-points.js';
import { manifestIsTheFloor, regionLiftsTheSignal, sensitiveIsExplicit } from './law-points.js';
import { ownPropertiesCount, unknownNameCloses, waitingIsSaid } from './page-points.js';
import type { Point } from './point.js';

/** Everything that is tried on every consent source, in the order in which it is printed. */
export const POINTS: readonly Point[] = [
  manifestIsTheFloor,
  sensitiveIsExplicit,
  regionLiftsTheSignal,
  frameworksAreReadWhole,
  cookiesThatDisagree,
  unaskedIsUndecided,
  rememberedIsBound,
  vanishedIsWithdrawn,
  unknownNameCloses,
  waitingIsSaid,
  ownPropertiesCount,
];
