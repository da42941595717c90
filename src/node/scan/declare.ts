import type { Scope } from './scope.js';
import { isNode, nameOfKey, type Node } from './syntax.js';

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

/** Declares what a node declares. Returns the scope inside it; nothing where no code is inside. */
export function declare(node: Node, scope: Scope, home: Scope): Scope | undefined {
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

export function scopeOfFunction(node: Node, scope: Scope): Scope {
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
export function fillLater(name: string, value: Node, scope: Scope): void {
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

export function declareFunction(node: Node, scope: Scope): void {
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
