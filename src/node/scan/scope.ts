import { declare, declareFunction, fillLater, scopeOfFunction } from './declare.js';
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
