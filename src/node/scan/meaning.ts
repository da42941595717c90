import type { Scope } from './scope.js';
import { eachChild, type Node } from './syntax.js';
import { VENDOR_GLOBALS, VENDOR_PACKAGES, type Vendor } from './vendors.js';

/** What an expression stands for, as far as a scan has to know. */
export type Meaning =
  | { readonly kind: 'window' }
  /** An instance of Headgate, its frame, or the stub's queue. */
  | { readonly kind: 'headgate' }
  | { readonly kind: 'factory' }
  /** A function that returns `track`. */
  | { readonly kind: 'hook' }
  | { readonly kind: 'push' }
  /** A function that tracks: where among its arguments the event's name and data are. */
  | { readonly kind: 'track'; readonly name: number; readonly data: number }
  | { readonly kind: 'vendor'; readonly vendor: Vendor; readonly path: readonly string[]; readonly isPackage: boolean }
  | { readonly kind: 'function'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'object'; readonly node: Node; readonly scope: Scope }
  /** All that a file exports: `import * as tracking`. */
  | { readonly kind: 'module'; readonly file: string }
  | { readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly kind: 'param'; readonly of: Node; readonly index: number };

export const HEADGATE: Meaning = { kind: 'headgate' };

export function isCalledHeadgate(name: string): boolean {
  return /^\$?headgate$/i.test(name);
}

const WINDOWS = /^(window|globalThis|self|top|parent|unsafeWindow)$/;

export function ofGlobal(name: string): Meaning | undefined {
  if (WINDOWS.test(name)) return { kind: 'window' };
  if (isCalledHeadgate(name)) return HEADGATE;
  const vendor = VENDOR_GLOBALS.get(name);
  return vendor && { kind: 'vendor', vendor, path: [name], isPackage: false };
}

const FACTORIES = /^create(Headgate|Frame)$/;

/** What a package exports under a name, where it is Headgate or a vendor's. */
export function ofPackageExport(from: string, name: string): Meaning | undefined {
  if (/^headgate(\/frame)?$/.test(from)) return FACTORIES.test(name) ? { kind: 'factory' } : undefined;
  // The hooks: one tracks when it is called, another gives what tracks.
  if (from === 'headgate/react') {
    if (name === 'useTrackOnMount') return { kind: 'track', name: 0, data: 1 };
    return name === 'useTrack' ? { kind: 'hook' } : undefined;
  }
  const vendor = VENDOR_PACKAGES.get(from);
  const path = name === '*' || name === 'default' ? [] : [name];
  return vendor && { kind: 'vendor', vendor, path: [from, ...path], isPackage: true };
}

export function requiredModule(node: Node): string | undefined {
  const callee = node['callee'] as Node;
  const [from] = node['arguments'] as Node[];
  const isRequire = callee.type === 'Identifier' && callee['name'] === 'require' && from?.type === 'StringLiteral';
  return isRequire ? String(from?.['value']) : undefined;
}

export function templateText(node: Node): Meaning | undefined {
  const [quasi, ...others] = node['quasis'] as Node[];
  if (others.length || !quasi) return undefined;
  return { kind: 'text', values: [(quasi['value'] as { cooked?: string }).cooked ?? ''] };
}

export function eitherText(one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined {
  if (one?.kind !== 'text' || other?.kind !== 'text') return undefined;
  return { kind: 'text', values: [...one.values, ...other.values] };
}

/** Whether a function stands in for a vendor's, as their snippets define it: it queues its arguments. */
export function isVendorStub(node: Node): boolean {
  let isStub = false;
  const visit = (child: Node): void => {
    isStub ||=
      child.type === 'Identifier' && (child['name'] === 'arguments' || VENDOR_GLOBALS.has(String(child['name'])));
    if (!isStub) eachChild(child, visit);
  };
  visit(node['body'] as Node);
  return isStub;
}
