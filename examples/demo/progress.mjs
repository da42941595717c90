/** What the terminal shows while the demo starts: one line a step, with its time. */

/** A failure that a newcomer can do something about: `advice` says what. */
export class Trouble extends Error {
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** @param {NodeJS.WriteStream} out */
export function createProgress(out) {
  const paint = (code, text) => (out.isTTY && !process.env.NO_COLOR ? `\u001B[${code}m${text}\u001B[0m` : text);
  const line = (text = '') => out.write(`${text}\n`);

  return {
    line,
    paint,
    title: (text) => line(`\n  ${paint('1', text)}\n`),
    note: (text) => line(`    ${paint('2', text)}`),
    /** Runs one step, shows that it runs, and how long it took. `work` may return what to say when it is done. */
    async step(name, work) {
      const started = performance.now();
      const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
      const stopShowing = showRunning(out, name, seconds);
      try {
        const { result, say } = toOutcome(await work());
        stopShowing();
        line(`  ${paint('32', '✓')} ${(say ?? name).padEnd(62)} ${paint('2', seconds().padStart(7))}`);
        return result;
      } catch (error) {
        stopShowing();
        line(`  ${paint('31', '✗')} ${name.padEnd(62)} ${paint('2', seconds().padStart(7))}`);
        throw error;
      }
    },
    addresses(rows) {
      line(`\n  ${paint('1', 'Open in a browser')}`);
      for (const { name, url, about } of rows) {
        line(`    ${name.padEnd(14)} ${paint('36', url.padEnd(34))} ${paint('2', about)}`);
      }
      line(`\n  ${paint('2', 'Ctrl-C stops everything.')}\n`);
    },
    failure(trouble) {
      line(`\n  ${paint('31', trouble.message)}`);
      if (trouble.advice) line(`\n  ${paint('1', 'What to do')}: ${trouble.advice}`);
      line();
    },
  };
}

/** Wraps a step's result together with the words to print for it. */
export function said(say, result) {
  return { say, result, isSaid: true };
}

function toOutcome(value) {
  return value?.isSaid ? value : { result: value };
}

/** On a terminal the running step has a clock; in a log it is one line. */
function showRunning(out, name, seconds) {
  if (!out.isTTY) {
    out.write(`  … ${name}\n`);
    return () => {};
  }
  const show = () => out.write(`\r\u001B[2K  … ${name} ${seconds()}`);
  show();
  const timer = setInterval(show, 500);
  return () => {
    clearInterval(timer);
    out.write('\r\u001B[2K');
  };
}
