import type { Manifest } from '../manifest/manifest.js';

/** Returns the first field that is encrypted to the controller, as `event.field`; `undefined` where none is. */
export function findSealedField({ events }: Pick<Manifest, 'events'>): string | undefined {
  for (const [event, { fields = {} }] of Object.entries(events)) {
    for (const [field, { protect }] of Object.entries(fields)) if (protect === 'seal') return `${event}.${field}`;
  }
  return undefined;
}
