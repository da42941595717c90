import { PRINTED } from './blank-php.js';
import type { Meaning } from './meaning.js';
import type { Scope } from './scope.js';
import type { EventSighting, FieldSighting } from './sighting.js';
import { isNode, nameOfKey, unwrap, type Node } from './syntax.js';

/** Reads the fields that an object literal passes. Of anything else, nothing is known. */
export function readFields(
  data: Node | undefined,
  scope: Scope,
  meaningOf: (node: Node, scope: Scope) => Meaning | undefined,
): Pick<EventSighting, 'fields' | 'isComplete'> {
  if (!data) return { fields: [], isComplete: true };
  const meaning = meaningOf(data, scope);
  // A constant object may be changed after it was made, so what it lacks says nothing.
  const isLiteral = unwrap(data).type === 'ObjectExpression';
  const object = meaning?.kind === 'object' && meaning.node.type === 'ObjectExpression' ? meaning.node : undefined;
  if (!object) return { fields: undefined, isComplete: false };
  const properties = object['properties'] as Node[];
  const fields = properties.flatMap((property) => toField(property, scope, meaningOf) ?? []);
  return { fields, isComplete: isLiteral && fields.length === properties.length };
}

function toField(
  property: Node,
  scope: Scope,
  meaningOf: (node: Node, scope: Scope) => Meaning | undefined,
): FieldSighting | undefined {
  const name = property.type === 'SpreadElement' ? undefined : nameOfKey(property, 'key');
  if (name === undefined) return undefined;
  const { line, column } = property.loc.start;
  const value = isNode(property['value']) ? constantOf(property['value'], scope, meaningOf) : undefined;
  return { name, line, column: column + 1, ...(value !== undefined && { value }) };
}

function constantOf(
  wrapped: Node,
  scope: Scope,
  meaningOf: (node: Node, scope: Scope) => Meaning | undefined,
): string | number | boolean | undefined {
  const node = unwrap(wrapped);
  if (node.type === 'NumericLiteral' || node.type === 'BooleanLiteral') return node['value'] as number | boolean;
  if (node.type === 'UnaryExpression' && node['operator'] === '-') {
    const inner = constantOf(node['argument'] as Node, scope, meaningOf);
    return typeof inner === 'number' ? -inner : undefined;
  }
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
  const meaning = meaningOf(node, scope);
  const text = meaning?.kind === 'text' ? meaning.values[0] : undefined;
  return text?.includes(PRINTED) ? undefined : text;
}
