/** The collector for other programs: `createCollector` with a database of `openDatabase`. */
export { openAccessLog } from './access-log/open-access-log.mjs';
export { createCollector } from './create-collector.mjs';
export { openDatabase } from './open-database.mjs';
