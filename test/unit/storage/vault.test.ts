import { randomFillSync, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Enter } from '../../../src/storage/event-store.js';
import type { ChunkKey, Encrypted } from '../../../src/storage/chunk.js';
import { createVault } from '../../../src/storage/vault.js';

/** Keys and what is made with them, by real cryptography over a store of one record. */

const subtle = webcrypto.subtle as unknown as SubtleCrypto;
const fillRandom = (bytes: Uint8Array): void => void randomFillSync(bytes);

function createDevice({ epochs = { analytics: 'e' }, fails = false }: { epochs?: object; fails?: boolean } = {}) {
  const records = new Map<unknown, unknown>();
  const device = { records, epochs, fails, entered: 0, isSpilling: false };
  const enter = (async (use: (...args: unknown[]) => void) => {
    device.entered++;
    if (device.fails) return undefined;
    let result: unknown;
    const store = {
      get(key: unknown) {
        const request: { result: unknown; onsuccess?: () => void } = { result: records.get(key) };
        queueMicrotask(() => request.onsuccess?.());
        return request;
      },
      put: (value: unknown, key: unknown) => void records.set(key, value),
    };
    use(store, { epochs: device.epochs }, (value: unknown) => (result = value));
    await new Promise((settled) => setImmediate(settled));
    return result;
  }) as unknown as Enter;
  return Object.assign(device, {
    enter,
    open: () => createVault({ subtle, fillRandom }, { enterFirst: enter, isSpilling: () => device.isSpilling }),
  });
}

const events = [{ id: '1', data: { note: 'Zoë' } }];
const text = JSON.stringify(events);
const place: ChunkKey = ['lane', 2, 'id', 'epoch', 1, 1, 1, 'page'];

describe('what is encrypted', () => {
  it('cannot be read, and is opened again', async () => {
    const vault = createDevice().open();
    const encrypted = await vault.encrypt(text, place);
    expect(Buffer.from(encrypted.bytes).includes('note')).toBe(false);
    expect(encrypted.iv).toHaveLength(12);
    expect(await vault.open(encrypted, place)).toEqual(events);
  });

  it('is opened by another page that shares the device', async () => {
    const device = createDevice();
    const encrypted = await device.open().encrypt(text, place);
    expect(await device.open().open(encrypted, place)).toEqual(events);
  });

  it('is not opened where it was changed, or where the key is another one', async () => {
    const device = createDevice();
    const encrypted = await device.open().encrypt(text, place);
    const bytes = new Uint8Array(encrypted.bytes.slice(0));
    bytes[0]! ^= 1;
    await expect(device.open().open({ ...encrypted, bytes: bytes.buffer }, place)).rejects.toThrow();
    await expect(createDevice().open().open(encrypted, place)).rejects.toThrow();
  });

  it('has another nonce and other bytes each time', async () => {
    const vault = createDevice().open();
    const [one, two] = [await vault.encrypt(text, place), await vault.encrypt(text, place)];
    const toText = ({ iv, bytes }: Encrypted): string =>
      Buffer.from(iv).toString('hex') + Buffer.from(bytes).toString('hex');
    expect(toText(one).slice(0, 24)).not.toBe(toText(two).slice(0, 24));
    expect(toText(one).slice(24)).not.toBe(toText(two).slice(24));
  });

  it('is opened as it is where it never was', async () => {
    const device = createDevice();
    expect(await device.open().open(text, place)).toEqual(events);
    expect(device.entered).toBe(0);
  });

  it('carries a key of the page where the device gives none, so that any page opens it; and asks for one the next time', async () => {
    const device = createDevice({ fails: true });
    const vault = device.open();
    const encrypted = await vault.encrypt(text, place);
    expect(encrypted.aes?.extractable).toBe(false);
    expect(await device.open().open(structuredClone(encrypted), place)).toEqual(events);
    device.fails = false;
    const shared = await vault.encrypt(text, place);
    expect(shared).not.toHaveProperty('aes');
    expect(await device.open().open(shared, place)).toEqual(events);
  });

  it('carries a key of the page where the database of the keys hangs: it is not asked', async () => {
    const device = createDevice();
    device.isSpilling = true;
    const encrypted = await device.open().encrypt(text, place);
    expect([Object.keys(encrypted).sort(), device.entered]).toEqual([['aes', 'bytes', 'iv'], 0]);
  });

  it('is encrypted with the key that all share where the page knows it already', async () => {
    const device = createDevice();
    const vault = device.open();
    await vault.encrypt(text, place);
    device.isSpilling = true;
    const encrypted = await vault.encrypt(text, place);
    expect(encrypted).not.toHaveProperty('aes');
    device.isSpilling = false;
    expect(await device.open().open(encrypted, place)).toEqual(events);
  });

  it('is out of reach, and not lost, as long as the device does not answer', async () => {
    const device = createDevice();
    const encrypted = await device.open().encrypt(text, place);
    const vault = device.open();
    device.fails = true;
    expect(await vault.open(encrypted, place)).toBeUndefined();
    device.fails = false;
    expect(await vault.open(encrypted, place)).toEqual(events);
  });
});

