import { createHmac } from 'node:crypto';
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { createSealer } from 'headgate/seal';
import { describe, expect, it } from 'vitest';
import type { EventDefinition, Manifest } from '../../../src/manifest/manifest.js';
import { findProtected, protectFields } from '../../../src/manifest/protect-fields.js';
import { pseudonymiseSubject } from '../../../src/manifest/pseudonymise-subject.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';
import { withEveryObject } from '../../support/with-altered-prototypes.js';

const pseudonymise = async (text: string): Promise<string> =>
  createHmac('sha256', 'key').update(text).digest('base64url');
const identifier = { type: 'string', data: 'identifier', protect: 'pseudonymise', optional: true } as const;
const signed = eventOf({ fields: { user: identifier, referrer: identifier } });

const protect = (rule: EventDefinition, data: { [field: string]: string }, recipient = 'Acme GmbH') =>
  protectFields(rule, findProtected(rule), { id: 'event-1', data }, { pseudonymise, seal: undefined }, recipient);

describe('a pseudonym', () => {
  it('is another for each recipient and each field, and the same for the same', async () => {
    const { user, referrer } = await protect(signed, { user: 'alice', referrer: 'alice' });
    const { user: again } = await protect(signed, { user: 'alice' });
    const { user: theirs } = await protect(signed, { user: 'alice' }, 'Mixpanel, Inc.');
    expect(again).toBe(user);
    expect(new Set([user, referrer, theirs]).size).toBe(3);
  });

  it('is made so that no recipient, field and value run into each other', async () => {
    const rule = eventOf({ fields: { a: identifier, 'a","b': identifier } });
    const one = await protect(rule, { a: 'b","c' }, 'R');
    const other = await protect(rule, { 'a","b': 'c' }, 'R');
    expect(Object.values(one)).not.toEqual(Object.values(other));
  });

  it('is made of fields that the event has itself', async () => {
    const given = withEveryObject({ user: 'alice' }, () => protect(signed, {}));
    expect(await given).toEqual({});
  });
});

describe('who asks for erasure', () => {
  const manifest: Manifest = manifestOf(
    {
      signed: eventOf({ fields: { user: identifier }, collectors: ['warehouse', 'mixpanel'] }),
      invited: eventOf({ fields: { guest: identifier }, collectors: ['warehouse'] }),
    },
    { collectors: { warehouse: OURS, mixpanel: { ...OURS, recipient: 'Mixpanel, Inc.' } } },
  );
  const subject = { user: 'alice', guest: 'bob', email: 'alice@example.com' };

  it.each(['warehouse', 'mixpanel'])('is known to %s by the pseudonyms that it has, and no others', async (lane) => {
    const sent = await protect(manifest.events['signed']!, { user: 'alice' }, manifest.collectors[lane]!.recipient);
    const asked = await pseudonymiseSubject(manifest, lane, subject, pseudonymise);
    expect(asked['user']).toBe(sent['user']);
    expect(Object.keys(asked)).toEqual(lane === 'warehouse' ? ['user', 'guest'] : ['user']);
  });
});

describe('a sealed text', () => {
  const place = { event: 'event-1', field: 'answer' };

  async function createKeys() {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const { x, y } = await exportJWK(publicKey);
    return { seal: createSealer({ kty: 'EC', crv: 'P-256', x: x!, y: y! }), privateKey };
  }

  it('is as long for a yes as for a no, and opens to what it was', async () => {
    const { seal, privateKey } = await createKeys();
    const answers = ['yes', 'no', '', 'quite well, thanks: "fine" 😀'];
    const sealed = await Promise.all(answers.map((answer) => seal(answer, place)));
    expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
    const opened = sealed.map(async (text) => (await compactDecrypt(text, privateKey)).plaintext);
    const texts = (await Promise.all(opened)).map((bytes) => new TextDecoder().decode(bytes));
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(answers);
  });

  it('takes a public key that says more of itself than its point', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const { x, y } = await exportJWK(publicKey);
    const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, key_ops: ['deriveKey'], ext: true } as const;
    const { plaintext } = await compactDecrypt(await createSealer(jwk)('yes', place), privateKey);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toBe('yes');
  });

  it('grows by blocks', async () => {
    const { seal } = await createKeys();
    const lengths = [62, 63].map(async (length) => (await seal('x'.repeat(length), place)).length);
    const [one, two] = (await Promise.all(lengths)) as [number, number];
    expect(two).toBeGreaterThan(one);
  });

  it('may be longer than a function takes arguments', async () => {
    const { seal, privateKey } = await createKeys();
    const text = 'x'.repeat(200_000);
    const { plaintext } = await compactDecrypt(await seal(text, place), privateKey);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toBe(text);
  });

  it('names its event and field where nobody without the key can change them', async () => {
    const { seal, privateKey } = await createKeys();
    const sealed = await seal('yes', place);
    expect(decodeProtectedHeader(sealed)).toMatchObject(place);
    const [, ...rest] = sealed.split('.');
    const header = { ...decodeProtectedHeader(sealed), event: 'event-2' };
    const moved = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
    await expect(compactDecrypt(moved, privateKey)).rejects.toThrow();
  });

  it('is sealed for its event and field by the field protection', async () => {
    const rule = eventOf({ fields: { answer: { type: 'string', protect: 'seal' } } });
    const seal = async (text: string, at: object): Promise<string> => JSON.stringify([text, at]);
    const event = { id: 'event-1', data: { answer: 'yes' } };
    const { answer } = await protectFields(rule, ['answer'], event, { seal, pseudonymise }, 'Acme GmbH');
    expect(JSON.parse(answer as string)).toEqual(['yes', place]);
  });
});
