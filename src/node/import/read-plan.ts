import { readContainer } from './read-container.js';
import { readJsonSchema } from './read-json-schema.js';
import {
  isObject,
  listObjects,
  textOf,
  toEventName,
  type Json,
  type Lost,
  type Plan,
  type PlannedEvent,
} from './plan.js';

/** Reads a tracking plan by its form; `undefined` where it has none that is known. */
export function readPlan(given: unknown): Plan | undefined {
  if (!isObject(given)) return undefined;
  if (isObject(given['containerVersion'])) return readContainer(given['containerVersion']);
  const schema = readSelfDescribing(given);
  if (schema) return gather('Snowplow data structure', [schema]);
  // Segment's Public API answers `{ data: … }`; Typewriter's plan.json and RudderStack have the plan itself.
  const plan = isObject(given['data']) ? given['data'] : given;
  const rules = plan['rules'] ?? plan['trackingPlan'];
  const listed = isObject(rules) ? rules['events'] : (rules ?? plan['events'] ?? given['data']);
  const events = listObjects(listed);
  if (events.length === 0) return undefined;
  const form =
    given['events'] !== undefined ? 'tracking plan in the form of Avo' : 'tracking plan of Segment or RudderStack';
  return gather(form, events.map(readRule));
}

type Read = { readonly event: PlannedEvent; readonly lost: readonly Lost[] } | { readonly lost: readonly Lost[] };

function gather(form: string, read: readonly Read[]): Plan {
  const events = new Map<string, PlannedEvent>();
  const lost: Lost[] = [];
  for (const one of read) {
    lost.push(...one.lost);
    if (!('event' in one)) continue;
    const { name, title } = one.event;
    if (events.has(name)) lost.push({ path: title, why: `another event is called ${name} already` });
    else events.set(name, one.event);
  }
  return { form, events: [...events.values()], lost };
}

/** One rule of a plan: `{ name, description, rules }`, `{ type, key, jsonSchema }`, or `{ name, properties }`. */
function readRule(rule: Json): Read {
  const written = textOf(rule['name']) ?? textOf(rule['key']);
  const type = String(rule['eventType'] ?? rule['event_type'] ?? rule['type'] ?? 'track').toLowerCase();
  if (written === undefined) return { lost: [{ path: type, why: 'no name: only events have one' }] };
  if (/^(identify|group|common|alias)/.test(type)) {
    return { lost: [{ path: written, why: `${type}: traits of a person are no event` }] };
  }
  const given = rule['rules'] ?? rule['jsonSchema'] ?? rule['schema'];
  const schema = isObject(given)
    ? given
    : { properties: toProperties(rule['properties']), required: listRequired(rule) };
  const { own, lost } = unwrapRules(schema, written);
  const read = readJsonSchema(own, written);
  const name = toEventName(written);
  return {
    event: { name, title: textOf(rule['description']) ?? written, fields: read.fields },
    lost: [
      ...(name === written ? [] : [{ path: written, why: `its name: the event is called ${name}` }]),
      ...lost,
      ...read.lost,
    ],
  };
}

/** Segment wraps the event's own properties in those of the whole call, with `context` and `traits` beside them. */
function unwrapRules(schema: Json, event: string): { readonly own: Json; readonly lost: readonly Lost[] } {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const inner = properties['properties'];
  if (!isObject(inner)) return { own: schema, lost: [] };
  const beside = ['context', 'traits'].filter((key) => {
    const other = properties[key];
    return isObject(other) && isObject(other['properties']) && Object.keys(other['properties']).length > 0;
  });
  return {
    own: inner,
    lost: beside.map((key) => ({ path: `${event}.${key}`, why: `${key} of the call: only declared fields leave` })),
  };
}

/** Properties as a list, `[{ name, type, isRequired }]`, are read as those of a schema. */
function toProperties(given: unknown): Json {
  if (!Array.isArray(given)) return isObject(given) ? given : {};
  return Object.fromEntries(
    listObjects(given).flatMap((one) => {
      const name = textOf(one['name']);
      if (name === undefined) return [];
      const type = {
        int: 'integer',
        long: 'integer',
        float: 'number',
        double: 'number',
        bool: 'boolean',
        list: 'array',
      };
      const word = String(one['type'] ?? 'string').toLowerCase();
      const values = one['allowedValues'] ?? one['enum'];
      const isList = one['isList'] === true || one['list'] === true;
      return [
        [
          name,
          {
            type: isList ? 'array' : (type[word as keyof typeof type] ?? word),
            description: one['description'],
            ...(Array.isArray(values) && { enum: values }),
          },
        ],
      ];
    }),
  );
}

function listRequired(rule: Json): readonly string[] {
  if (Array.isArray(rule['required'])) return rule['required'].filter((one) => typeof one === 'string');
  const isNeeded = (one: Json): boolean =>
    one['isRequired'] === true || one['required'] === true || one['presence'] === 'always';
  return listObjects(rule['properties'])
    .filter(isNeeded)
    .map((one) => String(one['name']));
}

/** A self-describing JSON schema, bare or in Snowplow's file of a data structure. */
function readSelfDescribing(given: Json): Read | undefined {
  const schema = isObject(given['data']) && given['resourceType'] === 'data-structure' ? given['data'] : given;
  const { self } = schema;
  if (!isObject(self)) return undefined;
  const written = textOf(self['name']) ?? 'event';
  const name = toEventName(written);
  const { fields, lost } = readJsonSchema(schema, written);
  const version = `${String(self['vendor'])}/${written}/${String(self['format'])}/${String(self['version'])}`;
  return {
    event: { name, title: textOf(schema['description']) ?? written, fields },
    lost: [{ path: written, why: `its vendor and version, ${version}: the manifest has one version for all` }, ...lost],
  };
}
