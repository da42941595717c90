import {
  eitherText,
  eitherTracker,
  HEADGATE,
  ofGlobal,
  ofTellingName,
  requiredModule,
  templateText,
  toInstance,
  type Meaning,
} from './meaning.js';
import { DEEPEST, type Meanings } from './meanings.js';
import type { Project } from './project.js';
import { createDeclarationMeanings } from './create-declaration-meanings.js';
import { createFunctionMeanings } from './create-function-meanings.js';
import { createMemberMeanings } from './create-member-meanings.js';
import { isClass, isFunction, type Scope } from './scope.js';
import { isNode, nameOfKey, unwrap, type Node } from './syntax.js';

export type MeaningOf = (node: Node, scope: Scope) => Meaning | undefined;

/** Functions of libraries that give back what they are given, or a function that does the same. */
const PASSING =
  /^(useCallback|useEvent|useEffectEvent|useMemoizedFn|debounce|throttle|memoize|once|markRaw|toRaw|readonly|reactive|ref|shallowRef|unref|useRef|cache)$/;
/** Functions of libraries that give what a function returns. */
const RETURNING = /^(useMemo|computed|createMemo)$/;
/** Functions of frameworks that find something by its name. */
const FINDING = /^(inject|getContext|useContext)$/;

/** Returns a function that says what an expression stands for, across the files of a project. */
export function createMeanings(project: Project): MeaningOf {
  function meaningOf(wrapped: Node, scope: Scope, depth = 0): Meaning | undefined {
    const node = unwrap(wrapped);
    if (depth > DEEPEST) return undefined;
    const inner = (child: unknown, at = scope): Meaning | undefined =>
      isNode(child) ? meaningOf(child, at, depth + 1) : undefined;
    switch (node.type) {
      case 'StringLiteral':
        return { kind: 'text', values: [String(node['value'])] };
      case 'TemplateLiteral':
        return templateText(node);
      case 'Identifier':
        return ofName(String(node['name']), scope, depth);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return ask.member(inner(node['object']), nameOfKey(node, 'property'), depth);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return ofCall(node, scope, depth);
      case 'NewExpression':
        return ofNew(node, scope, depth);
      case 'ImportExpression': {
        const from = inner(node['source']);
        return from?.kind === 'text' ? ask.ofImport(from.values[0] ?? '', '*', scope.module, depth) : undefined;
      }
      case 'ThisExpression':
        return ofThis(scope);
      case 'SequenceExpression':
        return inner((node['expressions'] as Node[]).at(-1));
      case 'SpreadElement':
        return inner(node['argument']);
      case 'AssignmentExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'LogicalExpression':
        return inner(node['left']) ?? inner(node['right']);
      case 'ConditionalExpression':
        return either(inner(node['consequent']), inner(node['alternate']));
      case 'ObjectExpression':
      case 'TSEnumDeclaration':
        return { kind: 'object', node, scope };
      case 'ClassDeclaration':
      case 'ClassExpression':
        return { kind: 'class', node, scope };
      default:
        return isFunction(node) ? ask.ofFunction(node, scope, depth) : undefined;
    }
  }

  function ofName(name: string, scope: Scope, depth: number): Meaning | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const declaration = at.names.get(name);
      if (declaration) return ask.ofDeclared(declaration, name, scope, depth);
      const meaning = ofMember(name, at, depth);
      if (meaning) return meaning;
    }
    return ofGlobal(name);
  }

  /** What a component's data and methods have under a name. */
  function ofMember(name: string, { members = [] }: Scope, depth: number): Meaning | undefined {
    for (const { node, scope } of members) {
      const given = meaningOf(node, scope, depth + 1);
      // `x-data="menu"` names a function that returns the data, as `x-data="menu()"` calls it.
      const data = given?.kind === 'function' ? returned(given.node, given.scope, depth + 1) : given;
      const meaning = data?.kind === 'object' ? ask.member(data, name, depth + 1) : undefined;
      if (meaning) return meaning;
    }
    return undefined;
  }

  function ofThis(scope: Scope): Meaning | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      if (!at.self) continue;
      const { node, scope: outside } = at.self;
      return isClass(node) || node.type === 'ObjectExpression' ? { kind: 'object', node, scope: outside } : undefined;
    }
    return undefined;
  }

  function ofCall(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const callee = node['callee'];
    if (!isNode(callee)) return undefined;
    const required = requiredModule(node);
    if (required !== undefined) return ask.ofImport(required, '*', scope.module, depth);
    const meaning = meaningOf(callee, scope, depth + 1);
    const args = node['arguments'] as Node[];
    const [first] = args;
    switch (meaning?.kind) {
      case 'factory':
        return HEADGATE;
      case 'hooksFactory':
        return { kind: 'hooks' };
      case 'hook':
        return { kind: 'track', name: 0, data: 1 };
      case 'vendorHook':
        return { kind: 'vendor', vendor: meaning.vendor, path: [meaning.gives], isPackage: false };
      case 'track':
        // `headgate.track.bind(headgate)`
        return nameOfKey(callee, 'property') === 'bind' ? meaning : undefined;
      case 'vendor':
        // `posthog.init(…)` gives `posthog`, `AnalyticsBrowser.load(…)` what tracks; `.bind(…)` the method itself.
        return {
          ...meaning,
          path: meaning.path.at(-1) === 'bind' ? meaning.path.slice(0, -1) : meaning.path.slice(0, 1),
        };
      case 'function':
        return returned(meaning.node, meaning.scope, depth);
      default:
    }
    const called = unwrap(callee);
    const name = called.type === 'Identifier' ? String(called['name']) : (nameOfKey(called, 'property') ?? '');
    if (first && PASSING.test(name)) return meaningOf(first, scope, depth + 1);
    if (first && RETURNING.test(name) && isFunction(first)) return returned(first, scope, depth + 1);
    if (first && FINDING.test(name)) {
      const key = meaningOf(first, scope, depth + 1);
      if (key?.kind === 'text') return ofTellingName(key.values[0] ?? '');
    }
    if (meaning?.kind === 'foreign') return { ...meaning, path: [] };
    // A hook or getter of a package that Headgate's scan does not see: `useHeadgate()`.
    return meaning === undefined && /^(use|get|inject)Headgate$/.test(name) ? HEADGATE : undefined;
  }

  function ofNew(node: Node, scope: Scope, depth: number): Meaning | undefined {
    return isNode(node['callee']) ? toInstance(meaningOf(node['callee'], scope, depth + 1)) : undefined;
  }

  function returned(node: Node, scope: Scope, depth: number): Meaning | undefined {
    const inside = project.functions.inside.get(node)?.scope ?? scope;
    const body = node['body'] as Node;
    if (body.type !== 'BlockStatement') return meaningOf(body, inside, depth + 1);
    const last = (body['body'] as Node[]).find((one) => one.type === 'ReturnStatement');
    return last && isNode(last['argument']) ? meaningOf(last['argument'], inside, depth + 1) : undefined;
  }

  // The parts ask each other, and none before all are there.
  const ask = { meaningOf, ofName, returned } as Meanings;
  Object.assign(
    ask,
    createDeclarationMeanings(project, ask),
    createMemberMeanings(project, ask),
    createFunctionMeanings(project, ask),
  );
  return (node, scope) => meaningOf(node, scope);
}

function either(one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined {
  return eitherText(one, other) ?? eitherTracker(one, other);
}
