import { createHash, randomBytes } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** What a journey types in place of `{email}` and its like: texts that stand nowhere else, so that they can be found again. */
export interface Canaries {
  readonly [name: string]: string;
}

/** Returns personal data of a person who does not exist, unlike that of every other run. */
export function createCanaries(stamp = randomBytes(5).toString('hex')): Canaries {
  const digits = String(Number.parseInt(stamp, 16) % 1e8).padStart(8, '0');
  return {
    email: `Headgate.${stamp}@example.org`,
    name: `Headgate ${stamp}`,
    phone: `+49 151 ${digits}`,
    text: `headgate-${stamp}`,
  };
}

/** A canary that was found, and in which form. */
export interface CanarySighting {
  readonly canary: string;
  readonly form: string;
}

/** Returns a function that finds canaries in bytes or text: as they are, in the ways in which code writes them, and hashed. */
export function createCanaryFinder(canaries: Canaries): (content: Uint8Array | string) => CanarySighting[] {
  const traces = Object.entries(canaries).flatMap(([canary, value]) => tracesOf(canary, value));
  return (content) => {
    const texts = readings(content);
    const found = new Map<string, CanarySighting>();
    for (const { canary, form, trace, isHex } of traces) {
      const place = texts.find(({ text, lower }) => (isHex ? lower : text).includes(trace));
      if (!place) continue;
      const described = [form, place.how].filter(Boolean).join(', ') || 'as it is';
      if (!found.has(canary)) found.set(canary, { canary, form: described });
    }
    return [...found.values()];
  };
}

interface Trace {
  readonly canary: string;
  readonly form: string;
  readonly trace: string;
  /** Hexadecimal digits are written in either case. */
  readonly isHex: boolean;
}

const HASHES = ['md5', 'sha1', 'sha256'] as const;
const HASH_NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;

function tracesOf(canary: string, value: string): Trace[] {
  const plain = normalForms(value).flatMap((text): Trace[] => [
    { canary, form: '', trace: text, isHex: false },
    { canary, form: 'URL-encoded', trace: encodeURIComponent(text), isHex: false },
    { canary, form: 'URL-encoded', trace: encodeURIComponent(text).replaceAll('%20', '+'), isHex: false },
    { canary, form: 'URL-encoded', trace: encodeURIComponent(encodeURIComponent(text)), isHex: false },
    { canary, form: 'hexadecimal', trace: Buffer.from(text).toString('hex'), isHex: true },
    ...base64Traces(text).map((trace) => ({ canary, form: 'base64', trace, isHex: false })),
  ]);
  const hashed = normalForms(value).flatMap((text) =>
    HASHES.flatMap((hash): Trace[] => {
      const digest = createHash(hash).update(text).digest();
      return [
        { canary, form: HASH_NAMES[hash], trace: digest.toString('hex'), isHex: true },
        { canary, form: HASH_NAMES[hash], trace: digest.toString('base64').replace(/=+$/, ''), isHex: false },
        { canary, form: HASH_NAMES[hash], trace: digest.toString('base64url'), isHex: false },
      ];
    }),
  );
  return [...plain, ...hashed];
}

/** How vendors ask for a value to be written before it is hashed. */
function normalForms(value: string): string[] {
  const digits = value.replace(/\D/g, '');
  const isPhone = value.startsWith('+');
  const forms = [value, value.toLowerCase(), ...(isPhone ? [digits, `+${digits}`, `00${digits}`] : [])];
  return [...new Set(forms)];
}

/** In base64 a text looks different by where it starts among the three bytes of a group; its inner part is the same. */
function base64Traces(text: string): string[] {
  const alphabets = ['base64', 'base64url'] as const;
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.from(' '.repeat(offset) + text);
    const first = Math.ceil((offset * 4) / 3);
    const end = Math.floor((padded.length * 8) / 6);
    return alphabets.map((alphabet) => padded.toString(alphabet).slice(first, end));
  });
}

interface Reading {
  readonly text: string;
  readonly lower: string;
  /** What was undone to read it so. */
  readonly how: string;
}

const LARGEST_UNPACKED = 20_000_000;
const UNPACKERS = [
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['deflate', inflateRawSync],
  ['brotli', brotliDecompressSync],
] as const;

function readings(content: Uint8Array | string): Reading[] {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  return [toReading(text, ''), ...unpacked(content), ...unescaped(text)];
}

function toReading(text: string, how: string): Reading {
  return { text, lower: text.toLowerCase(), how };
}

function unpacked(content: Uint8Array | string): Reading[] {
  if (typeof content === 'string' || content.length < 3) return [];
  for (const [how, unpack] of UNPACKERS) {
    try {
      return [toReading(unpack(content, { maxOutputLength: LARGEST_UNPACKED }).toString('utf8'), how)];
    } catch {
      // Not packed in this way.
    }
  }
  return [];
}

/** JSON in JSON, and `\u0040` for an at sign. */
function unescaped(text: string): Reading[] {
  if (!text.includes('\\')) return [];
  const plain = text.replace(/\\+u([0-9a-fA-F]{4})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return [toReading(plain, '')];
}
