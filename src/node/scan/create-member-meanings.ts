import { ofGlobal, ofHooks, ofTellingName, type Meaning } from './meaning.js';
import { DEEPEST, type Meanings } from './meanings.js';
import type { Project } from './project.js';
import { isClass, isFunction, type Functions, type Owned, type Scope } from './scope.js';
import { isNode, nameOfKey, type Node } from './syntax.js';

/** Says what the properties and methods of objects, classes and modules are. */
export function createMemberMeanings(project: Project, ask: Meanings): Pick<Meanings, 'member'> {
  const assigned = new Map<Node, ReadonlyMap<string, readonly Owned[]>>();

  function member(owner: Meaning | undefined, name: string | undefined, depth: number): Meaning | undefined {
    if (name === undefined) return undefined;
    // Of what is not known, the name has to do.
    if (!owner) return ofTellingName(name);
    switch (owner.kind) {
      case 'window':
        return ofGlobal(name);
      case 'headgate':
        if (name === 'track') return { kind: 'track', name: 0, data: 1 };
        return name === 'push' ? { kind: 'push' } : undefined;
      case 'hooks':
        return ofHooks(name);
      case 'track':
        if (name === 'call') return { ...owner, name: owner.name + 1, data: owner.data < 0 ? -1 : owner.data + 1 };
        return name === 'bind' ? owner : undefined;
      case 'vendor':
      case 'foreign':
        // `(await import('…')).default`
        return name === 'default' ? owner : { ...owner, path: [...owner.path, name] };
      case 'param':
        return ofTellingName(name) ?? { ...owner, keys: [...owner.keys, name] };
      case 'module':
        return ask.ofExport(owner.file, name, depth + 1);
      case 'object':
        return ofProperty(owner.node, name, owner.scope, depth) ?? ofTellingName(name);
      case 'class':
        return ofClassMember(owner.node, name, owner.scope, depth);
      default:
        return undefined;
    }
  }

  function ofProperty(node: Node, name: string, scope: Scope, depth: number): Meaning | undefined {
    if (node.type === 'TSEnumDeclaration') {
      const body = isNode(node['body']) ? node['body'] : node;
      const found = ((body['members'] ?? []) as Node[]).find((one) => (one['id'] as Node)['name'] === name);
      return found && isNode(found['initializer']) ? ask.meaningOf(found['initializer'], scope, depth + 1) : undefined;
    }
    if (isClass(node)) return ofClassMember(node, name, scope, depth);
    const properties = node['properties'] as Node[];
    const property = properties.find((one) => nameOfKey(one, 'key') === name);
    // As the walk had it: within an object, `this` is the object.
    const inner: Scope = { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    if (!property) {
      for (const one of properties) {
        const spread = one.type === 'SpreadElement' ? ask.meaningOf(one, scope, depth + 1) : undefined;
        const meaning = spread && member(spread, name, depth + 1);
        if (meaning && spread.kind === 'object') return meaning;
      }
      return undefined;
    }
    return ofOwned(property, inner, depth);
  }

  /** What a property or method of an object or class is. */
  function ofOwned(property: Node, scope: Scope, depth: number): Meaning | undefined {
    if (isFunction(property)) {
      return property['kind'] === 'get' ? ask.returned(property, scope, depth) : ask.ofFunction(property, scope, depth);
    }
    return isNode(property['value']) ? ask.meaningOf(property['value'], scope, depth + 1) : undefined;
  }

  function ofClassMember(node: Node, name: string, scope: Scope, depth: number): Meaning | undefined {
    if (depth > DEEPEST) return undefined;
    const inner: Scope = { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    const members = (node['body'] as Node)['body'] as Node[];
    const owned = members.find((one) => nameOfKey(one, 'key') === name);
    const type = owned && isNode(owned['typeAnnotation']) ? owned['typeAnnotation'] : undefined;
    const meaning =
      (owned && ofOwned(owned, inner, depth)) ??
      ofAssigned(node, name, depth) ??
      (type && ask.ofType(type, inner, depth)) ??
      ofInjected(members, name, depth);
    if (meaning) return meaning;
    const parent = isNode(node['superClass']) ? ask.meaningOf(node['superClass'], scope, depth + 1) : undefined;
    return parent?.kind === 'class' ? ofClassMember(parent.node, name, parent.scope, depth + 1) : undefined;
  }

  /** What a method puts into `this.name`. */
  function ofAssigned(owner: Node, name: string, depth: number): Meaning | undefined {
    const known = assigned.get(owner) ?? listAssigned(owner, project.functions);
    assigned.set(owner, known);
    for (const { node, scope } of known.get(name) ?? []) {
      const meaning = ask.meaningOf(node, scope, depth + 1);
      if (meaning) return meaning;
    }
    return undefined;
  }

  /** What a constructor is given as a property: `constructor(private analytics: Analytics)`. */
  function ofInjected(members: readonly Node[], name: string, depth: number): Meaning | undefined {
    const made = members.find((one) => one['kind'] === 'constructor');
    const isInjected = ((made?.['params'] ?? []) as Node[]).some((one) => one.type === 'TSParameterProperty');
    const declaration = made && isInjected ? project.functions.inside.get(made)?.scope.names.get(name) : undefined;
    return declaration?.kind === 'param' ? ask.ofParam(declaration, depth + 1) : undefined;
  }

  return { member };
}

/** What the methods of a class put into properties of `this`. */
function listAssigned(owner: Node, { inside }: Functions): Map<string, Owned[]> {
  const found = new Map<string, Owned[]>();
  for (const method of (owner['body'] as Node)['body'] as Node[]) {
    const walked = inside.get(method);
    if (!walked) continue;
    for (let index = walked.from; index < walked.to; index++) {
      const { node, scope } = walked.sites[index]!;
      const { left, right } = node;
      if (node.type !== 'AssignmentExpression' || !isNode(left) || !isNode(right)) continue;
      const name = nameOfKey(left, 'property');
      const isOfThis = isNode(left['object']) && left['object'].type === 'ThisExpression';
      if (isOfThis && name !== undefined) found.set(name, [...(found.get(name) ?? []), { node: right, scope }]);
    }
  }
  return found;
}
