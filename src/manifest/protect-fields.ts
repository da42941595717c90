import type { EventDefinition, FieldValue } from './manifest.js';

/** Encrypts a field's text to the controller; see `headgate/seal`. */
export type Seal = (text: string) => Promise<string>;

export interface FieldProtection {
  readonly seal: Seal | undefined;
  readonly pseudonymise: ((text: string) => Promise<string>) | undefined;
}

/** The fields whose protection takes time: keyed hashes and encryption. The others are protected while they are read. */
export function findProtected({ fields = {} }: EventDefinition): string[] {
  return Object.keys(fields).filter((name) => /^(?:seal|pseudonymise)$/.test(fields[name]!.protect ?? ''));
}

/** Replaces the values of these fields by their protected form. Rejects where one cannot be protected. */
export async function protectFields(
  { fields = {} }: EventDefinition,
  names: readonly string[],
  data: { readonly [field: string]: FieldValue },
  protection: FieldProtection,
): Promise<{ [field: string]: FieldValue }> {
  const copy = { ...data };
  for (const name of names) {
    const protect = protection[fields[name]!.protect as keyof FieldProtection];
    if (name in copy) copy[name] = await protect!(String(copy[name]));
  }
  return copy;
}
