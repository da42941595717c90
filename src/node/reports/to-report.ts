import type { Acceptances, Manifest } from '../../manifest/manifest.js';
import { describePath, describeValue, type Path, type Problem } from '../manifest-error.js';
import { toAssessments } from './assessments.js';
import { toComplianceMap } from './compliance-map.js';
import { toDataFlow } from './data-flow.js';
import { keep, toEventInventory } from './event-inventory.js';
import type { Language } from './languages/languages.js';
import { toProcessingRecord } from './processing-record.js';
import type { Acceptance, Report, ReportFinding } from './report-schema.js';
import { toTechnicalControls } from './technical-controls.js';
import { createWords } from './words.js';

export interface ReportOptions {
  /** The day that the report is of, `2026-11-22`. Given, so that the same manifest gives the same bytes. */
  readonly date: string;
  /** Where the manifest was read from, as people should see it. */
  readonly file?: string;
  /** Of the manifest's file, so that a reader can tell which text was reported on. */
  readonly sha256?: string;
  /** What `headgate check` found. */
  readonly findings?: readonly Problem[];
  /**
   * What the report says is said in this language; what the manifest says stays as people wrote it.
   *
   * @defaultValue `en`
   */
  readonly language?: Language;
}

/**
 * Returns everything that a manifest says, ordered as an auditor asks for it. Pure.
 *
 * @example
 * ```ts
 * import { readManifest, toReport } from 'headgate/node';
 *
 * const report = toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' });
 * ```
 */
export function toReport(manifest: Manifest, options: ReportOptions): Report {
  const { date, file, sha256, findings = [], language = 'en' } = options;
  const { version, controller } = manifest;
  const words = createWords(language);
  return {
    format: 'headgate-report/1',
    language,
    date,
    isSound: findings.every(({ severity }) => severity !== 'error'),
    manifest: { version, ...keep({ file, sha256 }) },
    ...keep({
      controller: controller && {
        name: controller.name,
        contact: controller.contact,
        ...keep({ dpo: controller.dpo }),
      },
    }),
    regimes: listRegimes(manifest),
    sources: listSources(manifest),
    inventory: toEventInventory(manifest, words),
    compliance: toComplianceMap(manifest, words),
    controls: toTechnicalControls(manifest, words),
    record: toProcessingRecord(manifest, words),
    assessments: toAssessments(manifest, words),
    ...keep({ review: manifest.review }),
    flow: toDataFlow(manifest, words),
    findings: findings.map(toFinding),
    accepted: listAccepted(manifest),
  };
}

function toFinding({ id, severity, path, found, expected, rule }: Problem): ReportFinding {
  return { id, severity, path: describePath(path), text: `found ${describeValue(found)}, expected ${expected}`, rule };
}

function listRegimes({ regimes = {} }: Manifest): Report['regimes'] {
  const listed = Object.entries(regimes).map(([region, regime]) => ({ region, regime }));
  return 'default' in regimes ? listed : [{ region: 'default', regime: 'opt-in' }, ...listed];
}

/** Those in use where the manifest says so, else those that its categories have codes for. */
function listSources({ sources, categories }: Manifest): string[] {
  if (sources) return Object.keys(sources);
  return [...new Set(Object.values(categories).flatMap((category) => Object.keys(category.sources ?? {})))];
}

function listAccepted(manifest: Manifest): Acceptance[] {
  const read = (path: Path, accept: Acceptances = {}): Acceptance[] =>
    Object.entries(accept).map(([rule, reason]) => ({ path: describePath(path), rule, reason }));
  return [
    ...read([], manifest.accept),
    ...Object.entries(manifest.collectors).flatMap(([name, { accept }]) => read(['collectors', name], accept)),
    ...Object.entries(manifest.events).flatMap(([name, { accept }]) => read(['events', name], accept)),
  ];
}
