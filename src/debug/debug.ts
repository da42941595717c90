import type { DebugHost, Told } from '../audit/debugging.js';
import { attempt } from '../safety/attempt.js';
import type { Manifest } from '../manifest/manifest.js';
import { checkCollectors } from './check-collectors.js';
import { checkManifest } from './check-manifest.js';
import { checkOptions } from './check-options.js';
import { checkPage } from './check-page.js';
import { explainCall } from './explain-call.js';
import { explainDiagnostic } from './explain-diagnostic.js';
import { isRecord, kindOf, type Finding } from './finding.js';

const PAGE = 'https://headgate.github.io/headgate/problems';
const NOTHING: Manifest = { version: '', categories: {}, collectors: {}, events: {} };
/** Diagnostics that a look at the call itself explains, with what was found. */
const EXPLAINED_BY_CALL = new Set(['undeclared-event', 'undeclared-field', 'invalid-field']);

/**
 * Says each problem once in the console: where it is by the names of the manifest, what was found, what is expected, what to do,
 * and the page that says more. Values that the page passed are looked at, and never kept or repeated.
 *
 * @example
 * ```ts
 * import { createHeadgate } from 'headgate';
 *
 * createHeadgate({ manifest, consent, collectors, debug: () => import('headgate/debug') });
 * ```
 */
export function debug({ options, script, note }: DebugHost): (told: Told) => void {
  const said = new Set<string>();
  const manifest = isRecord(options?.manifest) ? options.manifest : NOTHING;

  function find(finding: Finding): void {
    const text = toText(finding);
    if (said.has(text)) return;
    said.add(text);
    const { code, event, field, collector } = finding;
    if (code === 'refused') {
      // oxlint-disable-next-line no-console -- This is what it is for.
      console.info(text);
      return;
    }
    // oxlint-disable-next-line no-console -- This is what it is for.
    console.warn(text);
    note({
      code,
      ...(event !== undefined && { event }),
      ...(field !== undefined && { field }),
      ...(collector !== undefined && { collector }),
    });
  }

  function checkSetUp(): void {
    if (script) {
      checkPage(script, find);
      if (script.configuration.manifest) checkManifest(script.configuration.manifest, script.configuration, find);
      return;
    }
    if (!isRecord(options)) {
      const mend = 'Call `createHeadgate({ manifest, consent, collectors })`.';
      find({ code: 'misconfigured', field: 'options', found: kindOf(options), expected: 'options', mend });
      return;
    }
    checkManifest(options.manifest, options, find);
    checkOptions(options, find);
    checkCollectors(options.collectors, manifest.collectors ?? {}, find);
  }

  function explain(told: Told): void {
    if ('sent' in told) return;
    if (!('diagnostic' in told)) {
      explainCall(told, manifest, find);
      return;
    }
    const { diagnostic } = told;
    const { code, collector, field = 'configuration' } = diagnostic;
    // What the look at the set-up has said better.
    const isSaid = code === 'misconfigured' && collector === undefined && field === 'configuration' && said.size > 0;
    if (isSaid) return;
    const finding = EXPLAINED_BY_CALL.has(diagnostic.code) ? undefined : explainDiagnostic(diagnostic);
    if (finding) find(finding);
  }

  attempt(checkSetUp);
  return explain;
}

/** One line for people: `Headgate, survey_answered.score: a text; expected a whole number. Convert it … <address>`. */
function toText({ code, event, field, collector, found, expected, mend }: Finding): string {
  const place = event === undefined ? [collector, field] : [event, field ?? collector];
  const where = place.filter((part) => part !== undefined).join('.');
  return `Headgate${where && `, ${where}`}: ${found}; expected ${expected}. ${mend} ${PAGE}#${code}`;
}
