import { eachChild, isNode, nameOfKey, type Node } from './syntax.js';

/** What a name stands for, as its declaration says. */
export type Declaration =
  | { readonly kind: 'import'; readonly from: string; readonly imported: string }
  | {
      readonly kind: 'value';
      readonly init: Node | undefined;
      readonly keys: readonly string[];
      readonly scope: Scope;
      readonly type?: Node;
    }
  | {
      readonly kind: 'param';
      readonly of: Node;
      readonly index: number;
      readonly keys: readonly string[];
      readonly scope: Scope;
      readonly type?: Node;
    }
  | { readonly kind: 'function'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'other' };

/** The names of one function, block or module. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Map<string, Declaration>;
  /** Expressions whose members are names too: what a template calls by itself is a method of its component. */
  readonly members?: readonly Owned[];
  /** What `this` is here: a class, or an object with methods. */
  readonly self?: Owned;
  readonly module: string;
}

/** An expression, and the scope that it is read in. */
export interface Owned {
  readonly node: Node;
  readonly scope: Scope;
}

/** A call, an assignment or an element: what a scan looks at, with the names that are known there. */
export type Site = Owned;

/** What one walk found inside a function: its names, and which of the walk's sites are in it. */
export interface Inside {
  readonly scope: Scope;
  readonly sites: readonly Site[];
  readonly from: number;
  readonly to: number;
}

/** What walks over all programs of a project learned of its functions. */
export interface Functions {
  readonly inside: Map<Node, Inside>;
  /** What a promise gives to a function: `import('…').then((module) => …)`. */
  readonly promised: Map<Node, Owned>;
}

const FUNCTION = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);
const BLOCK = new Set([
  'BlockStatement',
  'StaticBlock',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'CatchClause',
  'SwitchStatement',
  'TSModuleBlock',
]);
/** Looked at by a scan. */
const SITE = new Set([
  'CallExpression',
  'OptionalCallExpression',
  'NewExpression',
  'ImportExpression',
  'AssignmentExpression',
  'JSXOpeningElement',
]);
/** Of TypeScript, all else is types. */
const TYPESCRIPT_CODE =
  /^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TS(TypeAssertion|EnumDeclaration|ParameterProperty|ModuleDeclaration|ModuleBlock|ExportAssignment|Enum\w+)$/;

export function isFunction(node: Node): boolean {
  return FUNCTION.has(node.type);
}

export function isClass(node: Node): boolean {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/**
 * Walks over a program once: declares its names, each in its scope, and returns what a scan has to look at, in the order
 * of the code.
 */
export function walkProgram(program: Node, top: Scope, functions: Functions): readonly Site[] {
  const sites: Site[] = [];
  const assigned: { readonly name: string; readonly value: Node; readonly scope: Scope }[] = [];

  /** @param home - The scope of `var`. */
  function visit(node: Node, scope: Scope, home: Scope): void {
    const { type } = node;
    if (FUNCTION.has(type)) {
      enterFunction(node, scope);
      return;
    }
    if (type.startsWith('TS') && !TYPESCRIPT_CODE.test(type)) return;
    if (SITE.has(type)) takeSite(node, scope);
    const inner = declare(node, scope, home);
    if (!inner) return;
    eachChild(node, (child) => visit(child, inner, home));
  }

  function enterFunction(node: Node, scope: Scope): void {
    if (node.type === 'FunctionDeclaration') declareFunction(node, scope);
    const inner = scopeOfFunction(node, scope);
    const from = sites.length;
    eachChild(node, (child) => {
      // The names of a body are those of its function.
      if (child.type === 'BlockStatement') eachChild(child, (statement) => visit(statement, inner, inner));
      else visit(child, inner, inner);
    });
    functions.inside.set(node, { scope: inner, sites, from, to: sites.length });
  }

  function takeSite(node: Node, scope: Scope): void {
    sites.push({ node, scope });
    if (node.type === 'AssignmentExpression') {
      const { left, right } = node;
      if (isNode(left) && left.type === 'Identifier' && isNode(right)) {
        assigned.push({ name: String(left['name']), value: right, scope });
      }
      return;
    }
    const callee = node['callee'];
    if (!isNode(callee) || nameOfKey(callee, 'property') !== 'then') return;
    const [taker] = node['arguments'] as Node[];
    if (taker && isNode(callee['object'])) functions.promised.set(taker, { node: callee['object'], scope });
  }

  visit(program, top, top);
  for (const { name, value, scope } of assigned) fillLater(name, value, scope);
  return sites;
}

/** Declares what a node declares. Returns the scope inside it; nothing where no code is inside. */
function declare(node: Node, scope: Scope, home: Scope): Scope | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      declareImports(node, scope);
      return undefined;
    case 'VariableDeclaration':
      // `declare const gtag: Function` says that a global is there.
      if (node['declare'] === true) return undefined;
      declareVariables(node, node['kind'] === 'var' ? home : scope, scope);
      return scope;
    case 'TSEnumDeclaration':
      declareValue(node['id'], node, scope, scope);
      return scope;
    case 'TSModuleDeclaration':
      return node['declare'] === true ? undefined : scope;
    case 'ClassDeclaration':
      if (isNode(node['id'])) declareValue(node['id'], node, scope, scope);
      return { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    case 'ClassExpression':
      return { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    case 'ObjectExpression':
      return { parent: scope, names: new Map(), module: scope.module, self: { node, scope } };
    default:
  }
  if (!BLOCK.has(node.type)) return scope;
  const inner: Scope = { parent: scope, names: new Map(), module: scope.module };
  if (node.type === 'CatchClause') declareUnknown([node['param']], inner);
  return inner;
}

function scopeOfFunction(node: Node, scope: Scope): Scope {
  // A function of its own has a `this` that nobody knows here; of methods and arrows it is that around them.
  const hidesThis = node.type === 'FunctionDeclaration';
  const inner: Scope = {
    parent: scope,
    names: new Map(),
    module: scope.module,
    ...(hidesThis && { self: { node, scope } }),
  };
  (node['params'] as Node[]).forEach((param, index) => {
    eachName(param, [], (name, keys, type) =>
      inner.names.set(name, { kind: 'param', of: node, index, keys, scope: inner, ...(type && { type }) }),
    );
  });
  if (node.type === 'FunctionExpression') declareFunction(node, inner);
  return inner;
}

/** Gives a variable that was declared empty the first value that is put into it. */
function fillLater(name: string, value: Node, scope: Scope): void {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const declaration = at.names.get(name);
    if (!declaration) continue;
    const isEmpty = declaration.kind === 'value' && (!declaration.init || declaration.init.type === 'NullLiteral');
    if (isEmpty && declaration.keys.length === 0) at.names.set(name, { ...declaration, init: value, scope });
    return;
  }
}