describe('the keys', () => {
  it('cannot be exported, and do one thing each', async () => {
    const device = createDevice();
    await device.open().encrypt(text, place);
    const [aes, mac] = device.records.get('keys') as CryptoKey[];
    expect([aes!.extractable, mac!.extractable]).toEqual([false, false]);
    expect(aes!.algorithm).toEqual({ name: 'AES-GCM', length: 256 });
    expect(aes!.usages).toEqual(['encrypt', 'decrypt']);
    expect(mac!.algorithm).toMatchObject({ name: 'HMAC', hash: { name: 'SHA-256' } });
    expect(mac!.usages).toEqual(['sign']);
  });

  it('are made once, and kept as the first tab stored them', async () => {
    const device = createDevice();
    const [one, two] = [device.open(), device.open()];
    await one.encrypt(text, place);
    const first = device.records.get('keys');
    await two.encrypt(text, place);
    await one.encrypt(text, place);
    expect(device.records.get('keys')).toBe(first);
    expect(device.entered).toBe(2);
  });

  it('are not stored where no consent is current', async () => {
    const device = createDevice({ epochs: {} });
    await device.open().encrypt(text, place);
    expect(device.records.size).toBe(0);
  });

  it('are read anew after they were forgotten', async () => {
    const device = createDevice();
    const vault = device.open();
    const encrypted = await vault.encrypt(text, place);
    vault.forget();
    device.records.clear();
    await expect(vault.open(encrypted, place)).rejects.toThrow();
    expect(await vault.open(await vault.encrypt(text, place), place)).toEqual(events);
  });
});

describe('a pseudonym', () => {
  it('is 43 characters that a URL may hold, the same for the same text', async () => {
    const vault = createDevice().open();
    const pseudonyms = await Promise.all(['alice', 'bob', 'alice'].map((name) => vault.pseudonymise(name, true)));
    expect(pseudonyms[0]).toMatch(/^[\w-]{43}$/);
    expect(pseudonyms[2]).toBe(pseudonyms[0]);
    expect(pseudonyms[1]).not.toBe(pseudonyms[0]);
  });

  it('has no character that a URL would write otherwise, whatever the text', async () => {
    const vault = createDevice().open();
    for (let number = 0; number < 200; number++) {
      expect(await vault.pseudonymise(`visitor ${number}`, false)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
  });

  it('is the same on each page where it may be stored, and another on each where it may not', async () => {
    const device = createDevice();
    const make = (mayStore: boolean): Promise<string> => device.open().pseudonymise('alice', mayStore);
    expect(await make(true)).toBe(await make(true));
    expect(await make(false)).not.toBe(await make(false));
    expect(await make(false)).not.toBe(await make(true));
  });

  it('touches no device where it may not be stored', async () => {
    const device = createDevice();
    const vault = device.open();
    expect(await vault.pseudonymise('alice', false)).toBe(await vault.pseudonymise('alice', false));
    expect(device.entered).toBe(0);
  });

  it('is made by a key of the page where the device fails', async () => {
    const device = createDevice({ fails: true });
    const vault = device.open();
    expect(await vault.pseudonymise('alice', true)).toBe(await vault.pseudonymise('alice', true));
  });

  it('stays the same for a page whose device begins to hang', async () => {
    const device = createDevice();
    const vault = device.open();
    const before = await vault.pseudonymise('alice', true);
    device.isSpilling = true;
    expect(await vault.pseudonymise('alice', true)).toBe(before);
  });

  it('is another one after the keys are forgotten', async () => {
    const vault = createDevice().open();
    const before = await vault.pseudonymise('alice', false);
    vault.forget();
    expect(await vault.pseudonymise('alice', false)).not.toBe(before);
  });
});
