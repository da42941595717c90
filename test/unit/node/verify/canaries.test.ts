import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCanaries, createCanaryFinder } from '../../../../src/node/verify/canaries.js';

const canaries = createCanaries('00c0ffee00');
const find = createCanaryFinder(canaries);
const email = canaries['email']!;
const phone = canaries['phone']!;
const json = (text: string): string => JSON.stringify({ before: 'x', user: { email: text } });
const hash = (name: string, text: string, form: 'hex' | 'base64' | 'base64url' = 'hex'): string =>
  createHash(name).update(text).digest(form);

describe('what the visitor typed', () => {
  it.each<[string, Uint8Array | string, string]>([
    ['as it is', json(email), 'as it is'],
    ['in lower case', json(email.toLowerCase()), 'as it is'],
    ['URL-encoded', `https://a.example/?e=${encodeURIComponent(email)}`, 'URL-encoded'],
    ['URL-encoded twice', `u=${encodeURIComponent(encodeURIComponent(email))}`, 'URL-encoded'],
    ['in hexadecimal digits', Buffer.from(email).toString('hex').toUpperCase(), 'hexadecimal'],
    ['escaped in JSON in JSON', JSON.stringify(json(email).replace('@', '\\u0040')), 'as it is'],
    ['hashed by MD5', `em=${hash('md5', email.toLowerCase())}`, 'MD5'],
    ['hashed by SHA-1', `em=${hash('sha1', email.toLowerCase())}`, 'SHA-1'],
    ['hashed by SHA-256, in capitals', `em=${hash('sha256', email.toLowerCase()).toUpperCase()}`, 'SHA-256'],
    ['hashed by SHA-256, in base64', `em=${hash('sha256', email, 'base64')}`, 'SHA-256'],
    ['hashed by SHA-256, for addresses', `em=${hash('sha256', email, 'base64url')}`, 'SHA-256'],
    ['packed by gzip', gzipSync(json(email)), 'gzip'],
    ['packed by deflate', deflateSync(json(email)), 'deflate'],
    ['packed by deflate without a head', deflateRawSync(json(email)), 'deflate'],
    ['packed by brotli', brotliCompressSync(json(email)), 'brotli'],
    ['hashed and packed', gzipSync(hash('sha256', email.toLowerCase())), 'SHA-256, gzip'],
  ])('is found %s', (_how, content, form) => {
    expect(find(content)).toEqual([{ canary: 'email', form: expect.stringContaining(form) }]);
  });

  it('is found in base64 wherever it starts', () => {
    for (const before of ['', 'a', 'ab', 'abc', '{"user":{"email":"']) {
      for (const alphabet of ['base64', 'base64url'] as const) {
        const packed = Buffer.from(`${before}${email}"}}`).toString(alphabet);
        expect(find(`?data=${packed}`)).toEqual([{ canary: 'email', form: 'base64' }]);
      }
    }
  });

  it('is found as a telephone number is written before it is hashed', () => {
    for (const form of [phone.replace(/\D/g, ''), `+${phone.replace(/\D/g, '')}`, `00${phone.replace(/\D/g, '')}`]) {
      expect(find(hash('sha256', form))).toEqual([{ canary: 'phone', form: 'SHA-256' }]);
    }
  });

  it('is not found where something else stands', () => {
    const other = createCanaries('0123456789');
    const text = Object.values(other).flatMap((value) => [value, hash('sha256', value), encodeURIComponent(value)]);
    expect(find(text.join('\n'))).toEqual([]);
    expect(find(gzipSync(text.join('\n')))).toEqual([]);
    expect(find(Buffer.from([0x1f, 0x8b, 0, 0]))).toEqual([]);
  });

  it('is unlike what every other run types', () => {
    expect(createCanaries()).not.toEqual(createCanaries());
  });
});
