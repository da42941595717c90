// oxlint-disable max-lines -- one recursion: what an expression means asks what its parts mean, of whatever kind.
import {
  eitherText,
  eitherTracker,
  HEADGATE,
  isCalledHeadgate,
  isVendorStub,
  isPackageName,
  ofGlobal,
  ofHooks,
  ofPackageExport,
  ofTellingName,
  requiredModule,
  templateText,
  type Meaning,
} from './meaning.js';
import type { Project } from './project.js';
import { readExport } from './read-export.js';
import { readVendorCall } from './read-vendor-call.js';
import { isClass, isFunction, type Declaration, type Functions, type Owned, type Scope } from './scope.js';
import { isNode, nameOfKey, unwrap, type Node } from './syntax.js';
import { VENDOR_GLOBALS } from './vendors.js';

export type MeaningOf = (node: Node, scope: Scope) => Meaning | undefined;

/** Functions of libraries that give back what they are given, or a function that does the same. */
const PASSING =
  /^(useCallback|useEvent|useEffectEvent|useMemoizedFn|debounce|throttle|memoize|once|markRaw|toRaw|readonly|reactive|ref|shallowRef|unref|useRef|cache)$/;
/** Functions of libraries that give what a function returns. */
const RETURNING = /^(useMemo|computed|createMemo)$/;
/** Functions of frameworks that find something by its name. */
const FINDING = /^(inject|getContext|useContext)$/;

/** Chains of names are short; a longer one is a circle. */
const DEEPEST = 24;

