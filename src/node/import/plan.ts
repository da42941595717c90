/** A tracking plan of another tool, as far as a manifest can take it. */
export interface Plan {
  /** What the file was taken for. */
  readonly form: string;
  readonly events: readonly PlannedEvent[];
  readonly lost: readonly Lost[];
}

export interface PlannedEvent {
  /** As the manifest can name it. */
  readonly name: string;
  readonly title: string;
  readonly fields: { readonly [field: string]: PlannedField };
}

export interface PlannedField {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly title?: string;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly optional?: true;
}

/** Something of the plan that the manifest has no word for, and why. */
export interface Lost {
  readonly path: string;
  readonly why: string;
}

export interface Json {
  readonly [key: string]: unknown;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listObjects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Returns a name that a manifest takes for an event: `Order Completed` is `order_completed`. */
export function toEventName(name: string): string {
  const plain = name
    .trim()
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  return /^[a-z]/.test(plain) ? plain.slice(0, 64) : `event_${plain}`.slice(0, 64);
}

/** Returns a name that a manifest takes for a field, in the spelling that it had. */
export function toFieldName(name: string): string {
  const plain = name
    .trim()
    .replace(/[^\w]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain.slice(0, 64) : `field_${plain}`.slice(0, 64);
}
