import { PRINTED } from './blank-php.js';
import type { Meaning } from './meaning.js';
import type { Module } from './project.js';
import { readFields } from './read-fields.js';
import { expressionOf } from './read-template.js';
import { readVendorCall } from './read-vendor-call.js';
import type { Scope } from './scope.js';
import type { EventSighting, Sighting } from './sighting.js';
import { isNode, nameOfKey, unwrap, type Node, type Origin } from './syntax.js';
import { vendorOfUrl } from './vendors.js';

type MeaningOf = (node: Node, scope: Scope) => Meaning | undefined;

/** Returns what tracks in the code of a module. */
export function findInCode(module: Module, meaningOf: MeaningOf): Sighting[] {
  return [
    ...lookAtBinding(module, meaningOf),
    ...module.sites.flatMap(({ node, scope }) => look(node, scope, meaningOf)),
  ];
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
    case 'vendor': {
      const call = readVendorCall(meaning, args, scope, meaningOf);
      return [
        ...(call ? [{ kind: 'call' as const, vendor: meaning.vendor, text: call.text, ...at }] : []),
        ...addresses,
      ];
    }
    case 'sender': {
      // Inside a function that hands its arguments on: its callers are looked at.
      const named = args[meaning.index];
      if (!named || isHandedOn(meaningOf(named, scope))) return addresses;
      return [
        { kind: 'call', vendor: meaning.vendor, text: `${nameOf(callee)}(…), which calls ${meaning.sink}`, ...at },
      ];
    }
    case 'foreign':
      return [...lookAtForeign(meaning, args, at, scope, meaningOf), ...addresses];
    case 'function':
    case 'class':
    case 'object':
      // Known, and no tracker.
      return addresses;
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

/** Whether something is a parameter as a whole, or the rest of them. */
function isHandedOn(meaning: Meaning | undefined): boolean {
  return meaning?.kind === 'param' && (meaning.keys.length === 0 || meaning.keys.join() === '...');
}

/** As a call is named: `this.tracker.send`. */
function nameOf(callee: Node): string {
  const node = unwrap(callee);
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type === 'ThisExpression') return 'this';
  const property = nameOfKey(node, 'property');
  return isNode(node['object']) && property !== undefined ? `${nameOf(node['object'])}.${property}` : '…';
}

/** Words by which trackers call what sends. */
const SENDING =
  /^(track|capture|identify|page|screen|send|push|emit|publish|log)?(Event|Events|Page|Pageview|PageView|View|Action|Conversion|Purchase|User)?$/;
/** Packages whose name says that they track. */
export const TRACKING_WORDS = 'analytic|track|telemetry|metrics|pixel|gtag|gtm|tag-?manager|matomo|piwik|segment';
const TRACKING = new RegExp(TRACKING_WORDS, 'i');

/** A call of another package. Whether its first argument is an event of the manifest, is for the judge to say. */
function lookAtForeign(
  { from, path }: Extract<Meaning, { kind: 'foreign' }>,
  args: readonly Node[],
  at: Origin,
  scope: Scope,
  meaningOf: MeaningOf,
): Sighting[] {
  const method = path.at(-1) ?? '';
  const [first] = args;
  const named = first && meaningOf(first, scope);
  if (method === '' || !SENDING.test(method) || named?.kind !== 'text') return [];
  const isCertain = TRACKING.test(from) && /^(track|capture|logEvent|trackEvent|sendEvent)/.test(method);
  return [
    {
      kind: 'foreign',
      from,
      text: `${method}(${JSON.stringify(named.values[0])}, …) of ${from}`,
      names: named.values,
      isCertain,
      ...at,
    },
  ];
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
  if (isHandedOn(meaning)) return [];
  const read = data === 'unknown' ? { fields: undefined, isComplete: false } : readFields(data, scope, meaningOf);
  const values = meaning?.kind === 'text' ? meaning.values : [undefined];
  const names = values.map((value) => (value?.includes(PRINTED) ? undefined : value));
  return names.map((one) => ({ kind: 'event', name: one, ...read, isCertain: true, ...at }));
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
  const element = node['name'];
  const component = isNode(element) ? meaningOf(toExpression(element), scope) : undefined;
  const loaded: Sighting[] =
    component?.kind === 'vendor' && component.vendor.components?.includes(component.path.at(-1) ?? '')
      ? [{ kind: 'script', vendor: component.vendor, text: `<${component.path.at(-1)}>`, ...originOf(node) }]
      : [];
  const found = attributes.flatMap((attribute): Sighting[] => {
    const value = valueOf(attribute);
    if (nameOf(attribute) === 'data-headgate-event') {
      return toEvents(value, 'unknown', originOf(attribute), scope, meaningOf);
    }
    return nameOf(attribute) === 'src' ? findAddress(value, originOf(attribute)) : [];
  });
  return [...loaded, ...found];
}

/** The name of an element as the expression that it stands for. */
function toExpression(name: Node): Node {
  if (name.type === 'JSXIdentifier') return { ...name, type: 'Identifier' };
  if (name.type !== 'JSXMemberExpression') return name;
  const property = { ...(name['property'] as Node), type: 'Identifier' };
  return { ...name, type: 'MemberExpression', object: toExpression(name['object'] as Node), property };
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
