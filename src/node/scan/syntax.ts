import { parse, parseExpression, type ParserOptions } from '@babel/parser';

/** A node of Babel's syntax tree, as loosely as a walk needs it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
  readonly [key: string]: unknown;
}

/** Where code stands in its file. Lines and columns count from 1. */
export interface Origin {
  readonly line: number;
  readonly column: number;
}

/** A text that is no code. */
export interface SyntaxFault extends Origin {
  readonly message: string;
}

const PLUGINS: NonNullable<ParserOptions['plugins']> = ['decorators', 'explicitResourceManagement', 'importAttributes'];

/**
 * Parses JavaScript or TypeScript, with JSX where the language can have it.
 *
 * @param name - The file's name, whose extension says which language.
 */
export function parseCode(text: string, name: string, origin: Origin = { line: 1, column: 1 }): Node | SyntaxFault {
  try {
    return parse(text, {
      ...toOptions(name, origin),
      sourceType: 'unambiguous',
      errorRecovery: true,
    }) as unknown as Node;
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    return { message, line: loc?.line ?? origin.line, column: (loc?.column ?? 0) + 1 };
  }
}

/**
 * Parses the code of an attribute or of a template: an expression, which may be a function without a name, or else
 * statements.
 *
 * @returns a program; nothing where the text is neither.
 */
export function parseFragment(text: string, name: string, origin: Origin): Node | undefined {
  try {
    const expression = parseExpression(text, toOptions(name, origin)) as unknown as Node;
    const { start, loc } = expression;
    return { type: 'Program', start, loc, body: [{ type: 'ExpressionStatement', start, loc, expression }] };
  } catch {
    const file = parseCode(text, name, origin);
    return isNode(file) && (file['errors'] as unknown[]).length === 0 ? (file['program'] as Node) : undefined;
  }
}

function toOptions(name: string, { line, column }: Origin): ParserOptions {
  const isTypeScript = /\.[cm]?tsx?$/.test(name);
  const hasJsx = !/\.[cm]?ts$/.test(name);
  return {
    startLine: line,
    startColumn: column - 1,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowUndeclaredExports: true,
    createImportExpressions: true,
    attachComment: false,
    plugins: [...PLUGINS, ...(isTypeScript ? (['typescript'] as const) : []), ...(hasJsx ? (['jsx'] as const) : [])],
  };
}

/** Parts of a node that are no code. */
const NO_CHILDREN = new Set(['type', 'start', 'end', 'loc', 'extra', 'errors', 'comments', 'tokens']);

/** Calls a visitor for each child of a node. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  for (const key in node) {
    if (NO_CHILDREN.has(key)) continue;
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) visit(item);
    if (isNode(value)) visit(value);
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Returns the node that a wrapper of types, brackets or `await` stands around. */
export function unwrap(node: Node): Node {
  const isWrapper = /^(TS(As|Satisfies|NonNull|TypeAssertion|Instantiation)|Parenthesized|Await|Chain)Expression$/.test(
    node.type,
  );
  const inner = node['expression'] ?? node['argument'];
  return (isWrapper || node.type === 'TSTypeAssertion') && isNode(inner) ? unwrap(inner) : node;
}

/** Returns the name of a key or member where it is known: `a.b`, `a['b']`, `{ b }`, `{ 'b': … }`. */
export function nameOfKey(owner: Node, key: 'key' | 'property'): string | undefined {
  const node = owner[key];
  if (!isNode(node)) return undefined;
  if (node.type === 'StringLiteral') return String(node['value']);
  if (node.type === 'PrivateName' && isNode(node['id'])) return `#${String(node['id']['name'])}`;
  if (node.type === 'Identifier' && owner['computed'] !== true) return String(node['name']);
  return undefined;
}
