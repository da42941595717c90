import * as engine from '../../src/instance/engine.js';
import { afterEach, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../../src/audit/diagnostic.js';
import { manual } from '../../src/consent/sources/manual.js';
import { json } from '../../src/delivery/collectors/json.js';
import { mixpanel } from '../../src/delivery/collectors/mixpanel.js';
import type { Headgate } from '../../src/instance/headgate.js';
import type { EventDefinition, Manifest } from '../../src/manifest/manifest.js';
import { startScript } from '../../src/script/start-script.js';
import { OURS } from '../support/recipient.js';

const step: EventDefinition = {
  purpose: 'adoption',
  tier: 'anonymous',
  basis: 'contract',
  retentionDays: 30,
  collectors: ['warehouse', 'mixpanel'],
};

const manifest: Manifest = {
  version: '1',
  categories: {},
  collectors: { warehouse: OURS, mixpanel: OURS },
  events: { bound: { ...step, region: 'EU' }, free: step },
};

const page: { headgate?: Headgate } = globalThis as never;

afterEach(() => {
  page.headgate?.stop();
  delete page.headgate;
  vi.unstubAllGlobals();
});

it('a script file sends to the endpoints that its configuration has for each region', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (url: string, init: { body: Uint8Array }) => {
    const body = decodeURIComponent(new TextDecoder().decode(init.body));
    sent.push(`${body.includes('bound') ? 'bound' : 'free'} to ${new URL(url).host}`);
    const { events = [] } = body.startsWith('{') ? (JSON.parse(body) as { events: { id: string }[] }) : {};
    return Response.json({ accepted: events.map(({ id }) => id), status: 1 });
  });
  startScript(
    { loadEngine: () => engine, sources: { manual }, collectors: { json, mixpanel }, events: {} },
    {
      manifest,
      region: 'US-CA',
      collectors: {
        warehouse: {
          type: 'json',
          endpoints: { US: { url: 'https://us.example' }, EU: { url: 'https://eu.example' } },
        },
        mixpanel: { type: 'mixpanel', token: 'T', endpoints: { EU: { region: 'EU' }, US: {} } },
      },
    },
  );
  for (const name of ['bound', 'free']) {
    page.headgate!.track(name);
    await page.headgate!.flush();
  }
  expect(new Set(sent)).toEqual(
    new Set(['bound to eu.example', 'bound to api-eu.mixpanel.com', 'free to us.example', 'free to api.mixpanel.com']),
  );
});

it('a script file does not start a collector whose endpoint is in another region than its configuration says', () => {
  const diagnostics: Diagnostic[] = [];
  startScript(
    { loadEngine: () => engine, sources: { manual }, collectors: { mixpanel }, events: {} },
    {
      manifest,
      collectors: { mixpanel: { type: 'mixpanel', token: 'T', endpoints: { EU: {} } } },
      onDiagnostic: (diagnostic) => void diagnostics.push(diagnostic),
    },
  );
  // What is wrong is said when the stages are wired: after the page's own task, or with the first call.
  page.headgate!.status();
  expect(diagnostics.filter(({ collector: lane }) => lane)).toEqual([
    { code: 'misconfigured', collector: 'mixpanel', field: 'regions' },
  ]);
});
