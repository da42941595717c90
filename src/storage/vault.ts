import type { Environment } from '../instance/environment.js';
import { toBase64Url } from '../safety/to-base64-url.js';
import { toJson } from '../safety/to-json.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { KEYS, type Chunk, type ChunkKey, type Encrypted } from './chunk.js';
import type { EventStore } from './event-store.js';
import { onResult } from './transaction.js';

/** Two random keys that cannot be exported. They live and die with the buffer: a withdrawal of all consent deletes them. */
type Keys = readonly [
  /** AES-256-GCM, for events at rest. */
  aes: CryptoKey,
  /** HMAC-SHA-256, for pseudonyms. */
  mac: CryptoKey,
];

/**
 * Encrypts chunks and makes pseudonyms. What lies on the disk is safe from a copied profile as long as its key record is
 * not copied with it by the browser itself; it is not safe from a script that runs in this origin.
 */
export interface Vault {
  /** Encrypts the events of a chunk for its place: under another key than its own it cannot be read. */
  encrypt(text: string, place: ChunkKey): Promise<Encrypted>;
  /**
   * The events of a chunk. Rejects where the key is gone or the record was changed or moved; `undefined` where the device
   * does not give the key now.
   */
  open(data: Chunk['data'], place: ChunkKey): Promise<TaggedEvent[] | undefined>;
  /** HMAC-SHA-256 of the text as base64url, 43 characters: the same for the same text until the key is deleted. */
  pseudonymise(text: string, mayStore: boolean): Promise<string>;
  /** SHA-256 of the text as base64url, 43 characters. */
  hash(text: string): Promise<string>;
  /** Forgets the keys of this page's memory; the stored ones are deleted with the buffer. */
  forget(): void;
}

const AES = 'AES-GCM';
/** The record's key is authenticated with its content, so that no record can stand in for another. */
const bindTo = (place: ChunkKey, iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: AES,
  iv,
  additionalData: encode(toJson(place)),
});
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export function createVault(
  { subtle, fillRandom }: Pick<Environment, 'subtle' | 'fillRandom'>,
  { enterFirst, isSpilling }: Pick<EventStore, 'enterFirst' | 'isSpilling'>,
): Vault {
  /** The keys that all tabs share, and those of this page alone. */
  let keys: [shared?: Promise<Keys> | undefined, own?: Promise<Keys>] = [];

  async function generate(): Promise<Keys> {
    return [
      await subtle!.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']),
      await subtle!.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    ];
  }

  /** Keeps the first keys that any tab stored. Stores none where no consent is current: a late write leaves nothing. */
  async function share(): Promise<Keys> {
    const fresh = await generate();
    const stored = await enterFirst<Keys>((store, { epochs }, done) =>
      onResult(store.get(KEYS), (known: Keys | undefined) => {
        done(known ?? fresh);
        if (!known && Object.keys(epochs).length) store.put(fresh, KEYS);
      }),
    );
    if (stored) return stored;
    keys[0] = undefined;
    throw new Error(KEYS);
  }

  const askShared = (): Promise<Keys | undefined> => (keys[0] ??= share()).catch(() => undefined);
  const ownKeys = (): Promise<Keys> => (keys[1] ??= generate());

  /** Where storage fails, those of this page, in memory: a pseudonym that lives as long as the page is better than none. */
  async function keysAtHand(): Promise<readonly [Keys, isOwn: boolean]> {
    const shared = keys[0] || !isSpilling() ? await askShared() : undefined;
    return shared ? [shared, false] : [await ownKeys(), true];
  }

  return {
    async encrypt(text, place) {
      const iv = new Uint8Array(12);
      fillRandom(iv);
      const [[aes], isOwn] = await keysAtHand();
      const bytes = await subtle!.encrypt(bindTo(place, iv), aes, encode(text));
      return { iv, bytes, ...(isOwn && { aes }) };
    },
    async open(data, place) {
      if (typeof data === 'string') return JSON.parse(data);
      const { iv, bytes, aes = (await askShared())?.[0] } = data;
      if (!aes) return undefined;
      const text = await subtle!.decrypt(bindTo(place, iv), aes, bytes);
      return JSON.parse(new TextDecoder().decode(text));
    },
    async pseudonymise(text, mayStore) {
      const [, mac] = await (mayStore ? keysAtHand().then(([known]) => known) : ownKeys());
      return toBase64Url(await subtle!.sign('HMAC', mac, encode(text)));
    },
    hash: async (text) => toBase64Url(await subtle!.digest('SHA-256', encode(text))),
    forget: () => void (keys = []),
  };
}
