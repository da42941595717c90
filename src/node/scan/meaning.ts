import type { Scope } from './scope.js';
import { eachChild, type Node } from './syntax.js';
import { VENDOR_GLOBALS, VENDOR_HOOKS, vendorsOfPackage, type Vendor } from './vendors.js';

/** What an expression stands for, as far as a scan has to know. */
export type Meaning =
  | { readonly kind: 'window' }
  /** An instance of Headgate, its frame, or the stub's queue. */
  | { readonly kind: 'headgate' }
  | { readonly kind: 'factory' }
  /** A function that returns `track`. */
  | { readonly kind: 'hook' }
  /** What `createHooks` returns, and that function itself. */
  | { readonly kind: 'hooks' }
  | { readonly kind: 'hooksFactory' }
  | { readonly kind: 'push' }
  /** A function that tracks: where among its arguments the event's name and data are. */
  | { readonly kind: 'track'; readonly name: number; readonly data: number }
  | VendorMeaning
  /** A function that returns what a global of the vendor is. */
  | { readonly kind: 'vendorHook'; readonly vendor: Vendor; readonly gives: string }
  /** A function that hands an argument on to a vendor's call: which one, and the call's text. */
  | { readonly kind: 'sender'; readonly vendor: Vendor; readonly index: number; readonly sink: string }
  /** Something of another package that is no vendor of the table. */
  | { readonly kind: 'foreign'; readonly from: string; readonly path: readonly string[] }
  | { readonly kind: 'class'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'function'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'object'; readonly node: Node; readonly scope: Scope }
  /** All that a file exports: `import * as tracking`. */
  | { readonly kind: 'module'; readonly file: string }
  | { readonly kind: 'text'; readonly values: readonly string[] }
  /** What a function is given, or a part of it: the keys that lead there. */
  | { readonly kind: 'param'; readonly of: Node; readonly index: number; readonly keys: readonly string[] };

/** A vendor's global or package, or something of it: `posthog.people.set`. */
export interface VendorMeaning {
  readonly kind: 'vendor';
  readonly vendor: Vendor;
  readonly path: readonly string[];
  readonly isPackage: boolean;
}

export const HEADGATE: Meaning = { kind: 'headgate' };

export function isCalledHeadgate(name: string): boolean {
  return /^\$?headgate$/i.test(name);
}

const WINDOWS = /^(window|globalThis|self|top|parent|unsafeWindow)$/;

export function ofGlobal(name: string): Meaning | undefined {
  if (WINDOWS.test(name)) return { kind: 'window' };
  if (isCalledHeadgate(name)) return HEADGATE;
  const vendor = VENDOR_GLOBALS.get(name);
  if (vendor) return { kind: 'vendor', vendor, path: [name], isPackage: false };
  const hook = VENDOR_HOOKS.get(name);
  return hook && { kind: 'vendorHook', ...hook };
}

/** Trackers that go by their name also where it is not known what they are a part of. */
const TELLING = /^(posthog|mixpanel|amplitude|rudderanalytics|gtag|fbq|ttq|dataLayer|_paq|mParticle)$/;

/** What a part of something unknown is by its name: `this.$headgate`, `props.headgate`, `this.$gtag`, `props.posthog`. */
export function ofTellingName(name: string): Meaning | undefined {
  if (isCalledHeadgate(name)) return HEADGATE;
  return name.startsWith('$') || TELLING.test(name) ? ofGlobal(name) : undefined;
}

/** The hooks: one tracks when it is called, another gives what tracks. */
export function ofHooks(name: string): Meaning | undefined {
  if (name === 'useTrackOnMount') return { kind: 'track', name: 0, data: 1 };
  return name === 'useTrack' ? { kind: 'hook' } : undefined;
}

const FACTORIES = /^create(Headgate|Frame)$/;

/** What a package exports under a name, where it is Headgate or a vendor's. */
export function ofPackageExport(from: string, name: string): Meaning | undefined {
  if (/^headgate(\/frame)?$/.test(from)) {
    // The type of an instance says what is of it.
    if (name === 'Headgate') return HEADGATE;
    return FACTORIES.test(name) ? { kind: 'factory' } : undefined;
  }
  if (from === 'headgate/react') return name === 'createHooks' ? { kind: 'hooksFactory' } : undefined;
  const found = vendorsOfPackage(from);
  const one = found.find(({ vendor, name: known }) => isOf(vendor, known, name)) ?? found[0];
  if (!one) return undefined;
  const { vendor } = one;
  const gives = vendor.hooks?.[name];
  if (gives !== undefined) return { kind: 'vendorHook', vendor, gives };
  const path = name === '*' || name === 'default' ? [] : [name];
  return { kind: 'vendor', vendor, path: [one.name, ...path], isPackage: true };
}

/** One package can have the trackers of several vendors. */
function isOf(vendor: Vendor, packageName: string, name: string): boolean {
  const names = [...(vendor.packages?.[packageName] ?? []), ...(vendor.components ?? [])];
  return names.includes(name) || Object.hasOwn(vendor.hooks ?? {}, name);
}

/** Whether an import names a package; what begins like a path or an alias of one is a file that was not found. */
export function isPackageName(from: string): boolean {
  return /^(@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*(\/.*)?$/i.test(from);
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

/** Of two things that an expression can be, the one that tracks. */
export function eitherTracker(one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined {
  return [one, other].find((meaning) => meaning && TRACKERS.has(meaning.kind));
}

const TRACKERS: ReadonlySet<Meaning['kind']> = new Set(['headgate', 'track', 'vendor', 'sender', 'foreign', 'object']);

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

/** What `new` makes of a class, or of what a package exports. */
export function toInstance(meaning: Meaning | undefined): Meaning | undefined {
  switch (meaning?.kind) {
    case 'class':
      return { kind: 'object', node: meaning.node, scope: meaning.scope };
    case 'vendor':
      return meaning.isPackage ? { ...meaning, path: meaning.path.slice(0, 1) } : undefined;
    case 'foreign':
    case 'headgate':
      return meaning;
    default:
      return undefined;
  }
}
