import { PRINTED } from './blank-php.js';
import type { Meaning } from './meaning.js';
import type { Module } from './project.js';
import { readFields } from './read-fields.js';
import { expressionOf } from './read-template.js';
import { scopeInside, type Scope } from './scope.js';
import type { EventSighting, Sighting } from './sighting.js';
import { eachChild, isNode, nameOfKey, unwrap, type Node, type Origin } from './syntax.js';
import { vendorOfUrl } from './vendors.js';

type MeaningOf = (node: Node, scope: Scope) => Meaning | undefined;

/** Walks the code of a module and returns what tracks in it. */
export function findInCode(module: Module, meaningOf: MeaningOf): Sighting[] {
  const { program, scope } = module;
  const sightings: Sighting[] = lookAtBinding(module, meaningOf);
  const visit = (node: Node, scope: Scope): void => {
    sightings.push(...look(node, scope, meaningOf));
    const inside = scopeInside(node, scope);
    eachChild(node, (child) => visit(child, inside));
  };
  eachChild(program, (child) => visit(child, scope));
  return sightings;
}

/** What an attribute of a template is bound to. */
function lookAtBinding({ program, scope, fills }: Module, meaningOf: MeaningOf): Sighting[] {
  const bound = expressionOf(program);
  if (!bound) return [];
  if (fills === 'data-headgate-event') return toEvents(bound, 'unknown', originOf(bound), scope, meaningOf);
  return fills === 'src' ? findAddress(bound, originOf(bound)) : [];
}

function look(node: Node, scope: Scope, meaningOf: MeaningOf): Sighting[] {
  switch (node.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return lookAtCall(node, scope, meaningOf);
    case 'ImportExpression':
      return findAddress(node['source'], originOf(node));
    case 'AssignmentExpression':
      return lookAtAssignment(node, scope, meaningOf);
    case 'JSXOpeningElement':
      return lookAtElement(node, scope, meaningOf);
    default:
      return [];
  }
}

function lookAtCall(node: Node, scope: Scope, meaningOf: MeaningOf): Sighting[] {
  const { callee } = node;
  if (!isNode(callee)) return [];
  const args = (node['arguments'] as Node[]).map(unwrap);
  const meaning = meaningOf(callee, scope);
  const at = originOf(node);
  const addresses = args.flatMap((arg) => findAddress(arg, originOf(arg)));
  switch (meaning?.kind) {
    case 'track':
      // `track.bind(…)` calls nothing yet.
      if (isBind(callee)) return [];
      return toEvents(args[meaning.name], meaning.data < 0 ? 'unknown' : args[meaning.data], at, scope, meaningOf);
    case 'push':
      return args.flatMap((arg) => lookAtQueued(arg, scope, meaningOf));
    case 'vendor':
      return [...lookAtVendor(meaning, args, at, scope, meaningOf), ...addresses];
    default:
      return [...lookAtUnknown(callee, args, at, scope, meaningOf), ...addresses];
  }
}

function isBind(callee: Node): boolean {
  const member = unwrap(callee);
  return member.type === 'MemberExpression' && nameOfKey(member, 'property') === 'bind';
}

/** A call in the form of the stub: `['track', name, data]`. */
function lookAtQueued(arg: Node, scope: Scope, meaningOf: MeaningOf): Sighting[] {
  if (arg.type !== 'ArrayExpression') return [];
  const [method, name, data] = (arg['elements'] as (Node | null)[]).map((item) => item ?? undefined);
  return method?.['value'] === 'track' ? toEvents(name, data, originOf(arg), scope, meaningOf) : [];
}

/** What is called `track` on something unknown, and the attribute set by code. */
function lookAtUnknown(
  callee: Node,
  args: readonly Node[],
  at: Origin,
  scope: Scope,
  meaningOf: MeaningOf,
): Sighting[] {
  const member = unwrap(callee);
  const method = member.type.endsWith('MemberExpression') ? nameOfKey(member, 'property') : undefined;
  const [first, second] = args;
  if (method === 'setAttribute' && first?.['value'] === 'data-headgate-event') {
    return toEvents(second, 'unknown', at, scope, meaningOf);
  }
  const isTrack = method === 'track' || (member.type === 'Identifier' && member['name'] === 'track');
  if (!isTrack || !first || meaningOf(first, scope)?.kind !== 'text') return [];
  return toEvents(first, second, at, scope, meaningOf).map((sighting) => ({ ...sighting, isCertain: false }));
}

