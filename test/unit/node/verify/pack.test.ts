import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPack, checkPack } from '../../../../src/node/verify/pack.js';
import { runCommand } from '../cli/run-command.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const files = { 'result.json': bytes('{ "findings": [] }\n'), 'pictures/ignore-01.jpg': bytes('JPEG') };
const about = {
  tool: 'headgate verify 0.1.0',
  created: '2026-11-30T12:00:00.000Z',
  site: 'https://shop.example/',
  versions: { browser: 'Chrome/150' },
};
const signer = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');

describe('an evidence pack', () => {
  it('is as it was written', () => {
    expect(checkPack(buildPack(files, about))).toMatchObject({ problems: [], signed: 'not', list: about });
  });

  it('is the same, byte for byte, each time that it is written', () => {
    expect(buildPack(files, about)).toEqual(buildPack(files, about));
  });

  it.each([
    ['without a signature', buildPack(files, about)],
    ['with one', buildPack(files, about, signer.privateKey)],
  ])('%s shows every flipped byte', (_how, pack) => {
    const unseen = [...pack.keys()].filter((place) => {
      const flipped = Uint8Array.from(pack);
      flipped[place]! ^= 1;
      return checkPack(flipped).problems.length === 0;
    });
    expect(unseen).toEqual([]);
  });

  it('shows what was cut off and what was added at its end', () => {
    const pack = buildPack(files, about);
    expect(checkPack(pack.subarray(0, -1)).problems).not.toEqual([]);
    expect(checkPack(Uint8Array.from([...pack, 0])).problems).not.toEqual([]);
  });

  it('is named by a hash that another content changes', () => {
    const other = buildPack({ ...files, 'result.json': bytes('{ "findings": [1] }\n') }, about);
    expect(checkPack(other).problems).toEqual([]);
    expect(checkPack(other).sha256).not.toBe(checkPack(buildPack(files, about)).sha256);
  });

  it('is signed by a key, and by no other', () => {
    const pack = buildPack(files, about, signer.privateKey);
    expect(checkPack(pack)).toMatchObject({ problems: [], signed: 'own key' });
    expect(checkPack(pack, signer.publicKey)).toMatchObject({ problems: [], signed: 'given key' });
    expect(checkPack(pack, stranger.publicKey).problems).toEqual(['The signature is not by this key.']);
    expect(checkPack(buildPack(files, about), signer.publicKey).problems).toEqual(['It is not signed.']);
  });

  it.each(['rsa', 'ec'] as const)('can be signed by a key of the kind %s', (kind) => {
    const { privateKey, publicKey } =
      kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(checkPack(buildPack(files, about, privateKey), publicKey).problems).toEqual([]);
  });
});

describe('headgate verify --check', () => {
  it('says that a pack is undamaged, and that a damaged one is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headgate-pack-'));
    try {
      const pack = buildPack(files, about, signer.privateKey);
      writeFileSync(join(folder, 'pack.zip'), pack);
      writeFileSync(join(folder, 'key.pem'), signer.publicKey.export({ type: 'spki', format: 'pem' }));
      const sound = await runCommand(['verify', '--check', 'pack.zip', '--public-key', 'key.pem'], { folder });
      expect(sound).toMatchObject({ code: 0, out: expect.stringContaining('Signed by the given key.') });
      const middle = Buffer.from(pack).indexOf('findings');
      pack[middle]! ^= 1;
      writeFileSync(join(folder, 'pack.zip'), pack);
      const damaged = await runCommand(['verify', '--check', 'pack.zip'], { folder });
      expect(damaged).toMatchObject({ code: 1, out: expect.stringContaining('result.json was changed.') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says of something else that it is no pack', async () => {
    const { code, out } = await runCommand(['verify', '--check', 'package.json']);
    expect([code, out]).toEqual([1, 'package.json: It is no evidence pack, or it is damaged.']);
  });
});
