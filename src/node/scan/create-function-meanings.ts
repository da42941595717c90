import type { Meaning } from './meaning.js';
import type { Meanings } from './meanings.js';
import type { Project } from './project.js';
import { readVendorCall } from './read-vendor-call.js';
import type { Scope } from './scope.js';
import { isNode, type Node } from './syntax.js';

/** Says which functions hand what they are given on to a tracker. */
export function createFunctionMeanings(project: Project, ask: Meanings): Pick<Meanings, 'ofFunction'> {
  const forwarders = new Map<Node, Meaning | undefined>();

  /** A function that hands its arguments on to `track`, or to a vendor, tracks itself. */
  function ofFunction(node: Node, scope: Scope, depth: number): Meaning {
    const plain: Meaning = { kind: 'function', node, scope };
    if ((node['params'] as Node[]).length === 0) return plain;
    if (forwarders.has(node)) return forwarders.get(node) ?? plain;
    forwarders.set(node, undefined);
    const forwarder = findForwarded(node, depth);
    forwarders.set(node, forwarder);
    return forwarder ?? plain;
  }

  function findForwarded(of: Node, depth: number): Meaning | undefined {
    const inside = project.functions.inside.get(of);
    if (!inside) return undefined;
    for (let index = inside.from; index < inside.to; index++) {
      const { node, scope } = inside.sites[index]!;
      // Only where an argument can be what the function was given is the callee worth a look.
      const isHandedOn =
        isCall(node) && (node['arguments'] as Node[]).some((arg) => hasParam(arg, of, inside.scope, scope));
      const meaning = isHandedOn ? handsOn(node, scope, of, depth) : undefined;
      if (meaning) return meaning;
    }
    return undefined;
  }

  function handsOn(call: Node, scope: Scope, of: Node, depth: number): Meaning | undefined {
    const isOwn = (meaning: Meaning | undefined): meaning is Extract<Meaning, { kind: 'param' }> =>
      meaning?.kind === 'param' && meaning.of === of;
    const args = call['arguments'] as Node[];
    const callee = call['callee'];
    const meaning = isNode(callee) ? ask.meaningOf(callee, scope, depth + 1) : undefined;
    if (meaning?.kind === 'vendor' || meaning?.kind === 'sender') {
      const { naming, text } =
        meaning.kind === 'sender'
          ? { naming: args[meaning.index], text: meaning.sink }
          : (readVendorCall(meaning, args, scope, (one, at) => ask.meaningOf(one, at, depth + 1)) ?? {});
      const named = naming && ask.meaningOf(naming, scope, depth + 1);
      return isOwn(named) && text !== undefined
        ? { kind: 'sender', vendor: meaning.vendor, index: named.index, sink: text }
        : undefined;
    }
    const tracked = trackedBy(meaning, args);
    const name = tracked && ask.meaningOf(tracked.name, scope, depth + 1);
    if (!tracked || !isOwn(name)) return undefined;
    if (name.keys.length) {
      // `(...args) => headgate.track(...args)`
      return name.keys.join() === '...' ? { kind: 'track', name: name.index, data: name.index + 1 } : undefined;
    }
    const data = tracked.data && ask.meaningOf(tracked.data, scope, depth + 1);
    return { kind: 'track', name: name.index, data: isOwn(data) && data.keys.length === 0 ? data.index : -1 };
  }

  /** The name and the data that a call tracks, whether by `track` or by the stub's `push(['track', …])`. */
  function trackedBy(
    meaning: Meaning | undefined,
    args: readonly Node[],
  ): { name: Node; data: Node | undefined } | undefined {
    if (meaning?.kind === 'track') {
      const name = args[meaning.name];
      return name && { name, data: args[meaning.data] };
    }
    if (meaning?.kind !== 'push' || args[0]?.type !== 'ArrayExpression') return undefined;
    const [method, name, data] = args[0]['elements'] as (Node | undefined)[];
    return method?.['value'] === 'track' && name ? { name, data } : undefined;
  }

  return { ofFunction };
}

function isCall({ type }: Node): boolean {
  return type === 'CallExpression' || type === 'OptionalCallExpression';
}

/** How deep a parameter is looked for in an argument: `push({ event: name })`, `push(['track', name])`. */
const NEAR = 3;

function hasParam(node: unknown, of: Node, top: Scope, scope: Scope, depth = 0): boolean {
  if (!isNode(node) || depth > NEAR) return false;
  switch (node.type) {
    case 'Identifier':
      return isParamOf(String(node['name']), of, top, scope);
    case 'ArrayExpression':
      return (node['elements'] as unknown[]).some((one) => hasParam(one, of, top, scope, depth + 1));
    case 'ObjectExpression':
      return (node['properties'] as Node[]).some((one) =>
        hasParam(one.type === 'SpreadElement' ? one : one['value'], of, top, scope, depth + 1),
      );
    case 'MemberExpression':
      return hasParam(node['object'], of, top, scope, depth + 1);
    default: {
      const inner = node['expression'] ?? node['argument'];
      return isNode(inner) && hasParam(inner, of, top, scope, depth + 1);
    }
  }
}

function isParamOf(name: string, of: Node, top: Scope, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const declaration = at.names.get(name);
    // A variable of the function may hold what was given.
    if (declaration) return declaration.kind === 'param' ? declaration.of === of : declaration.kind === 'value';
    if (at === top) return false;
  }
  return false;
}
