import {
  listObjects,
  textOf,
  toEventName,
  toFieldName,
  type Json,
  type Lost,
  type Plan,
  type PlannedEvent,
  type PlannedField,
} from './plan.js';

/** Tags that send an event by a name, with the parameter that has it. */
const EVENT_TAGS: { readonly [type: string]: string } = { gaawe: 'eventName', ua: 'eventAction' };

/** Reads the export of a Google Tag Manager container: the events that its tags send, with their parameters. */
export function readContainer(version: Json): Plan {
  const events = new Map<string, PlannedEvent>();
  const lost: Lost[] = [];
  for (const tag of listObjects(version['tag'])) {
    const label = textOf(tag['name']) ?? 'a tag';
    const key = EVENT_TAGS[String(tag['type'])];
    const written = key === undefined ? undefined : valueOf(tag, key);
    if (written === undefined) {
      lost.push({ path: label, why: `a tag of type ${String(tag['type'])}: no event of a manifest` });
      continue;
    }
    if (written.includes('{{')) {
      lost.push({ path: label, why: `its event’s name, ${written}, is only known at run time` });
      continue;
    }
    const name = toEventName(written);
    const known = events.get(name);
    if (name !== written) lost.push({ path: label, why: `the name ${written}: the event is called ${name}` });
    const fields = { ...known?.fields, ...readParameters(tag, label, lost) };
    events.set(name, { name, title: known?.title ?? textOf(tag['notes']) ?? label, fields });
  }
  for (const trigger of listObjects(version['trigger'])) {
    lost.push({ path: textOf(trigger['name']) ?? 'a trigger', why: 'a trigger: call track(), or declare "triggers"' });
  }
  return { form: 'container of Google Tag Manager', events: [...events.values()], lost };
}

function valueOf(tag: Json, key: string): string | undefined {
  return textOf(listObjects(tag['parameter']).find((one) => one['key'] === key)?.['value']);
}

/** Of a parameter, a container says the name and where its value comes from, and not its type. */
function readParameters(tag: Json, label: string, lost: Lost[]): { [field: string]: PlannedField } {
  const tables = listObjects(tag['parameter']).filter(({ key }) =>
    /^event(Parameters|SettingsTable)$/.test(String(key)),
  );
  const rows = tables.flatMap(({ list }) => listObjects(list)).map(({ map }) => listObjects(map));
  const fields: { [field: string]: PlannedField } = {};
  for (const row of rows) {
    const named = (...keys: string[]): string | undefined =>
      textOf(row.find(({ key }) => keys.includes(String(key)))?.['value']);
    const name = named('name', 'parameter');
    if (name === undefined) continue;
    const value = named('value', 'parameterValue') ?? '';
    fields[toFieldName(name)] = { type: 'string', optional: true };
    lost.push({ path: `${label}.${name}`, why: `its type and source, ${value}: a text until somebody says more` });
  }
  return fields;
}
