import {
  HEADGATE,
  isCalledHeadgate,
  isPackageName,
  isVendorStub,
  ofGlobal,
  ofPackageExport,
  toInstance,
  type Meaning,
} from './meaning.js';
import { DEEPEST, type Meanings } from './meanings.js';
import type { Project } from './project.js';
import { readExport } from './read-export.js';
import type { Declaration, Scope } from './scope.js';
import { isNode, type Node } from './syntax.js';
import { VENDOR_GLOBALS } from './vendors.js';

/** Says what declarations, imports and types stand for, across the files of a project. */
export function createDeclarationMeanings(
  project: Project,
  ask: Meanings,
): Pick<Meanings, 'ofDeclared' | 'ofParam' | 'ofType' | 'ofImport' | 'ofExport'> {
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
        return ask.ofFunction(declaration.node, declaration.scope, depth);
      case 'value': {
        const { init, keys, scope, type } = declaration;
        const whole = (init && ask.meaningOf(init, scope, depth + 1)) ?? (type && ofType(type, scope, depth));
        return keys.reduce<Meaning | undefined>((meaning, key) => ask.member(meaning, key, depth + 1), whole);
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
    const given = promised && depth < DEEPEST ? ask.meaningOf(promised.node, promised.scope, depth + 1) : undefined;
    const whole = given ?? { kind: 'param', of, index, keys: [] };
    return keys.reduce<Meaning | undefined>((meaning, key) => ask.member(meaning, key, depth + 1), whole);
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
    const meaning = ask.ofName(String(name['name']), scope, depth + 1);
    return type.type === 'TSTypeQuery' ? meaning : toInstance(meaning);
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
            ? ask.meaningOf(exported.node, scope, depth + 1)
            : exported?.kind === 'name'
              ? ask.ofName(exported.name, scope, depth)
              : exported && ofImport(exported.from, exported.name, file, depth);
        if (meaning) return meaning;
      }
    }
    return undefined;
  }

  return { ofDeclared, ofParam, ofType, ofImport, ofExport };
}

/** `var _paq = _paq || []` makes a global, or takes the one that is there. */
function isOwnGlobal(declaration: Declaration, name: string): boolean {
  if (declaration.kind !== 'value' || declaration.init?.type !== 'LogicalExpression') return false;
  return (declaration.init['left'] as Node)['name'] === name;
}
