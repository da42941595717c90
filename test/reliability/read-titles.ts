import { parse } from '@babel/parser';

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

/**
 * The names of the tests in a test file, as they stand in its code; `…` for what is filled in when it runs. Read from the
 * code, so that nothing has to run, and nothing can be named that is only a text.
 */
export function readTitles(code: string): string[] {
  const titles: string[] = [];
  const program = parse(code, { sourceType: 'module', plugins: ['typescript'] }).program as unknown as Node;
  visit(program, (node) => {
    if (node.type !== 'CallExpression' || !isTest(node['callee'] as Node)) return;
    const [first] = node['arguments'] as Node[];
    const title = first && textOf(first);
    if (title) titles.push(title);
  });
  return titles;
}

/** `it(…)`, `test.skip(…)`, `it.each(…)(…)`, `it.each<…>(…)(…)`. */
function isTest(callee: Node): boolean {
  if (callee.type === 'Identifier') return /^(it|test)$/.test(String(callee['name']));
  if (callee.type === 'MemberExpression') {
    return isTest(callee['object'] as Node) && (callee['property'] as Node)['name'] !== 'each';
  }
  const inner = callee['callee'] as Node | undefined;
  const isEach = inner?.type === 'MemberExpression' && (inner['property'] as Node)['name'] === 'each';
  return callee.type === 'CallExpression' && isEach && isTest(inner['object'] as Node);
}

function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node['value']);
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node['quasis'] as { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join('…');
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const [key, part] of Object.entries(node)) {
    if (key === 'loc' || typeof part !== 'object' || part === null) continue;
    for (const child of Array.isArray(part) ? (part as unknown[]) : [part]) {
      if (typeof (child as Node | null)?.type === 'string') visit(child as Node, see);
    }
  }
}
