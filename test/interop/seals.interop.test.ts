/** Sealed fields, opened by the libraries of other languages that a controller would take. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { createFakeCollector, type FakeCollector } from '../support/create-fake-collector.mjs';
import { installGo, installJava, installPython, type Program } from './support/install.js';
import { openSender } from './support/open-sender.js';
import { recordAs } from './support/record.js';
import { HARD_TEXTS, manifest } from './support/sample.js';
import { hasTool } from './tools.mjs';

interface Opened {
  readonly json: string;
  readonly bytes?: number;
  readonly header?: { readonly [name: string]: unknown };
  readonly error?: string;
}

type Open = (seals: readonly string[]) => Promise<readonly Opened[]>;

const recorded = recordAs('seals');

let key: object;
let events: readonly (TaggedEvent & { readonly data: { readonly answer: string } })[];
let collector: FakeCollector;

beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const publicKey = { kty, crv, x, y, kid: '2026' };
  key = { ...publicKey, d };
  collector = await createFakeCollector();
  const sender = await openSender();
  const sending = await sender.start('json', { url: collector.url }, { manifest: sealing(publicKey), publicKey });
  await sending.track(HARD_TEXTS.map((answer) => ['accessibility_noted', { answer }]));
  await sending.settle();
  await sender.close();
  events = collector.events() as never;
});

afterAll(() => collector.close());

describe.each([
  ['go', 'go-jose', 'Go github.com/go-jose/go-jose/v4 v4.1.9', openInGo],
  ['go', 'jwx', 'Go github.com/lestrrat-go/jwx/v3 v3.4.0', openInGo],
  ['python', 'jwcrypto', 'PyPI jwcrypto 1.6.1', openInPython],
  ['python', 'joserfc-lenient', 'PyPI joserfc 1.8.0', openInPython],
  ['java', 'Nimbus', 'Maven com.nimbusds:nimbus-jose-jwt 10.10', openInJava],
] as const)('%s: %s', (tool, library, version, start) => {
  it.skipIf(!hasTool(tool))('opens every seal, and reads the event and the field that it was sealed for', async () => {
    const open = await start(library);
    const opened = await open(events.map(({ data }) => data.answer));
    expect(opened.map(({ json }) => JSON.parse(json))).toEqual(HARD_TEXTS);
    expect(opened.map(({ header }) => [header?.['event'], header?.['field']])).toEqual(
      events.map(({ id }) => [id, 'answer']),
    );
    expect(new Set(opened.map(({ bytes }) => bytes))).toEqual(new Set([64]));
    const isStrict = library === 'joserfc-lenient';
    recorded.rows.push({
      receiver: library.replace('-lenient', ''),
      version,
      from: 'createSealer',
      sent: `${events.length} sealed fields`,
      readBack: `${opened.length} texts as they were, each with its event and field`,
      refused: isStrict
        ? 'all, unless it is told `strict_check_header=False`: it knows no `event` and `field`'
        : 'none',
      retries: '–',
    });
  });
});

describe('joserfc as it comes', () => {
  it.skipIf(!hasTool('python'))('refuses a seal for the names in its header that no RFC registers', async () => {
    const open = await openInPython('joserfc');
    const opened = await open(events.map(({ data }) => data.answer));
    expect(opened).toEqual(events.map(() => ({ error: expect.stringContaining('UnsupportedHeaderError') })));
  });

  it('is told the headers that the package writes today', () => {
    const headers = events.map(({ data }) =>
      JSON.parse(Buffer.from(data.answer.split('.')[0]!, 'base64url').toString()),
    );
    recorded['header'] = { ...headers[0], event: '', epk: '' };
    expect(Object.keys(headers[0]).sort()).toEqual(['alg', 'enc', 'epk', 'event', 'field', 'kid']);
  });
});

function sealing(publicKey: object): object {
  return {
    ...manifest,
    controller: { name: 'Acme GmbH', contact: 'privacy@acme.example', publicKey },
    events: {
      accessibility_noted: {
        purpose: 'feedback',
        basis: 'consent',
        categories: ['analytics'],
        retentionDays: 30,
        collectors: ['far'],
        tier: 'sensitive',
        fields: { answer: { type: 'string', data: 'special', protect: 'seal', maxLength: 200 } },
      },
    },
  };
}

async function openInGo(library: string): Promise<Open> {
  return openBy(
    library,
    await installGo('open-seal', ['github.com/go-jose/go-jose/v4@v4.1.9', 'github.com/lestrrat-go/jwx/v3@v3.4.0']),
  );
}

async function openInPython(library: string): Promise<Open> {
  return openBy(library, await installPython('open-seal', ['jwcrypto==1.6.1', 'joserfc==1.8.0']));
}

async function openInJava(library: string): Promise<Open> {
  return openBy(library, await installJava('OpenSeal', ['com.nimbusds:nimbus-jose-jwt:10.10']));
}

function openBy(library: string, program: Program): Open {
  return async (seals) => JSON.parse(await program([], JSON.stringify({ library, key, seals }))) as Opened[];
}
