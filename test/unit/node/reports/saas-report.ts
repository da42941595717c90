import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Manifest } from '../../../../src/manifest/manifest.js';
import type { Report } from '../../../../src/node/reports/report-schema.js';
import { toReport } from '../../../../src/node/reports/to-report.js';

const file = resolve(import.meta.dirname, '../../../../examples/saas/manifest.json');

/** The example that everything on this side runs on. */
export function readSaasManifest(): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

export function reportOn(manifest: Manifest): Report {
  return toReport(manifest, { date: '2026-11-22', file: 'manifest.json' });
}

/** Where the expected outputs lie. */
export function golden(name: string): string {
  return resolve(import.meta.dirname, '../../../fixtures/reports', name);
}
