/**
 * `npm start`: makes the demo run on a fresh clone, with nothing but Node.
 * `npm start -- --check`: lets a scripted visitor walk through it and checks the promises.
 *
 * Uses only what comes with Node until the packages are there.
 */
import { createProgress, Trouble } from './demo/progress.mjs';
import { prepare } from './demo/prepare.mjs';

const isCheck = process.argv.includes('--check');
const progress = createProgress(process.stdout);
/** Set once something runs that has to be stopped in order. */
let stopDemo = async () => {};
let isStopping = false;

process.on('SIGINT', () => void stop('Ctrl-C'));
process.on('SIGTERM', () => void stop('SIGTERM'));

try {
  progress.title(isCheck ? 'Headgate: checking the promises with a scripted visitor' : 'Headgate: starting the demo');
  await prepare(progress, { isCheck });
  if (isCheck) process.exitCode = await check();
  else await serve();
} catch (error) {
  if (!isStopping) await fail(error);
}

async function serve() {
  const { startDemo } = await import('./demo/start-demo.mjs');
  const demo = await startDemo({ progress, firstPort: 4600, dataFolder: '.headgate' });
  stopDemo = demo.stop;
  progress.addresses(demo.addresses);
}

async function check() {
  const { runCheck } = await import('./demo/check/run-check.mjs');
  return runCheck({ progress, onStop: (stopCheck) => (stopDemo = stopCheck) });
}

async function stop(signal) {
  if (isStopping) process.exit(130); // Asked twice: do not make anyone wait.
  isStopping = true;
  progress.line(`\n  ${signal}: stopping the pages and the collector …`);
  try {
    await stopDemo();
    progress.line('  Stopped. What the collector stored is in .headgate/ (delete the folder to start afresh).\n');
    process.exit(0);
  } catch (error) {
    progress.line(`  Stopped, but not cleanly: ${error.message}\n`);
    process.exit(1);
  }
}

async function fail(error) {
  isStopping = true;
  progress.failure(error instanceof Trouble ? error : new Trouble(error.stack ?? String(error)));
  await stopDemo().catch(() => {});
  process.exit(1);
}
