import { eachChild, isNode, nameOfKey, type Node } from './syntax.js';

/** What a name stands for, as its declaration says. */
export type Declaration =
  | { readonly kind: 'import'; readonly from: string; readonly imported: string }
  | { readonly kind: 'value'; readonly init: Node | undefined; readonly keys: readonly string[]; readonly scope: Scope }
  | { readonly kind: 'param'; readonly of: Node; readonly index: number; readonly keys: readonly string[] }
  | { readonly kind: 'function'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'other' };

/** The names of one function, block or module. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Map<string, Declaration>;
  /** Expressions whose members are names too: what a template calls by itself is a method of its component. */
  readonly members?: readonly { readonly node: Node; readonly scope: Scope }[];
  readonly module: string;
}

const FUNCTION =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/;
const BLOCK =
  /^(BlockStatement|StaticBlock|ForStatement|ForInStatement|ForOfStatement|CatchClause|SwitchStatement|TSModuleBlock)$/;

export function isFunction(node: Node): boolean {
  return FUNCTION.test(node.type);
}

/** Returns the scope inside a node: a new one where it opens one. */
export function scopeInside(node: Node, scope: Scope): Scope {
  if (!isFunction(node) && !BLOCK.test(node.type)) return scope;
  const inner: Scope = { parent: scope, names: new Map(), module: scope.module };
  if (isFunction(node)) {
    declareParams(node, inner);
    hoistVars(node['body'] as Node, inner);
    if (node.type === 'FunctionExpression') declareFunction(node, inner);
  }
  if (node.type === 'CatchClause' && isNode(node['param']))
    inner.names.set(String(node['param']['name']), { kind: 'other' });
  declareStatements(node, inner);
  return inner;
}

/** Declares what stands at the top of a module or script. */
export function declareProgram(program: Node, scope: Scope): void {
  hoistVars(program, scope);
  declareStatements(program, scope);
}

/** Declares names of which no more is known, such as the variables of a loop. */
export function declareUnknown(patterns: readonly Node[], scope: Scope): void {
  for (const pattern of patterns) eachName(pattern, [], (name) => scope.names.set(name, { kind: 'other' }));
}

function declareStatements(node: Node, scope: Scope): void {
  eachChild(node, (child) => {
    const isExport = /^Export(Named|Default)Declaration$/.test(child.type);
    const statement = isExport && isNode(child['declaration']) ? child['declaration'] : child;
    if (statement.type === 'VariableDeclaration' && statement['kind'] !== 'var') declareVariables(statement, scope);
    if (statement.type === 'FunctionDeclaration') declareFunction(statement, scope);
    if (statement.type === 'ImportDeclaration') declareImports(statement, scope);
    if (statement.type === 'TSEnumDeclaration') declareValue(statement['id'], statement, [], scope);
    if (statement.type === 'ClassDeclaration' && isNode(statement['id'])) {
      scope.names.set(String(statement['id']['name']), { kind: 'other' });
    }
  });
}

/** `var` belongs to the function, wherever it stands in it. */
function hoistVars(node: Node, scope: Scope): void {
  if (node.type === 'VariableDeclaration' && node['kind'] === 'var') declareVariables(node, scope);
  eachChild(node, (child) => {
    if (!isFunction(child)) hoistVars(child, scope);
  });
}

function declareVariables(declaration: Node, scope: Scope): void {
  for (const declarator of declaration['declarations'] as Node[]) {
    declareValue(declarator['id'], isNode(declarator['init']) ? declarator['init'] : undefined, [], scope);
  }
}

/** Declares every name of a pattern, with the keys that lead to it. */
function declareValue(pattern: unknown, init: Node | undefined, keys: readonly string[], scope: Scope): void {
  eachName(pattern, keys, (name, path) => scope.names.set(name, { kind: 'value', init, keys: path, scope }));
}

function declareParams(node: Node, scope: Scope): void {
  (node['params'] as Node[]).forEach((param, index) => {
    eachName(param, [], (name, keys) => scope.names.set(name, { kind: 'param', of: node, index, keys }));
  });
}

function eachName(
  pattern: unknown,
  keys: readonly string[],
  take: (name: string, keys: readonly string[]) => void,
): void {
  if (!isNode(pattern)) return;
  switch (pattern.type) {
    case 'Identifier':
      take(String(pattern['name']), keys);
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
