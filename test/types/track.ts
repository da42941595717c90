import { defineManifest, type Manifest } from '../../src/manifest/manifest.js';
import type { CategoryName, CollectorName, EventData, EventName } from '../../src/manifest/manifest-types.js';

/**
 * Compiled, never run: `track` takes the events that the manifest declares and nothing else. A line marked
 * `@ts-expect-error` that compiles is an error itself.
 */

type Track<M extends Manifest> = <N extends EventName<M>>(
  name: N,
  ...data: {} extends EventData<M, N> ? [data?: EventData<M, N>] : [data: EventData<M, N>]
) => void;

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {}, research: { sources: { onetrust: 'C0003', tcf: [8, 9] } } },
  purposes: { adoption: { title: 'Measure adoption' } },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    toggle_enabled: {
      purpose: 'adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
        toggle: { type: 'string', values: ['dark_mode', 'beta'] },
        position: { type: 'integer' },
        enabled: { type: 'boolean', optional: false },
        score: { type: 'number', optional: true },
      },
    },
    survey_closed: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['research'],
      retentionDays: 7,
      collectors: ['warehouse'],
      fields: { after: { type: 'integer', optional: true } },
    },
    page_opened: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'contract',
      retentionDays: 7,
      collectors: ['warehouse'],
    },
  },
});

declare const track: Track<typeof manifest>;

const sound = { user: 'alice', toggle: 'dark_mode', position: 1, enabled: true } as const;

track('toggle_enabled', sound);
track('toggle_enabled', { ...sound, score: 0.5 });
track('survey_closed');
track('survey_closed', {});
track('survey_closed', { after: 3 });
track('page_opened');
track('page_opened', {});

// @ts-expect-error: no such event.
track('toggle_enable', sound);
// @ts-expect-error: data is missing.
track('toggle_enabled');
// @ts-expect-error: a required field is missing.
track('toggle_enabled', { toggle: 'beta', position: 1, enabled: true });
// @ts-expect-error: text is not a number.
track('toggle_enabled', { ...sound, position: '1' });
// @ts-expect-error: a number is not a boolean.
track('toggle_enabled', { ...sound, enabled: 1 });
// @ts-expect-error: not one of the listed values.
track('toggle_enabled', { ...sound, toggle: 'light_mode' });
// @ts-expect-error: an undeclared field.
track('toggle_enabled', { user: 'alice', toggle: 'beta', position: 1, enabled: true, url: 'https://shop.example' });
// @ts-expect-error: an optional field of the wrong type.
track('survey_closed', { after: 'three' });
// @ts-expect-error: an optional field may be left out, but not be undefined.
track('survey_closed', { after: undefined });
// @ts-expect-error: a field of another event.
track('survey_closed', { toggle: 'beta' });

const category: CategoryName<typeof manifest> = 'analytics';
// @ts-expect-error: no such category.
const noCategory: CategoryName<typeof manifest> = 'marketing';
const collector: CollectorName<typeof manifest> = 'warehouse';
// @ts-expect-error: no such collector.
const noCollector: CollectorName<typeof manifest> = 'mixpanel';
void [category, noCategory, collector, noCollector];

const base = { version: '1', categories: {}, collectors: {} };
const event = { purpose: 'adoption', retentionDays: 7, collectors: ['warehouse'] };

// @ts-expect-error: no such legal basis.
defineManifest({ ...base, events: { opened: { ...event, tier: 'anonymous', basis: 'curiosity' } } });
// @ts-expect-error: no such tier.
defineManifest({ ...base, events: { opened: { ...event, tier: 'secret', basis: 'contract' } } });
// @ts-expect-error: no retention.
defineManifest({ ...base, events: { opened: { purpose: 'p', tier: 'anonymous', basis: 'contract', collectors: [] } } });

/** A manifest that is only known at run time takes any name and any declared type of value. */
declare const trackAny: Track<Manifest>;
trackAny('anything', { field: 'text', other: 1 });
