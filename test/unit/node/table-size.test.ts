import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { toManifestTable } from '../../../src/node/to-manifest-table.js';
import { createLargeManifest } from '../../bench/large-manifest.mjs';
import { readSaasManifest } from './reports/saas-report.js';

const measure = (manifest: object): number => brotliCompressSync(JSON.stringify(manifest)).length;
const tableOf = (count: number): number => measure(toManifestTable(createLargeManifest(count) as never));

/** Categories, collectors and the controller's key are in a table once, however many events it has. */
const HEAD = tableOf(0);

test.each([10, 100, 1000])('an event costs a page at most 60 bytes by brotli in a table of %i events', (count) => {
  expect((tableOf(count) - HEAD) / count).toBeLessThanOrEqual(60);
});

test('from forty events on, the whole table costs at most 60 bytes an event', () => {
  expect(tableOf(40) / 40).toBeLessThanOrEqual(60);
});

test('the key to seal with is in the table only where something is sealed', () => {
  const manifest = readSaasManifest();
  expect(toManifestTable(manifest).controller?.publicKey).toEqual(manifest.controller?.publicKey);
  const open = Object.entries(manifest.events).filter(([, event]) => !JSON.stringify(event).includes('"seal"'));
  expect(toManifestTable({ ...manifest, events: Object.fromEntries(open) }).controller).toBeUndefined();
});
