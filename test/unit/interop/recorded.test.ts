/** What real receivers did when `npm run interop` ran last, held against the package as it is now. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as headgate from 'headgate';
import { createSealer } from 'headgate/seal';
import type { HttpCollector } from '../../../src/delivery/collector.js';
import { RECORDED, type Recorded, type Row } from '../../interop/support/recorded.js';
import { root } from '../../support/dist.js';
import { sampleEvents } from '../../support/sample-event.js';
import { openReceiver, sendTo, type Receiver } from '../../support/send-to-collector.js';

const PAGE = join(root, 'docs/interop.md');

const all = readdirSync(RECORDED)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(RECORDED, name), 'utf8')) as Recorded);
const requests = all.flatMap(({ requests = [] }) => requests);
const answers = all.flatMap(({ answers = [] }) => answers);

const create = (adapter: string, options: object): HttpCollector =>
  (headgate as unknown as { [name: string]: (options: object) => HttpCollector })[adapter]!(options);

describe('the page of receivers', () => {
  it('says what the last run saw', () => {
    const text = print(all);
    if (process.env['UPDATE_README']) writeFileSync(PAGE, text);
    expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(text);
  });
});

describe('what real receivers read', () => {
  it.each(requests)(
    'is what $adapter still writes of the same events, with $options',
    ({ adapter, options, events, sentAt, body }) => {
      expect(create(adapter, options).encode(events, sentAt).body).toBe(body);
    },
  );

  it('is sealed with the same header as today', async () => {
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
    const key = { kty, crv, x, y, kid: '2026' } as Parameters<typeof createSealer>[0];
    const sealed = await createSealer(key)('yes', { event: '', field: 'answer' });
    const header = JSON.parse(Buffer.from(sealed.split('.')[0]!, 'base64url').toString()) as object;
    expect({ ...header, epk: '' }).toEqual(all.find(({ header }) => header)?.['header']);
  });
});

describe('what real receivers answered', () => {
  let receiver: Receiver;
  beforeAll(async () => void (receiver = await openReceiver()));
  afterAll(() => receiver.close());

  it.each(answers)('$adapter still reads $says the same', async (answer) => {
    const { adapter, options, events, status, body, fate } = answer;
    receiver.answer(() => ({ status, body, headers: answer.retryAfter ? { 'retry-after': answer.retryAfter } : {} }));
    const outcome = await sendTo(create(adapter, { ...options, url: receiver.url }), sampleEvents(events));
    expect({
      delivered: outcome.delivered.length,
      rejected: Object.keys(outcome.rejected).length,
      kept: outcome.kept.length,
      isBlocked: outcome.isBlocked,
    }).toEqual(fate);
  });
});

function print(recorded: readonly Recorded[]): string {
  return `# Real receivers

Printed from what \`npm run interop\` saw last (\`test/interop/recorded/\`): run it again, then run the tests of
\`test/unit/interop/\` with \`UPDATE_README=1\`.

What an adapter is worth is known at the far end. These are real receivers and readers, in the versions named, which got their events from a
Chromium with the built package, on one machine; what they hold was read back by their own means. Between two runs a test holds the adapters
against what was recorded: the same events still make the same bodies, and the same answers still have the same outcome.

${table(
  ['receiver', 'version', 'by', 'sent', 'read back', 'refused', 'asked again', 'date'],
  recorded.flatMap(({ rows, date }) => rows.map((row) => toCells(row, date))),
)}

## What follows for your set-up

- **CloudEvents**: a receiver need not take batches. Where it is the Go SDK's receiving client or a Python handler, say \`batch: false\`.
- **OpenTelemetry Collector**: its answers are read as they are meant: 503 waits, 400 halves. Give its file exporter \`append: true\`. An exporter
  without \`sending_queue\` answers when the store has the events, so the page is the queue; what was sent twice has the same \`log.record.uid\`.
- **A store that takes OTLP** may take no JSON, and may not be read by a page. Put a Collector in front of it.
- **A number without a fraction** is an integer in OTLP: a field of type \`number\` arrives as both.
- **Tableau**: export times with \`+00:00\` and nothing for what is missing. A time that ends in Z is taken for local time.
- **TCF**: IAB's own \`cmpapi\` 1.5.6 does not say which vendors were disclosed where TCF 2.3 has it. Ask your platform whether it does.

## Not proven here

Snowplow's validator, Matomo, the servers of RudderStack, Segment, Mixpanel, Amplitude and PostHog, and a ClickHouse server: the run
installs none of them. Their formats are compared with [the vendors' own clients](collectors.md) in the tests.
`;
}

const toCells = ({ receiver, version, from, sent, readBack, refused, retries }: Row, date: string): string[] => [
  receiver,
  version,
  `\`${from}\``,
  sent,
  readBack,
  refused,
  retries,
  date,
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
