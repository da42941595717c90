import { beforeTheChoice } from './before-the-choice.js';
import { deniedAndWithdrawn } from './denied-and-withdrawn.js';
import { failingCollector } from './failing-collector.js';
import { pagesAndTabs } from './pages-and-tabs.js';
import type { Row } from './row.js';

/** Everything that is asked of a tracker, in the order of the matrix. */
export const ROWS: readonly Row[] = [...beforeTheChoice, ...deniedAndWithdrawn, ...failingCollector, ...pagesAndTabs];
