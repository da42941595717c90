import type { Headgate } from '../instance/headgate.js';
import type { Manifest } from '../manifest/manifest.js';
import { DEFAULT_CONSENT_TYPES } from './consent-types.js';

export interface EmitConsentModeOptions {
  /** The manifest, or its categories: their `googleConsentMode` codes name the types that each of them opens. */
  readonly manifest: Pick<Manifest, 'categories'>;
  /** The name of the data layer's global. @defaultValue `'dataLayer'` */
  readonly dataLayer?: string;
  /** How long Google's tags wait for the first update, in milliseconds. @defaultValue `500` */
  readonly waitForUpdate?: number;
}

const TYPES = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
];

/**
 * Tells Google's tags what Headgate knows of consent, so that they obey the same choice: a `default` that denies every
 * type, at once, and an `update` whenever that changes. Call it before the first tag of Google, which takes a type
 * that nobody named for granted; and not beside a consent platform that writes into the data layer itself.
 *
 * A type is granted while every category that names it is. A type that no category names stays denied. Returns what
 * ends it; the last word stays.
 *
 * @see https://developers.google.com/tag-platform/security/guides/consent
 *
 * @example
 * ```ts
 * import { emitConsentMode } from 'headgate';
 *
 * // Before Google's tags are loaded: they wait half a second for an answer.
 * const stop = emitConsentMode(headgate, { manifest, waitForUpdate: 500 });
 * ```
 */
export function emitConsentMode(
  headgate: Pick<Headgate, 'onConsent'>,
  { manifest, dataLayer = 'dataLayer', waitForUpdate = 500 }: EmitConsentModeOptions,
): () => void {
  const page = window as unknown as { [name: string]: unknown[] | undefined };
  const bound = Object.entries(manifest.categories).map(
    ([category, { sources }]) =>
      [category, [sources?.['googleConsentMode'] ?? DEFAULT_CONSENT_TYPES[category] ?? []].flat()] as const,
  );
  const told: { [type: string]: string } = Object.fromEntries(TYPES.map((type) => [type, 'denied']));

  // Google hears nothing but the `arguments` of a call.
  function gtag(..._command: unknown[]): void {
    const command = arguments;
    // By this the source `googleConsentMode` knows what is no answer of the visitor.
    Object.defineProperty(command, 'headgate', { value: true });
    (page[dataLayer] ??= []).push(command);
  }

  gtag('consent', 'default', { ...told, wait_for_update: waitForUpdate });
  return headgate.onConsent(({ categories }) => {
    const changed: { [type: string]: string } = {};
    for (const type of TYPES) {
      const naming = bound.filter(([, types]) => types.includes(type));
      const isOpen = naming.length > 0 && naming.every(([category]) => categories[category] === 'granted');
      const value = isOpen ? 'granted' : 'denied';
      if (told[type] !== value) changed[type] = told[type] = value;
    }
    if (Object.keys(changed).length) gtag('consent', 'update', changed);
  });
}
