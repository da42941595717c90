import type { output, input } from 'zod';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { manifestSchema } from '../../src/node/manifest-schema.js';

/** Compiled, never run: the schema says what the type says, in both directions. */

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

declare const parsed: output<typeof manifestSchema>;
declare const written: Mutable<Manifest>;

export const asManifest: Manifest = parsed;
export const asInput: input<typeof manifestSchema> = written;

/** Every key at every level is known to both: an optional key that one of them lacks would pass the lines above. */
type KeysOf<T> = T extends readonly (infer Item)[]
  ? KeysOf<Item>
  : T extends object
    ? { [K in keyof T]-?: Step<K> | `${Step<K>}.${KeysOf<Exclude<T[K], undefined>>}` }[keyof T]
    : never;

/** A record's names become `*`; left as `string` they would swallow everything below them. */
type Step<K> = string extends K ? '*' : K & string;

type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;

export const hasSameKeys: Same<KeysOf<Mutable<Manifest>>, KeysOf<output<typeof manifestSchema>>> = true;
// @ts-expect-error: the comparison above can fail, below a record too.
export const hasOtherKeys: Same<KeysOf<Record<string, { a: 1; b?: 2 }>>, KeysOf<Record<string, { a: 1 }>>> = true;
export const reachesDeep: Extract<
  KeysOf<Mutable<Manifest>>,
  'events.*.fields.*.maxLength'
> = 'events.*.fields.*.maxLength';
