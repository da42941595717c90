import { parse } from '@babel/parser';

/** Code out of text, and markup out of text: what a strict policy forbids, and what a guest never needs. */

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

const MARKUP = new Set([
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'createContextualFragment',
  'srcdoc',
  'setHTMLUnsafe',
]);
const CODE = new Set(['eval', 'Function', 'execScript']);
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);

/** What of it stands in a script, one word for each place. Read as code: a word in a text or in a comment is none. */
export function findForbidden(code: string): string[] {
  const found: string[] = [];
  visit(parse(code, { sourceType: 'module', errorRecovery: false }).program as unknown as Node, (node, parent) => {
    const name = judge(node, parent);
    if (name) found.push(name);
  });
  return found;
}

function judge(node: Node, parent: Node | undefined): string | undefined {
  const name = nameOf(node);
  const isMember = node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
  if (isMember && MARKUP.has(name!)) return name;
  if (isMember && CODE.has(name!)) return name;
  if (isMember && /^write(ln)?$/.test(name!) && nameOf(node['object'] as Node) === 'document')
    return `document.${name}`;
  // `instanceof Function` and `typeof eval` make nothing.
  const isMaking = parent && /^(Call|New|OptionalCall)Expression$/.test(parent.type) && parent['callee'] === node;
  if (node.type === 'Identifier' && CODE.has(name!) && isMaking) return name;
  if (/^(Optional)?CallExpression$/.test(node.type) && TIMERS.has(nameOf(node['callee'] as Node) ?? '')) {
    const [first] = node['arguments'] as Node[];
    if (first && isText(first)) return `${nameOf(node['callee'] as Node)} of text`;
  }
  const value = node['value'];
  return node.type === 'StringLiteral' && /^\s*javascript:/i.test(String(value)) ? 'javascript:' : undefined;
}

/** The name of a variable or of a member, however it is written. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return String(node['name']);
  const property = node['property'] as Node | undefined;
  if (!property) return undefined;
  if (!node['computed']) return nameOf(property);
  return property.type === 'StringLiteral' ? String(property['value']) : undefined;
}

function isText({ type, left, right }: Node): boolean {
  if (type === 'BinaryExpression') return isText(left as Node) || isText(right as Node);
  return type === 'StringLiteral' || type === 'TemplateLiteral';
}

function visit(node: Node, see: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  see(node, parent);
  for (const [key, part] of Object.entries(node)) {
    if (key === 'loc' || typeof part !== 'object' || part === null) continue;
    for (const child of Array.isArray(part) ? (part as unknown[]) : [part]) {
      if (typeof (child as Node | null)?.type === 'string') visit(child as Node, see, node);
    }
  }
}
