import type { Debug, DebugLoader, ScriptSetUp, Told } from '../audit/debugging.js';
import type { Diagnostic, Report } from '../audit/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import { createProtect } from '../safety/protect.js';
import { toJson } from '../safety/to-json.js';
import type { HeadgateOptions } from './options.js';

/** Hears of everything that is amiss, keeps each once, and passes it on. */
export interface Reporter {
  readonly report: Report;
  /** Tells whoever explains problems, and whoever watches. */
  readonly tell: (told: Told) => void;
  readonly watchers: Set<(told: Told) => void>;
  /** What was reported so far, each problem once. */
  problems(): readonly Diagnostic[];
}

/** More than that, and a page has one problem of another kind. */
const MOST_PROBLEMS = 100;

/**
 * What explains problems is a file of its own, so that nobody pays for its texts who does not ask for them. Until it has
 * loaded, what it would hear waits.
 */
export function createReporter(
  options: Partial<HeadgateOptions<Manifest>> | undefined,
  script?: ScriptSetUp,
): Reporter {
  const { debug, debugWhen }: Partial<HeadgateOptions<Manifest>> = options ?? {};
  const problems = new Map<string, Diagnostic>();
  const protect = createProtect(() => {});
  const tellPage = protect((diagnostic: Diagnostic) => options?.onDiagnostic?.(diagnostic));
  const waiting: Told[] = [];
  const watchers = new Set<(told: Told) => void>();
  let explain: ((told: Told) => void) | undefined;

  function note(problem: Diagnostic): void {
    if (problems.size < MOST_PROBLEMS) problems.set(toJson(problem), problem);
  }

  function report(diagnostic: Diagnostic): void {
    note(diagnostic);
    tellPage(diagnostic);
    tell({ diagnostic });
  }

  function tell(told: Told): void {
    explain?.(told);
    for (const watch of watchers) watch(told);
  }

  function start(listener: (told: Told) => void): void {
    explain = protect(listener);
    for (const told of waiting.splice(0)) explain(told);
  }

  function switchOn(debug: Debug | DebugLoader): void {
    explain = (told) => void (waiting.length < MOST_PROBLEMS && waiting.push(told));
    const host = { options, script, note };
    const made = debug(host);
    if (typeof made === 'function') start(made);
    else
      made
        .then((module) => start(module.debug(host)))
        // A policy of the page that does not let it load, or an address that is none.
        .catch(() => report({ code: 'misconfigured', field: 'debug' }));
  }

  protect(() => {
    if (debug && (!debugWhen || /[?&]headgate(-debug)?(?![\w-])/.test(location.search))) switchOn(debug);
  })();
  return { report, tell, watchers, problems: () => [...problems.values()] };
}
