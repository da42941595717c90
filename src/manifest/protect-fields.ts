import { own } from '../safety/own.js';
import { toJson } from '../safety/to-json.js';
import type { EventDefinition, FieldValue } from './manifest.js';

/** The place that a sealed text belongs to: in another one, it is no answer of this person. */
export interface SealedPlace {
  /** The event's id. */
  readonly event: string;
  readonly field: string;
}

/** Encrypts a field's text to the controller, bound to its place; see `headgate/seal`. */
export type Seal = (text: string, place: SealedPlace) => Promise<string>;

export interface FieldProtection {
  readonly seal: Seal | undefined;
  readonly pseudonymise: ((text: string) => Promise<string>) | undefined;
}

/** The fields whose protection takes time: keyed hashes and encryption. The others are protected while they are read. */
export function findProtected({ fields = {} }: EventDefinition): string[] {
  return Object.keys(fields).filter((name) => /^(?:seal|pseudonymise)$/.test(fields[name]!.protect ?? ''));
}

/**
 * Replaces the values of these fields by their protected form for one recipient. Rejects where one cannot be protected.
 *
 * @param event The event's id and its data.
 */
export async function protectFields(
  { fields = {} }: EventDefinition,
  names: readonly string[],
  { id, data }: { readonly id: string; readonly data: { readonly [field: string]: FieldValue } },
  { seal, pseudonymise }: FieldProtection,
  recipient: string,
): Promise<{ [field: string]: FieldValue }> {
  const copy = { ...data };
  for (const field of names) {
    const value = own(data, field);
    if (value === undefined) continue;
    copy[field] =
      fields[field]!.protect === 'seal'
        ? await seal!(String(value), { event: id, field })
        : await pseudonymise!(toPseudonymText(recipient, field, String(value)));
  }
  return copy;
}

/**
 * What a pseudonym is made of. Two recipients cannot join what they have of a person, nor can one of them tell that two
 * fields hold the same.
 */
export function toPseudonymText(recipient: string, field: string, value: string): string {
  return toJson([recipient, field, value]);
}