function toEvents(
  name: Node | undefined,
  data: Node | 'unknown' | undefined,
  at: Origin,
  scope: Scope,
  meaningOf: MeaningOf,
): EventSighting[] {
  if (!name) return [];
  const meaning = meaningOf(name, scope);
  // Inside a function that hands its arguments on: its callers are looked at.
  if (meaning?.kind === 'param') return [];
  const read = data === 'unknown' ? { fields: undefined, isComplete: false } : readFields(data, scope, meaningOf);
  const values = meaning?.kind === 'text' ? meaning.values : [undefined];
  const names = values.map((value) => (value?.includes(PRINTED) ? undefined : value));
  return names.map((one) => ({ kind: 'event', name: one, ...read, isCertain: true, ...at }));
}

function lookAtVendor(
  { vendor, path, isPackage }: Extract<Meaning, { kind: 'vendor' }>,
  args: readonly Node[],
  at: Origin,
  scope: Scope,
  meaningOf: MeaningOf,
): Sighting[] {
  const [root = '', ...rest] = path;
  const method = rest.at(-1);
  const [first] = args;
  const methods = isPackage ? vendor.packages?.[root] : vendor.objects?.[root];
  const verb = first && meaningOf(first, scope);
  const verbs = verb?.kind === 'text' ? verb.values : [];
  const expected = vendor.functions?.[root];
  const sends =
    method === undefined
      ? expected === true || !!expected?.some((one) => verbs.includes(one))
      : methods?.includes(method);
  if (!sends || (method === 'push' && isNoSending(first, scope, meaningOf))) return [];
  const shown = method === undefined && verbs.length ? `(${JSON.stringify(verbs[0])}, …)` : '(…)';
  return [{ kind: 'call', vendor, text: `${path.join('.')}${shown}`, ...at }];
}

/** What a data layer takes without sending: the arguments of a snippet's function, and what names no event. */
function isNoSending(arg: Node | undefined, scope: Scope, meaningOf: MeaningOf): boolean {
  if (!arg || arg['name'] === 'arguments' || meaningOf(arg, scope)?.kind === 'param') return true;
  if (arg.type !== 'ObjectExpression') return false;
  const keys = (arg['properties'] as Node[]).map((one) =>
    one.type === 'SpreadElement' ? 'event' : nameOfKey(one, 'key'),
  );
  return !keys.includes('event');
}

function lookAtAssignment(node: Node, scope: Scope, meaningOf: MeaningOf): Sighting[] {
  const left = unwrap(node['left'] as Node);
  const right = node['right'] as Node;
  const name = left.type === 'MemberExpression' ? nameOfKey(left, 'property') : undefined;
  if (name === 'headgateEvent') return toEvents(right, 'unknown', originOf(node), scope, meaningOf);
  return name === 'src' || name === 'href' ? findAddress(right, originOf(right)) : [];
}

function lookAtElement(node: Node, scope: Scope, meaningOf: MeaningOf): Sighting[] {
  const attributes = (node['attributes'] as Node[]).filter((one) => one.type === 'JSXAttribute');
  const nameOf = (attribute: Node): string => String((attribute['name'] as Node)['name']);
  const valueOf = (attribute: Node): Node | undefined => {
    const value = attribute['value'];
    if (!isNode(value)) return undefined;
    return value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value;
  };
  return attributes.flatMap((attribute) => {
    const value = valueOf(attribute);
    if (nameOf(attribute) === 'data-headgate-event') {
      return toEvents(value, 'unknown', originOf(attribute), scope, meaningOf);
    }
    return nameOf(attribute) === 'src' ? findAddress(value, originOf(attribute)) : [];
  });
}

/** A text that begins with the address of a vendor, also where more is added to it. */
function findAddress(given: unknown, at: Origin): Sighting[] {
  if (!isNode(given)) return [];
  const node = unwrap(given);
  if (node.type === 'BinaryExpression') return findAddress(node['left'], at);
  const [quasi] = node.type === 'TemplateLiteral' ? (node['quasis'] as Node[]) : [];
  const text = quasi ? (quasi['value'] as { cooked?: string }).cooked : node['value'];
  const vendor = typeof text === 'string' ? vendorOfUrl(text) : undefined;
  return vendor ? [{ kind: 'script', vendor, text: String(text), ...at }] : [];
}

export function originOf({ loc }: Node): Origin {
  return { line: loc.start.line, column: loc.start.column + 1 };
}
