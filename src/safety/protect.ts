import type { Report } from '../audit/diagnostic.js';

/** Wraps a function so that nothing it throws or rejects reaches the page. */
export type Protect = <A extends unknown[], R>(run: (...args: A) => R) => (...args: A) => R | undefined;

/** Stands wherever control enters from outside: public methods, listeners, timers, messages, consent platforms. */
export function createProtect(report: Report): Protect {
  const fail = (): undefined => {
    report({ code: 'internal-error' });
  };
  return (run) =>
    (...args) => {
      try {
        const result = run(...args);
        return result instanceof Promise ? (result.catch(fail) as typeof result) : result;
      } catch {
        return fail();
      }
    };
}
