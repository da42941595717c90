import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openAccessLog } from '../src/access-log/open-access-log.mjs';
import { openChdbDatabase } from '../src/chdb-database.mjs';
import { createCollector } from '../src/create-collector.mjs';
import { schema } from '../src/schema.mjs';
import { find, manifest, post, privacyToken, toggleEvent } from './collector-fixture.js';

/** The tables as they were before fields had columns and rows had subjects. */
const formerSchema = schema
  .filter((statement) => !statement.includes('erased'))
  .map((statement) =>
    statement
      .replace('subject String,', "consent_proof String, fields JSON ALIAS CAST(data, 'JSON'),")
      .replace('INDEX subject_filter subject TYPE bloom_filter(0.01),', ''),
  );

it('brings tables of the first version to the present columns, and keeps their rows', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'former-'));
  const database = await openChdbDatabase({ directory });
  const accessLog = await openAccessLog({ directory: join(directory, 'access-log') });
  for (const statement of formerSchema) await database.exec(statement);
  const { id } = toggleEvent();
  const former = {
    id,
    event: 'feature_toggle_enabled',
    received_at: '2026-11-01 00:00:00.000',
    expires: '2099-01-01 00:00:00.000',
    manifest: '2026-11-21',
    consent_captured: '{}',
    consent_proof: '{}',
    data: '{"toggle":"former"}',
  };
  await database.insert('events', [former]);

  // Twice, as each start does it.
  for (const toggle of ['first', 'second']) {
    const collector = await createCollector({ manifest, database, accessLog, privacyToken });
    const event = toggleEvent({ data: { toggle, enabled: true } });
    expect((await post(collector, [event])).accepted).toEqual([event.id]);
    expect((await find(collector, id)).events).toMatchObject([{ data: { toggle: 'former' }, subject: '' }]);
    await collector.close();
  }
  const rows = await database.query('SELECT fields.toggle AS toggle FROM events FINAL ORDER BY toggle NULLS LAST');
  expect(rows).toEqual([{ toggle: 'first' }, { toggle: 'second' }, { toggle: null }]);
  const columns = await database.query("SELECT name FROM system.columns WHERE table = 'events' AND name = 'fields'");
  expect(columns).toEqual([]);
  await database.close();
  await accessLog.close();
  rmSync(directory, { recursive: true, force: true });
});
