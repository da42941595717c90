import { CONTROL, KEYS, readControl, type Encrypted } from './chunk.js';
import { onResult, type Transact } from './create-storage.js';

/** Two random keys that cannot be exported. They live and die with the buffer: a withdrawal of all consent deletes them. */
export interface Keys {
  /** AES-256-GCM, for events at rest. */
  readonly aes: CryptoKey;
  /** HMAC-SHA-256, for pseudonyms. */
  readonly mac: CryptoKey;
}

/**
 * Encrypts chunks and makes pseudonyms. What lies on the disk is safe from a copied profile as long as its key record is
 * not copied with it by the browser itself; it is not safe from a script that runs in this origin.
 */
export interface Vault {
  /** Whether this browser can encrypt: on plain http it cannot. */
  readonly isAvailable: boolean;
  encrypt(text: string): Promise<Encrypted>;
  /** Rejects where the key is gone or the record was changed. */
  decrypt(encrypted: Encrypted): Promise<string>;
  /** HMAC-SHA-256 of the text as base64url, 43 characters: the same for the same text until the key is deleted. */
  pseudonymise(text: string, mayStore: boolean): Promise<string>;
  /** Makes the keys ready, so that the first event does not have to wait for them. */
  warm(): void;
  /** Forgets the keys of this page's memory; the stored ones are deleted with the buffer. */
  forget(): void;
}

interface Dependencies {
  readonly subtle: SubtleCrypto | undefined;
  readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly transact: Transact;
}

export function createVault({ subtle, fillRandom, transact }: Dependencies): Vault {
  let stored: Promise<Keys> | undefined;
  let unstored: Promise<Keys> | undefined;

  /** Keeps the first keys that any tab stored. Stores none where no consent is current: a late write leaves nothing. */
  const share = async (fresh: Keys): Promise<Keys> =>
    transact<Keys>((store, done) =>
      onResult(store.get(KEYS), (keys: Keys | undefined) => {
        done(keys ?? fresh);
        if (keys) return;
        onResult(store.get(CONTROL), (control) => {
          if (Object.keys(readControl(control).epochs).length) store.put(fresh, KEYS);
        });
      }),
    );

  function keys(mayStore: boolean): Promise<Keys> {
    if (!mayStore) return (unstored ??= generate(subtle!));
    return (stored ??= generate(subtle!)
      .then(share)
      .catch((error: unknown) => {
        stored = undefined;
        throw error;
      }));
  }

  return {
    isAvailable: !!subtle,
    async encrypt(text) {
      const iv = new Uint8Array(12);
      fillRandom(iv);
      const { aes } = await keys(true);
      return { iv, bytes: await subtle!.encrypt({ name: 'AES-GCM', iv }, aes, new TextEncoder().encode(text)) };
    },
    async decrypt({ iv, bytes }) {
      const { aes } = await keys(true);
      return new TextDecoder().decode(await subtle!.decrypt({ name: 'AES-GCM', iv }, aes, bytes));
    },
    async pseudonymise(text, mayStore) {
      // A pseudonym that lives as long as the page is better than none: where storage fails, the key stays in memory.
      const { mac } = await keys(mayStore).catch(() => keys(false));
      return toBase64Url(await subtle!.sign('HMAC', mac, new TextEncoder().encode(text)));
    },
    warm() {
      if (subtle) keys(true).catch(() => {});
    },
    forget() {
      stored = unstored = undefined;
    },
  };
}

async function generate(subtle: SubtleCrypto): Promise<Keys> {
  return {
    aes: await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    mac: await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  };
}

function toBase64Url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