/** Returns a function that says what an expression stands for, across the files of a project. */
export function createMeanings(project: Project): MeaningOf {
  const forwarders = new Map<Node, Meaning | undefined>();
  const assigned = new Map<Node, ReadonlyMap<string, readonly Owned[]>>();

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
        return ofNew(node, scope, depth);
      case 'ImportExpression': {
        const from = inner(node['source']);
        return from?.kind === 'text' ? ofImport(from.values[0] ?? '', '*', scope.module, depth) : undefined;
      }
      case 'ThisExpression':
        return ofThis(scope);
      case 'SequenceExpression':
        return inner((node['expressions'] as Node[]).at(-1));
      case 'SpreadElement':
        return inner(node['argument']);
      case 'AssignmentExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'LogicalExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'ConditionalExpression':
        return either(inner(node['consequent']), inner(node['alternate']));
      case 'ObjectExpression':
      case 'TSEnumDeclaration':
        return { kind: 'object', node, scope };
      case 'ClassDeclaration':
      case 'ClassExpression':
        return { kind: 'class', node, scope };
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
    const meaning =
      ofDeclaration(declaration, scope, depth) ?? (isOwnGlobal(declaration, name) ? ofGlobal(name) : undefined);
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
        return ofParam(declaration, depth);
      case 'function':
        return ofFunction(declaration.node, declaration.scope, depth);
      case 'value': {
        const { init, keys, scope, type } = declaration;
        const whole = (init && meaningOf(init, scope, depth + 1)) ?? (type && ofType(type, scope, depth));
        return keys.reduce<Meaning | undefined>((meaning, key) => member(meaning, key, depth + 1), whole);
      }
      default:
        return undefined;
    }
  }

  function ofParam(declaration: Extract<Declaration, { kind: 'param' }>, depth: number): Meaning | undefined {
    const { of, index, keys, scope, type } = declaration;
    const typed = type && keys.length === 0 ? ofType(type, scope, depth) : undefined;
    if (typed) return typed;
    const promised = index === 0 ? project.functions.promised.get(of) : undefined;
    const given = promised && depth < DEEPEST ? meaningOf(promised.node, promised.scope, depth + 1) : undefined;
    const whole = given ?? { kind: 'param', of, index, keys: [] };
    return keys.reduce<Meaning | undefined>((meaning, key) => member(meaning, key, depth + 1), whole);
  }

  /** What a type says of a value: that it is an instance of a class, or of what a package exports. */
  function ofType(type: Node, scope: Scope, depth: number): Meaning | undefined {
    const inner = type['typeAnnotation'];
    if (isNode(inner)) return ofType(inner, scope, depth);
    if (type.type === 'TSUnionType') {
      for (const one of type['types'] as Node[]) {
        const meaning = ofType(one, scope, depth);
        if (meaning) return meaning;
      }
      return undefined;
    }
    const name = type['typeName'] ?? type['exprName'];
    if (!isNode(name) || name.type !== 'Identifier' || depth > DEEPEST) return undefined;
    const meaning = ofName(String(name['name']), scope, depth + 1);
    return type.type === 'TSTypeQuery' ? meaning : toInstance(meaning);
  }

  function toInstance(meaning: Meaning | undefined): Meaning | undefined {
    switch (meaning?.kind) {
      case 'class':
        return { kind: 'object', node: meaning.node, scope: meaning.scope };
      case 'vendor':
        return meaning.isPackage ? { ...meaning, path: meaning.path.slice(0, 1) } : undefined;
      case 'foreign':
      case 'headgate':
        return meaning;
      default:
        return undefined;
    }
  }

  function ofThis(scope: Scope): Meaning | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      if (!at.self) continue;
      const { node, scope: outside } = at.self;
      return isClass(node) || node.type === 'ObjectExpression' ? { kind: 'object', node, scope: outside } : undefined;
    }
    return undefined;
  }

  function ofImport(from: string, imported: string, module: string, depth: number): Meaning | undefined {
    const known = ofPackageExport(from, imported);
    if (known) return known;
    const file = project.resolve(from, module);
    if (file === undefined) {
      const path = imported === '*' || imported === 'default' ? [] : [imported];
      return isPackageName(from) && !from.startsWith('headgate') ? { kind: 'foreign', from, path } : undefined;
    }
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
        return ofExport(owner.file, name, depth + 1);
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
      return found && isNode(found['initializer']) ? meaningOf(found['initializer'], scope, depth + 1) : undefined;
    }
    if (isClass(node)) return ofClassMember(node, name, scope, depth);
    const properties = node['properties'] as Node[];
    const property = properties.find((one) => nameOfKey(one, 'key') === name);
    // As the walk had it: within an object, `this` is the object.
    const inner: Scope = { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    if (!property) {
      for (const one of properties) {
        const spread = one.type === 'SpreadElement' ? meaningOf(one, scope, depth + 1) : undefined;
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
      return property['kind'] === 'get' ? returned(property, scope, depth) : ofFunction(property, scope, depth);
    }
    return isNode(property['value']) ? meaningOf(property['value'], scope, depth + 1) : undefined;
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
      (type && ofType(type, inner, depth)) ??
      ofInjected(members, name, depth);
    if (meaning) return meaning;
    const parent = isNode(node['superClass']) ? meaningOf(node['superClass'], scope, depth + 1) : undefined;
    return parent?.kind === 'class' ? ofClassMember(parent.node, name, parent.scope, depth + 1) : undefined;
  }

  /** What a method puts into `this.name`. */
  function ofAssigned(owner: Node, name: string, depth: number): Meaning | undefined {
    const known = assigned.get(owner) ?? listAssigned(owner, project.functions);
    assigned.set(owner, known);
    for (const { node, scope } of known.get(name) ?? []) {
      const meaning = meaningOf(node, scope, depth + 1);
      if (meaning) return meaning;
    }
    return undefined;
  }

  /** What a constructor is given as a property: `constructor(private analytics: Analytics)`. */
  function ofInjected(members: readonly Node[], name: string, depth: number): Meaning | undefined {
    const made = members.find((one) => one['kind'] === 'constructor');
    const isInjected = ((made?.['params'] ?? []) as Node[]).some((one) => one.type === 'TSParameterProperty');
    const declaration = made && isInjected ? project.functions.inside.get(made)?.scope.names.get(name) : undefined;
    return declaration?.kind === 'param' ? ofParam(declaration, depth + 1) : undefined;
  }

  function ofCall(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const callee = node['callee'];
    if (!isNode(callee)) return undefined;
    const required = requiredModule(node);
    if (required !== undefined) return ofImport(required, '*', scope.module, depth);
    const meaning = meaningOf(callee, scope, depth + 1);
    const args = node['arguments'] as Node[];
    const [first] = args;
    switch (meaning?.kind) {
      case 'factory':
        return HEADGATE;
      case 'hooksFactory':
        return { kind: 'hooks' };
      case 'hook':
        return { kind: 'track', name: 0, data: 1 };
      case 'vendorHook':
        return { kind: 'vendor', vendor: meaning.vendor, path: [meaning.gives], isPackage: false };
      case 'track':
        // `headgate.track.bind(headgate)`
        return nameOfKey(callee, 'property') === 'bind' ? meaning : undefined;
      case 'vendor':
        // `posthog.init(…)` gives `posthog`, `AnalyticsBrowser.load(…)` what tracks; `.bind(…)` the method itself.
        return {
          ...meaning,
          path: meaning.path.at(-1) === 'bind' ? meaning.path.slice(0, -1) : meaning.path.slice(0, 1),
        };
      case 'function':
        return returned(meaning.node, meaning.scope, depth);
      default:
    }
    const called = unwrap(callee);
    const name = called.type === 'Identifier' ? String(called['name']) : (nameOfKey(called, 'property') ?? '');
    if (first && PASSING.test(name)) return meaningOf(first, scope, depth + 1);
    if (first && RETURNING.test(name) && isFunction(first)) return returned(first, scope, depth + 1);
    if (first && FINDING.test(name)) {
      const key = meaningOf(first, scope, depth + 1);
      if (key?.kind === 'text') return ofTellingName(key.values[0] ?? '');
    }
    if (meaning?.kind === 'foreign') return { ...meaning, path: [] };
    // A hook or getter of a package that Headgate's scan does not see: `useHeadgate()`.
    return meaning === undefined && /^(use|get|inject)Headgate$/.test(name) ? HEADGATE : undefined;
  }

  function ofNew(node: Node, scope: Scope, depth: number): Meaning | undefined {
    return isNode(node['callee']) ? toInstance(meaningOf(node['callee'], scope, depth + 1)) : undefined;
  }

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
    const meaning = isNode(callee) ? meaningOf(callee, scope, depth + 1) : undefined;
    if (meaning?.kind === 'vendor' || meaning?.kind === 'sender') {
      const { naming, text } =
        meaning.kind === 'sender'
          ? { naming: args[meaning.index], text: meaning.sink }
          : (readVendorCall(meaning, args, scope, (one, at) => meaningOf(one, at, depth + 1)) ?? {});
      const named = naming && meaningOf(naming, scope, depth + 1);
      return isOwn(named) && text !== undefined
        ? { kind: 'sender', vendor: meaning.vendor, index: named.index, sink: text }
        : undefined;
    }
    const tracked = trackedBy(meaning, args);
    const name = tracked && meaningOf(tracked.name, scope, depth + 1);
    if (!tracked || !isOwn(name)) return undefined;
    if (name.keys.length) {
      // `(...args) => headgate.track(...args)`
      return name.keys.join() === '...' ? { kind: 'track', name: name.index, data: name.index + 1 } : undefined;
    }
    const data = tracked.data && meaningOf(tracked.data, scope, depth + 1);
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

  function returned(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const inside = project.functions.inside.get(node)?.scope ?? scope;
    const body = node['body'] as Node;
    if (body.type !== 'BlockStatement') return meaningOf(body, inside, depth + 1);
    const last = (body['body'] as Node[]).find((one) => one.type === 'ReturnStatement');
    return last && isNode(last['argument']) ? meaningOf(last['argument'], inside, depth + 1) : undefined;
  }

  return (node, scope) => meaningOf(node, scope);
}

function either(one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined {
  return eitherText(one, other) ?? eitherTracker(one, other);
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

function isCall({ type }: Node): boolean {
  return type === 'CallExpression' || type === 'OptionalCallExpression';
}

/** `var _paq = _paq || []` makes a global, or takes the one that is there. */
function isOwnGlobal(declaration: Declaration, name: string): boolean {
  if (declaration.kind !== 'value' || declaration.init?.type !== 'LogicalExpression') return false;
  return (declaration.init['left'] as Node)['name'] === name;
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
