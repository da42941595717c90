import { openTelemetry } from '../../../../src/delivery/collectors/open-telemetry.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

interface LogRecord {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
}

interface Logs {
  readonly resourceLogs: readonly { readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[] }[];
}

const answer = (body: unknown): Reply => ({ status: 200, body: JSON.stringify(body) });

const rejectAll = (reason: string) => ({ rejected: { 0: reason, 1: reason, 2: reason, 3: reason } });

export const collectorCase: CollectorCase = {
  name: 'openTelemetry',
  create: ({ url = 'https://otel.example' }) => openTelemetry({ url: `${url}/v1/logs` }),
  facts: {
    endpoints: {},
    takes: '20 MiB by an OpenTelemetry Collector',
    preflight: true,
    dedupe: '`log.record.uid`',
    partial: 'by count: `partialSuccess`, never sent again',
    consent:
      'attributes `headgate.tier`, `.purpose`, `.basis`, `.categories`, `.retentionDays`, `.expires`, `.consent`',
    verified: ['npm:@opentelemetry/otlp-transformer'],
  },
  ids(body) {
    const { resourceLogs } = JSON.parse(body) as Logs;
    const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
    return records.map(({ attributes }) => attributes.find(({ key }) => key === 'log.record.uid')!.value.stringValue);
  },
  taken: () => answer({}),
  answers: [
    { says: 'an empty partial success', reply: answer({ partialSuccess: {} }), expected: { delivered: 'all' } },
    {
      says: 'a warning',
      reply: answer({ partialSuccess: { rejectedLogRecords: '0', errorMessage: 'slow down' } }),
      expected: { delivered: 'all' },
    },
    {
      says: 'three rejected, as text',
      reply: answer({ partialSuccess: { rejectedLogRecords: '3', errorMessage: 'no' } }),
      expected: { delivered: [0], rejected: { 1: 'partial-success', 2: 'partial-success', 3: 'partial-success' } },
    },
    {
      says: 'one rejected, as a number',
      reply: answer({ partialSuccess: { rejectedLogRecords: 1 } }),
      expected: { delivered: [0, 1, 2], rejected: { 3: 'partial-success' } },
    },
    {
      says: 'more rejected than were sent',
      reply: answer({ partialSuccess: { rejectedLogRecords: '7' } }),
      expected: rejectAll('partial-success'),
    },
    { says: '204', reply: { status: 204 }, expected: { delivered: 'all' } },
    { says: '202 with a page', reply: { status: 202, body: '<p>Hello' }, expected: {} },
    { says: '200 without a body', reply: { status: 200 }, expected: {} },
    { says: '504', reply: { status: 504 }, expected: {} },
    { says: '415: JSON is not understood', reply: { status: 415 }, expected: { blocked: true } },
    {
      says: '400 of a receiver that takes no JSON, such as VictoriaLogs 1.52',
      reply: { status: 400, body: "json encoding isn't supported for opentelemetry format. Use protobuf encoding\n" },
      expected: { blocked: true },
    },
    { says: '501', reply: { status: 501 }, expected: rejectAll('status-501') },
  ],
  // OTLP: 429, 502, 503 and 504 may be sent again, no other failure.
  overrides: { '500': rejectAll('status-500'), '408': rejectAll('status-408') },
};
