import type { Meaning } from './meaning.js';
import type { Declaration, Scope } from './scope.js';
import type { Node } from './syntax.js';

/** Chains of names are short; a longer one is a circle. */
export const DEEPEST = 24;

/**
 * What an expression means asks what its parts mean, of whatever kind: these ask each other. `depth` counts the questions, so
 * that a circle ends.
 */
export interface Meanings {
  /** What an expression stands for. */
  meaningOf(node: Node, scope: Scope, depth: number): Meaning | undefined;
  /** What a name stands for where it is read. */
  ofName(name: string, scope: Scope, depth: number): Meaning | undefined;
  /** What a name was declared as. */
  ofDeclared(declaration: Declaration, name: string, scope: Scope, depth: number): Meaning | undefined;
  /** What a function is given. */
  ofParam(declaration: Extract<Declaration, { kind: 'param' }>, depth: number): Meaning | undefined;
  /** What a type says of a value. */
  ofType(type: Node, scope: Scope, depth: number): Meaning | undefined;
  /** What a file or a package gives under a name; `*` is all of it. */
  ofImport(from: string, imported: string, module: string, depth: number): Meaning | undefined;
  /** What a file of the project exports under a name. */
  ofExport(file: string, name: string, depth: number): Meaning | undefined;
  /** What a property or method is, by its owner. */
  member(owner: Meaning | undefined, name: string | undefined, depth: number): Meaning | undefined;
  /** What a function is: one that hands its arguments on to a tracker tracks itself. */
  ofFunction(node: Node, scope: Scope, depth: number): Meaning;
  /** What a function gives back. */
  returned(node: Node, scope: Scope, depth: number): Meaning | undefined;
}
