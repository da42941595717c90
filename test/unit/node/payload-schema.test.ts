import { createHmac, randomBytes } from 'node:crypto';
import { CompactEncrypt, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { payloadSchema } from 'headgate/node';
import { createSealer } from 'headgate/seal';
import type { FieldDefinition } from '../../../src/manifest/manifest.js';
import { readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

const takes = (field: FieldDefinition, value: unknown): boolean =>
  payloadSchema({ fields: { field } }).safeParse({ field: value }).success;

const { publicKey } = readGoodManifest().controller!;

const sealer = createSealer(publicKey!);
const seal = (text: string): Promise<string> =>
  sealer(text, { event: '019aa5c0-0000-7000-8000-000000000001', field: 'field' });

async function sealOtherwise(text: string): Promise<string> {
  const key = await importJWK({ ...publicKey! }, 'ECDH-ES+A128KW');
  const header = { alg: 'ECDH-ES+A128KW', enc: 'A256GCM' };
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(key);
}

describe('payloadSchema', () => {
  it.each<[string, FieldDefinition, unknown[], unknown[]]>([
    ['text of the default length', { type: 'string' }, ['', 'x'.repeat(256)], ['x'.repeat(257), 5, null, undefined]],
    ['text of a declared length', { type: 'string', maxLength: 3 }, ['abc', '😀'], ['abcd', '😀😀']],
    ['truncated text', { type: 'string', maxLength: 3, protect: 'truncate' }, ['abc'], ['abcd']],
    ['listed values', { type: 'string', values: ['a', 'b'] }, ['a', 'b'], ['c', '', 'A']],
    ['booleans', { type: 'boolean' }, [true, false], [0, 'true', null]],
    ['whole numbers', { type: 'integer', min: -1, max: 3 }, [-1, 0, 3], [-2, 4, 0.5, '1', 2 ** 53]],
    ['numbers', { type: 'number', min: 0, max: 0.5 }, [0, 0.25, 0.5], [-0.1, 0.6, Infinity, NaN, '0']],
  ])('takes %s and nothing else', (_, field, good, bad) => {
    expect(good.filter((value) => !takes(field, value))).toEqual([]);
    expect(bad.filter((value) => takes(field, value))).toEqual([]);
  });

  it('takes a pseudonym, and not the name that it stands for', () => {
    const field: FieldDefinition = { type: 'string', data: 'identifier', protect: 'pseudonymise' };
    const pseudonym = createHmac('sha256', randomBytes(32)).update('alice').digest('base64url');
    expect(takes(field, pseudonym)).toBe(true);
    expect(['alice', 'alice@example.com', `${pseudonym}x`, ''].filter((value) => takes(field, value))).toEqual([]);
  });

  it('takes text that was sealed to a key, and not the text', async () => {
    const field: FieldDefinition = { type: 'string', maxLength: 1000, data: 'special', protect: 'seal' };
    expect(takes(field, await seal('I feel well'))).toBe(true);
    expect(takes(field, await seal('\u0001'.repeat(1000)))).toBe(true);
    expect(['I feel well', 'I.feel.well.to.day', ''].filter((value) => takes(field, value))).toEqual([]);
  });

  it('refuses what was sealed by another algorithm, and more than the field can hold', async () => {
    const field: FieldDefinition = { type: 'string', maxLength: 10, protect: 'seal' };
    expect(takes(field, await sealOtherwise('x'))).toBe(false);
    expect(takes(field, await seal('x'.repeat(5000)))).toBe(false);
  });

  it('takes text that redaction has made longer', () => {
    const field: FieldDefinition = { type: 'string', maxLength: 3, protect: 'redact' };
    expect(takes(field, '[redacted]')).toBe(true);
    expect(takes(field, '[redacted] [redacted]')).toBe(false);
  });

  it('refuses undeclared fields and misses only fields that may be left out', () => {
    const schema = payloadSchema({ fields: { a: { type: 'boolean' }, b: { type: 'boolean', optional: true } } });
    expect(schema.safeParse({ a: true }).success).toBe(true);
    expect(schema.safeParse({ b: true }).success).toBe(false);
    expect(schema.safeParse({ a: true, b: null }).success).toBe(false);
    expect(schema.safeParse({ a: true, url: 'https://shop.example' }).success).toBe(false);
    expect(payloadSchema({}).safeParse({}).success).toBe(true);
    expect(payloadSchema({}).safeParse({ a: 1 }).success).toBe(false);
  });
});