/** Declares names of which no more is known, such as the variables of a loop. */
export function declareUnknown(patterns: readonly unknown[], scope: Scope): void {
  for (const pattern of patterns) eachName(pattern, [], (name) => scope.names.set(name, { kind: 'other' }));
}

function declareVariables(declaration: Node, home: Scope, scope: Scope): void {
  for (const declarator of declaration['declarations'] as Node[]) {
    declareValue(declarator['id'], isNode(declarator['init']) ? declarator['init'] : undefined, home, scope);
  }
}

/** Declares every name of a pattern, with the keys that lead to it. */
function declareValue(pattern: unknown, init: Node | undefined, home: Scope, scope: Scope): void {
  eachName(pattern, [], (name, keys, type) => {
    const known = home.names.get(name);
    // `var dataLayer = dataLayer || []`, and a second `var` without a value, take nothing back.
    if (known?.kind === 'value' && !init) return;
    home.names.set(name, { kind: 'value', init, keys, scope, ...(type && { type }) });
  });
}

function eachName(
  pattern: unknown,
  keys: readonly string[],
  take: (name: string, keys: readonly string[], type: Node | undefined) => void,
): void {
  if (!isNode(pattern)) return;
  switch (pattern.type) {
    case 'Identifier':
      take(String(pattern['name']), keys, isNode(pattern['typeAnnotation']) ? pattern['typeAnnotation'] : undefined);
      break;
    case 'AssignmentPattern':
      eachName(pattern['left'], keys, take);
      break;
    case 'RestElement':
      eachName(pattern['argument'], [...keys, '...'], take);
      break;
    case 'ArrayPattern':
      (pattern['elements'] as unknown[]).forEach((item, index) => eachName(item, [...keys, String(index)], take));
      break;
    case 'ObjectPattern':
      for (const property of pattern['properties'] as Node[]) {
        if (property.type === 'RestElement') eachName(property, keys, take);
        else eachName(property['value'], [...keys, nameOfKey(property, 'key') ?? '?'], take);
      }
      break;
    case 'TSParameterProperty':
      eachName(pattern['parameter'], keys, take);
      break;
    default:
  }
}

function declareFunction(node: Node, scope: Scope): void {
  if (isNode(node['id'])) scope.names.set(String(node['id']['name']), { kind: 'function', node, scope });
}

function declareImports(node: Node, scope: Scope): void {
  const from = String((node['source'] as Node)['value']);
  for (const specifier of node['specifiers'] as Node[]) {
    const local = String((specifier['local'] as Node)['name']);
    const imported =
      specifier.type === 'ImportNamespaceSpecifier'
        ? '*'
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : String((specifier['imported'] as Node)['name'] ?? (specifier['imported'] as Node)['value']);
    scope.names.set(local, { kind: 'import', from, imported });
  }
}
