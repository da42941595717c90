/** The collector for other programs: `createCollector` with a database of `openDatabase`. */
export { createCollector } from './create-collector.mjs';
export { openDatabase } from './open-database.mjs';
