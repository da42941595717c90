import type { EventDefinition, FieldDefinition, Manifest } from '../manifest/manifest.js';
import { toManifestTable } from './to-manifest-table.js';

/**
 * Returns the declarations of a module whose default export is this manifest: with the literal types that JSON loses, so
 * that `track` knows every event and every field, and with what the manifest says of them where an editor shows it.
 *
 * @param from - The manifest's file, named at the top.
 *
 * @example
 * ```ts
 * import { readManifest, toDeclarations } from 'headgate/node';
 *
 * const text = toDeclarations(readManifest('headgate.manifest.json'), 'headgate.manifest.json'); // of headgate.manifest.d.json.ts
 * ```
 */
export function toDeclarations(manifest: Manifest, from: string): string {
  const { events, ...table } = toManifestTable(manifest);
  const head = Object.entries(table).map(([key, value]) => `  readonly ${toKey(key)}: ${toType(value, '  ')};`);
  const types = Object.entries(events).map(([name, event]) => `    readonly ${toKey(name)}: ${toType(event, '    ')};`);
  const data = Object.entries(manifest.events).map(([name, event]) => toData(name, event, manifest));
  return [
    `// Written by \`headgate types\` from ${from}: change it there.`,
    '',
    '/** The data of each event, by its name. */',
    'export interface Events {',
    ...data,
    '}',
    '',
    'declare const manifest: {',
    ...head,
    '  readonly events: {',
    ...types,
    '  };',
    '};',
    'export default manifest;',
    '',
  ].join('\n');
}

/** A value as the type that has only this value. */
function toType(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `readonly [${value.map((item) => toType(item, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([key, item]) => `${indent}  readonly ${toKey(key)}: ${toType(item, `${indent}  `)};`,
  );
  return lines.length ? ['{', ...lines, `${indent}}`].join('\n') : '{}';
}

function toKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function toData(name: string, event: EventDefinition, manifest: Manifest): string {
  const fields = Object.entries(event.fields ?? {}).map(([field, definition]) => {
    const comment = toComment([definition.title, describeField(definition)], '    ');
    return `${comment}    ${toKey(field)}${definition.optional ? '?' : ''}: ${toDataType(definition)};`;
  });
  const body = fields.length ? `{\n${fields.join('\n')}\n  }` : '{ [field: string]: never }';
  return `${toComment([event.title, describeEvent(event, manifest)], '  ')}  ${toKey(name)}: ${body};`;
}

function toDataType({ type, values }: FieldDefinition): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  return type === 'integer' ? 'number' : type;
}

function describeEvent(
  { purpose, tier, basis, categories = [], retentionDays, collectors, journey }: EventDefinition,
  { purposes = {} }: Manifest,
): string {
  const title = (Object.hasOwn(purposes, purpose) ? purposes[purpose]?.title : undefined) ?? purpose;
  const consents = categories.length ? ` (${categories.join(', ')})` : '';
  return [
    ...(journey === undefined ? [] : [`Journey: ${journey}.`]),
    `Purpose: ${title}.`,
    `Tier: ${tier}.`,
    `Basis: ${basis}${consents}.`,
    `Kept ${retentionDays} ${retentionDays === 1 ? 'day' : 'days'} by ${collectors.join(', ')}.`,
  ].join(' ');
}

function describeField({ type, data = 'behaviour', maxLength, min, max, protect }: FieldDefinition): string {
  const bounds = [
    ...(type === 'integer' ? ['whole number'] : []),
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(protect === undefined ? [] : [`protected: ${protect}`]),
  ];
  return [`Data: ${data}`, ...bounds].join('; ');
}

function toComment(lines: readonly (string | undefined)[], indent: string): string {
  const texts = lines.flatMap((line) => line?.replaceAll('*/', '*\\/').replace(/\s+/g, ' ') ?? []);
  const [only] = texts;
  if (texts.length === 1) return `${indent}/** ${only} */\n`;
  return [`${indent}/**`, ...texts.map((text) => `${indent} * ${text}`), `${indent} */`, ''].join('\n');
}
