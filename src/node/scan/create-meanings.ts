import {
  eitherText,
  HEADGATE,
  isCalledHeadgate,
  isVendorStub,
  ofGlobal,
  ofPackageExport,
  requiredModule,
  templateText,
  type Meaning,
} from './meaning.js';
import type { Project } from './project.js';
import { readExport } from './read-export.js';
import { isFunction, scopeInside, type Declaration, type Scope } from './scope.js';
import { eachChild, isNode, nameOfKey, unwrap, type Node } from './syntax.js';
import { VENDOR_GLOBALS } from './vendors.js';

/** Chains of names are short; a longer one is a circle. */
const DEEPEST = 24;

/** Returns a function that says what an expression stands for, across the files of a project. */
export function createMeanings(project: Project): (node: Node, scope: Scope) => Meaning | undefined {
  const forwarders = new Map<Node, Meaning | undefined>();

  function meaningOf(wrapped: Node, scope: Scope, depth = 0): Meaning | undefined {
    const node = unwrap(wrapped);
    if (depth > DEEPEST) return undefined;
    const inner = (child: unknown, at = scope): Meaning | undefined =>
      isNode(child) ? meaningOf(child, at, depth + 1) : undefined;
    switch (node.type) {
      case 'StringLiteral':
        return { kind: 'text', values: [String(node['value'])] };
      case 'TemplateLiteral':
        return templateText(node);
      case 'Identifier':
        return ofName(String(node['name']), scope, depth);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return member(inner(node['object']), nameOfKey(node, 'property'), depth);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return ofCall(node, scope, depth);
      case 'NewExpression':
        return ofPackage(node, scope, depth);
      case 'ImportExpression':
        return undefined;
      case 'AssignmentExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'LogicalExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'ConditionalExpression':
        return eitherText(inner(node['consequent']), inner(node['alternate']));
      case 'ObjectExpression':
      case 'TSEnumDeclaration':
        return { kind: 'object', node, scope };
      default:
        return isFunction(node) ? ofFunction(node, scope, depth) : undefined;
    }
  }

  function ofName(name: string, scope: Scope, depth: number): Meaning | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const declaration = at.names.get(name);
      if (declaration) return ofDeclared(declaration, name, scope, depth);
      const meaning = ofMember(name, at, depth);
      if (meaning) return meaning;
    }
    return ofGlobal(name);
  }

  /** What a component's data and methods have under a name. */
  function ofMember(name: string, { members = [] }: Scope, depth: number): Meaning | undefined {
    for (const { node, scope } of members) {
      const given = meaningOf(node, scope, depth + 1);
      // `x-data="menu"` names a function that returns the data, as `x-data="menu()"` calls it.
      const data = given?.kind === 'function' ? returned(given.node, given.scope, depth + 1) : given;
      const meaning = data?.kind === 'object' ? member(data, name, depth + 1) : undefined;
      if (meaning) return meaning;
    }
    return undefined;
  }

  function ofDeclared(declaration: Declaration, name: string, scope: Scope, depth: number): Meaning | undefined {
    const meaning = ofDeclaration(declaration, scope, depth);
    if (meaning?.kind === 'function' && VENDOR_GLOBALS.get(name)?.functions?.[name] && isVendorStub(meaning.node)) {
      return ofGlobal(name);
    }
    // A variable that is filled later, or handed in, is called by what it is.
    return meaning === undefined || meaning.kind === 'param' ? (isCalledHeadgate(name) ? HEADGATE : meaning) : meaning;
  }

  function ofDeclaration(declaration: Declaration, { module }: Scope, depth: number): Meaning | undefined {
    switch (declaration.kind) {
      case 'import':
        return ofImport(declaration.from, declaration.imported, module, depth);
      case 'param':
        return declaration.keys.length ? undefined : { kind: 'param', of: declaration.of, index: declaration.index };
      case 'function':
        return ofFunction(declaration.node, declaration.scope, depth);
      case 'value': {
        const { init, keys, scope } = declaration;
        const whole = init && meaningOf(init, scope, depth + 1);
        return keys.reduce<Meaning | undefined>((meaning, key) => member(meaning, key, depth + 1), whole);
      }
      default:
        return undefined;
    }
  }

  function ofImport(from: string, imported: string, module: string, depth: number): Meaning | undefined {
    const known = ofPackageExport(from, imported);
    if (known) return known;
    const file = project.resolve(from, module);
    if (file === undefined) return undefined;
    return imported === '*' ? { kind: 'module', file } : ofExport(file, imported, depth + 1);
  }

  function ofExport(file: string, name: string, depth: number): Meaning | undefined {
    if (depth > DEEPEST) return undefined;
    for (const { program, scope } of project.modulesOf(file).modules) {
      for (const statement of program['body'] as Node[]) {
        const exported = readExport(statement, name);
        const meaning =
          exported?.kind === 'value'
            ? meaningOf(exported.node, scope, depth + 1)
            : exported?.kind === 'name'
              ? ofName(exported.name, scope, depth)
              : exported && ofImport(exported.from, exported.name, file, depth);
        if (meaning) return meaning;
      }
    }
    return undefined;
  }

  function member(owner: Meaning | undefined, name: string | undefined, depth: number): Meaning | undefined {
    if (name === undefined) return undefined;
    // `this.$headgate`, `props.headgate`: of what is not known, the name has to do.
    if (!owner) return isCalledHeadgate(name) ? HEADGATE : undefined;
    switch (owner.kind) {
      case 'window':
        return ofGlobal(name);
      case 'headgate':
        if (name === 'track') return { kind: 'track', name: 0, data: 1 };
        return name === 'push' ? { kind: 'push' } : undefined;
      case 'track':
        if (name === 'call') return { ...owner, name: owner.name + 1, data: owner.data < 0 ? -1 : owner.data + 1 };
        return name === 'bind' ? owner : undefined;
      case 'vendor':
        return { ...owner, path: [...owner.path, name] };
      case 'module':
        return ofExport(owner.file, name, depth + 1);
      case 'object':
        return ofProperty(owner.node, name, owner.scope, depth);
      default:
        return undefined;
    }
  }

  function ofProperty(node: Node, name: string, scope: Scope, depth: number): Meaning | undefined {
    if (node.type === 'TSEnumDeclaration') {
      const body = isNode(node['body']) ? node['body'] : node;
      const found = ((body['members'] ?? []) as Node[]).find((one) => (one['id'] as Node)['name'] === name);
      return found && isNode(found['initializer']) ? meaningOf(found['initializer'], scope, depth + 1) : undefined;
    }
    const property = (node['properties'] as Node[]).find((one) => nameOfKey(one, 'key') === name);
    if (!property) return undefined;
    if (property.type === 'ObjectMethod') return ofFunction(property, scope, depth);
    return isNode(property['value']) ? meaningOf(property['value'], scope, depth + 1) : undefined;
  }

  function ofCall(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const callee = node['callee'];
    if (!isNode(callee)) return undefined;
    const required = requiredModule(node);
    if (required !== undefined) return ofImport(required, '*', scope.module, depth);
    const meaning = meaningOf(callee, scope, depth + 1);
    if (meaning?.kind === 'factory') return HEADGATE;
    if (meaning?.kind === 'hook') return { kind: 'track', name: 0, data: 1 };
    // `headgate.track.bind(headgate)`
    if (meaning?.kind === 'track' && callee['type'] === 'MemberExpression') {
      return nameOfKey(callee, 'property') === 'bind' ? meaning : undefined;
    }
    if (meaning?.kind === 'function') return returned(meaning.node, meaning.scope, depth);
    // A hook or getter of a package that Headgate's scan does not see: `useHeadgate()`.
    const name = unwrap(callee).type === 'Identifier' ? String(unwrap(callee)['name']) : '';
    return meaning === undefined && /^(use|get|inject)Headgate$/.test(name) ? HEADGATE : undefined;
  }

  function ofPackage(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const meaning = isNode(node['callee']) ? meaningOf(node['callee'], scope, depth + 1) : undefined;
    return meaning?.kind === 'vendor' && meaning.isPackage ? { ...meaning, path: meaning.path.slice(0, 1) } : undefined;
  }

  /** A function that hands its arguments on to `track` tracks itself. */
  function ofFunction(node: Node, scope: Scope, depth: number): Meaning {
    const plain: Meaning = { kind: 'function', node, scope };
    if (forwarders.has(node)) return forwarders.get(node) ?? plain;
    forwarders.set(node, undefined);
    const forwarder = findForwarded(node['body'] as Node, scopeInside(node, scope), node, depth);
    forwarders.set(node, forwarder);
    return forwarder ?? plain;
  }

  function findForwarded(node: Node, scope: Scope, of: Node, depth: number): Meaning | undefined {
    const inside = scopeInside(node, scope);
    const call = /^(Optional)?CallExpression$/.test(node.type) ? trackedBy(node, inside, depth) : undefined;
    if (call) {
      const name = meaningOf(call.name, inside, depth + 1);
      const data = call.data && meaningOf(call.data, inside, depth + 1);
      if (name?.kind === 'param' && name.of === of) {
        return { kind: 'track', name: name.index, data: data?.kind === 'param' && data.of === of ? data.index : -1 };
      }
    }
    let found: Meaning | undefined;
    eachChild(node, (child) => {
      found ??= findForwarded(child, inside, of, depth);
    });
    return found;
  }

  /** The name and the data that a call tracks, whether by `track` or by the stub's `push(['track', …])`. */
  function trackedBy(node: Node, scope: Scope, depth: number): { name: Node; data: Node | undefined } | undefined {
    const callee = node['callee'];
    const args = node['arguments'] as Node[];
    const meaning = isNode(callee) ? meaningOf(callee, scope, depth + 1) : undefined;
    if (meaning?.kind === 'track') {
      const name = args[meaning.name];
      return name && { name, data: args[meaning.data] };
    }
    if (meaning?.kind !== 'push' || args[0]?.type !== 'ArrayExpression') return undefined;
    const [method, name, data] = args[0]['elements'] as (Node | undefined)[];
    return method?.['value'] === 'track' && name ? { name, data } : undefined;
  }

  function returned(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const body = node['body'] as Node;
    if (body.type !== 'BlockStatement') return meaningOf(body, scopeInside(node, scope), depth + 1);
    const inside = scopeInside(body, scopeInside(node, scope));
    const last = (body['body'] as Node[]).find((one) => one.type === 'ReturnStatement');
    return last && isNode(last['argument']) ? meaningOf(last['argument'], inside, depth + 1) : undefined;
  }

  return (node, scope) => meaningOf(node, scope);
}
