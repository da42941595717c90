import type { Module } from './project.js';
import { declareUnknown } from './declare.js';
import { walkProgram, type Functions, type Scope } from './scope.js';
import { isNode, nameOfKey, parseFragment, unwrap, type Node } from './syntax.js';
import type { TemplateCode, TemplateScope } from './template-code.js';

/**
 * Returns a function that parses a piece of a template's code, with the names that stand around it. What is no JavaScript,
 * in another template language or of a directive that takes a plain text, is passed over.
 *
 * @param component - The names of the page or the component.
 */
export function createTemplateModules(component: Scope, functions: Functions): (code: TemplateCode) => Module[] {
  const { module: file } = component;
  // Types are only written where the component's script has them; elsewhere they do no harm.
  const name = file.endsWith('.astro') ? 'template.tsx' : /\.(vue|svelte)$/.test(file) ? 'template.ts' : 'template.js';
  const programs = new Map<TemplateCode, Node | undefined>();
  const scopes = new Map<TemplateScope, Scope>();

  function programOf(code: TemplateCode): Node | undefined {
    if (!programs.has(code)) programs.set(code, parseFragment(code.text, name, code));
    return programs.get(code);
  }

  function scopeOf(around: TemplateScope | undefined): Scope {
    if (!around) return component;
    const known = scopes.get(around) ?? toScope(around, scopeOf(around.parent));
    scopes.set(around, known);
    return known;
  }

  function toScope({ patterns, data }: TemplateScope, parent: Scope): Scope {
    const node = data && expressionOf(programOf(data));
    const scope: Scope = {
      parent,
      names: new Map(),
      module: file,
      ...(node && { members: [{ node, scope: parent }] }),
    };
    for (const pattern of patterns) {
      const taker = expressionOf(parseFragment(`(${pattern}) => 0`, name, { line: 1, column: 1 }));
      declareUnknown((taker?.['params'] as Node[] | undefined) ?? [], scope);
    }
    return scope;
  }

  return (code) => {
    const program = programOf(code);
    if (!program) return [];
    const scope: Scope = { parent: scopeOf(code.around), names: new Map(), module: file };
    const sites = walkProgram(program, scope, functions);
    return [{ file, program, scope, sites, ...(code.fills !== undefined && { fills: code.fills }) }];
  };
}

/** The expression of a program that is nothing else. */
export function expressionOf(program: Node | undefined): Node | undefined {
  const [statement] = (program?.['body'] as Node[] | undefined) ?? [];
  return statement?.type === 'ExpressionStatement' ? (statement['expression'] as Node) : undefined;
}

/** What a component's options give to its template: its methods, and what `setup` returns. */
export function listMembers(program: Node, scope: Scope): NonNullable<Scope['members']> {
  const exported = (program['body'] as Node[]).find(({ type }) => type === 'ExportDefaultDeclaration');
  const declared = exported && unwrap(exported['declaration'] as Node);
  const options = declared?.type === 'CallExpression' ? (declared['arguments'] as Node[])[0] : declared;
  if (options?.type !== 'ObjectExpression') return [];
  return (options['properties'] as Node[]).flatMap((property) => {
    const key = property.type === 'SpreadElement' ? undefined : nameOfKey(property, 'key');
    if (key !== 'methods' && key !== 'setup') return [];
    const node = property.type === 'ObjectMethod' ? property : property['value'];
    return isNode(node) ? [{ node, scope }] : [];
  });
}
