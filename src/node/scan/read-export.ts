import { eachChild, isNode, type Node } from './syntax.js';

/** What an export statement gives under a name: an expression, a name of the module, or something from another one. */
export type Exported =
  | { readonly kind: 'value'; readonly node: Node }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'import'; readonly name: string; readonly from: string };

/** Reads what a statement exports under a name; `undefined` where that is nothing. */
export function readExport(statement: Node, name: string): Exported | undefined {
  const { declaration, source } = statement;
  const from = isNode(source) ? String(source['value']) : undefined;
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
      return name === 'default' && isNode(declaration) ? { kind: 'value', node: declaration } : undefined;
    case 'ExportAllDeclaration':
      return from === undefined ? undefined : { kind: 'import', name, from };
    case 'ExportNamedDeclaration':
      if (isNode(declaration)) return declares(declaration, name) ? { kind: 'name', name } : undefined;
      return readSpecifier(statement['specifiers'] as Node[], name, from);
    default:
      return undefined;
  }
}

function readSpecifier(specifiers: readonly Node[], name: string, from: string | undefined): Exported | undefined {
  for (const specifier of specifiers) {
    const exported = specifier['exported'] as Node;
    if ((exported['name'] ?? exported['value']) !== name || specifier.type !== 'ExportSpecifier') continue;
    const local = String((specifier['local'] as Node)['name']);
    return from === undefined ? { kind: 'name', name: local } : { kind: 'import', name: local, from };
  }
  return undefined;
}

function declares(declaration: Node, name: string): boolean {
  const id = declaration['id'];
  if (isNode(id) && id['name'] === name) return true;
  return (
    declaration.type === 'VariableDeclaration' && JSON.stringify(namesOf(declaration)).includes(JSON.stringify(name))
  );
}

function namesOf(declaration: Node): string[] {
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'Identifier') names.push(String(node['name']));
    eachChild(node, visit);
  };
  for (const declarator of declaration['declarations'] as Node[]) visit(declarator['id'] as Node);
  return names;
}
