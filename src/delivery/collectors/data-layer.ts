import { toJson } from '../../safety/to-json.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { PageCollector } from '../collector.js';
import { createPageCollector } from '../create-page-collector.js';

export interface DataLayerOptions {
  /** Name of the global. @defaultValue `'dataLayer'` */
  readonly name?: string;
  /** The container or tag to wait for, such as `GTM-XXXX` or `G-XXXX`. @defaultValue any */
  readonly id?: string;
  /**
   * How an event is written. `gtm`: `{ event, headgate }`, with the whole tagged event for a container's variables.
   * `gtag`: the command `event` with the data as parameters, for a page with Google's tag alone. @defaultValue `'gtm'`
   */
  readonly format?: 'gtm' | 'gtag';
}

interface Page {
  readonly [name: string]: unknown;
  readonly google_tag_manager?: { readonly [id: string]: unknown };
  readonly google_tag_data?: {
    readonly ics?: {
      readonly entries?: { readonly [type: string]: { readonly default?: unknown; readonly update?: unknown } };
    };
  };
}

/**
 * Google's tag in the page. Consent mode comes first: events wait until the page has said `consent`, `default` or `update`,
 * and until the tag itself is there, because without it the data layer is a plain array that nobody reads. What Google
 * then makes of an event, consent mode decides. Google has no id to deduplicate by: containers can use `headgate.id`.
 *
 * @see https://developers.google.com/tag-platform/security/guides/consent
 *
 * @example
 * ```ts
 * import { createHeadgate, dataLayer } from 'headgate';
 *
 * const warehouse = dataLayer({ format: 'gtm' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function dataLayer({ name = 'dataLayer', id, format = 'gtm' }: DataLayerOptions = {}): PageCollector {
  let hasConsentMode = false;
  return createPageCollector(
    () => {
      const page = globalThis as unknown as Page;
      const layer = page[name] as unknown[];
      const tags = page.google_tag_manager!;
      // A long data layer loses its oldest entries, hence the second look. Once said, it stays said.
      hasConsentMode ||=
        [...layer].some(isConsentCommand) ||
        Object.values(page.google_tag_data?.ics?.entries ?? {}).some(
          (entry) => 'default' in entry || 'update' in entry,
        );
      const isThere = hasConsentMode && Array.isArray(layer) && (id ? tags[id] : tags);
      return isThere ? layer : undefined;
    },
    (layer, event) => {
      // `_clear`: replaced, not merged into what an earlier event left there.
      if (format === 'gtm') layer.push({ event: event.event, headgate: event, _clear: true });
      else toGtag(layer)('event', event.event, toParameters(event));
    },
  );
}

function isConsentCommand(entry: unknown): boolean {
  const [command, action] = Array.from((entry ?? []) as ArrayLike<unknown>);
  return command === 'consent' && (action === 'default' || action === 'update');
}

/** Google tells commands from other entries by their being an `arguments` object. */
function toGtag(layer: unknown[]): (...command: unknown[]) => void {
  return function () {
    layer.push(arguments);
  };
}

/** Parameters are scalars. */
function toParameters(event: TaggedEvent): object {
  return {
    ...event.data,
    hg_id: event.id,
    hg_tier: event.tier,
    hg_purpose: event.purpose,
    hg_legal_basis: event.basis,
    hg_categories: event.categories.join(),
    hg_expires: event.expires,
    hg_consent: toJson(event.consent),
  };
}
