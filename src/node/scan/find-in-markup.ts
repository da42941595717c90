import { toFieldValue } from '../../events/event-source.js';
import type { Manifest } from '../../manifest/manifest.js';
import { PRINTED } from './blank-php.js';
import type { MarkedElement } from './read-markup.js';
import type { FieldSighting, Sighting } from './sighting.js';
import { vendorOfUrl } from './vendors.js';

const EVENT = 'data-headgate-event';
const FIELD = /^(:|v-bind:|x-bind:)?data-headgate-field-/;

/** Returns what tracks in the attributes of a page: marked elements, and what is loaded from vendors. */
export function findInMarkup(elements: readonly MarkedElement[], manifest: Manifest): Sighting[] {
  return elements.flatMap((element) => [
    ...findEvent(element, manifest),
    ...findCategories(element),
    ...findVendor(element),
  ]);
}

/** A name that is bound to an expression is found in the template's code. */
function findEvent({ attributes, locate }: MarkedElement, { events }: Manifest): Sighting[] {
  const name = attributes.get(EVENT);
  if (name === undefined) return [];
  const isDynamic = name.includes(PRINTED);
  const declared = Object.hasOwn(events, name) ? Object.keys(events[name]?.fields ?? {}) : [];
  const fields = [...attributes].flatMap(([key, value]): FieldSighting[] => {
    const [prefix, binding] = FIELD.exec(key) ?? [];
    if (prefix === undefined) return [];
    const written = key.slice(prefix.length);
    const field = declared.find((one) => spellings(one).includes(written)) ?? written;
    const definition = declared.includes(field) ? events[name]?.fields?.[field] : undefined;
    const isConstant = definition && binding === undefined && value !== '' && !value.includes(PRINTED);
    return [{ name: field, ...locate(key), ...(isConstant && { value: toFieldValue(value, definition) }) }];
  });
  return [
    {
      kind: 'event',
      name: isDynamic ? undefined : name,
      fields: isDynamic ? undefined : fields,
      // Controls of a form fill its fields, and bindings may add attributes.
      isComplete: false,
      isCertain: true,
      ...locate(EVENT),
    },
  ];
}

/** As an attribute can spell a field's name: in lower case, or with hyphens. */
function spellings(name: string): readonly string[] {
  const hyphenated = name.replace(/([a-z\d])([A-Z])/g, '$1-$2').replaceAll('_', '-');
  return [name.toLowerCase(), hyphenated.toLowerCase()];
}

function findCategories({ isGated, attributes, locate }: MarkedElement): Sighting[] {
  const names = (attributes.get('data-headgate-category') ?? '').split(/[\s,]+/).filter(Boolean);
  const known = isGated ? names.filter((name) => !name.includes(PRINTED)) : [];
  return known.map((name) => ({ kind: 'category', name, ...locate('data-headgate-category') }));
}

/** Scripts, pixels and frames of vendors. A link only leads there. */
function findVendor({ tag, attributes, isGated, locate }: MarkedElement): Sighting[] {
  const attribute = tag === 'link' ? 'href' : 'src';
  const url = attributes.get(attribute) ?? '';
  const isHint =
    tag === 'link' && !/\b(preload|modulepreload|prefetch|stylesheet)\b/.test(attributes.get('rel') ?? 'preload');
  const vendor = isGated || isHint || tag === 'a' ? undefined : vendorOfUrl(url);
  return vendor ? [{ kind: 'script', vendor, text: url, ...locate(attribute) }] : [];
}
