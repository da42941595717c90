import type { Meaning, VendorMeaning } from './meaning.js';
import type { Scope } from './scope.js';
import { isNode, nameOfKey, unwrap, type Node } from './syntax.js';

/** A call that sends to a vendor. */
export interface VendorCall {
  /** As it is written: `gtag("event", …)`. */
  readonly text: string;
  /** The argument that says what is sent: an event's name, or an entry of a data layer. */
  readonly naming: Node | undefined;
}

type MeaningOf = (node: Node, scope: Scope) => Meaning | undefined;

/** Reads a call of something of a vendor's; `undefined` where it sends nothing. */
export function readVendorCall(
  meaning: VendorMeaning,
  given: readonly Node[],
  scope: Scope,
  meaningOf: MeaningOf,
): VendorCall | undefined {
  const { path, args } = withoutCall(meaning.path, given);
  const { vendor, isPackage } = meaning;
  const [root = '', ...rest] = path;
  const method = rest.at(-1);
  const textsOf = (node: Node | undefined): readonly string[] => {
    const known = node && meaningOf(node, scope);
    return known?.kind === 'text' ? known.values : [];
  };
  const show = (verb?: string): string =>
    `${path.join('.')}${verb === undefined ? '(…)' : `(${JSON.stringify(verb)}, …)`}`;

  const queue = vendor.queues?.[root];
  if (queue && method === 'push') return readQueued(args, queue, textsOf, scope, meaningOf) ? toCall(args) : undefined;
  const verbs = vendor.functions?.[method ?? root];
  if (verbs !== undefined) {
    const [first, second] = args;
    if (verbs === true) return { text: show(textsOf(first)[0]), naming: first };
    const verb = textsOf(first).find((one) => verbs.includes(one));
    return verb === undefined ? undefined : { text: show(verb), naming: second };
  }
  const methods = isPackage ? vendor.packages?.[root] : vendor.objects?.[root];
  const isEntry = method === 'push' || method === 'sendGTMEvent' || method?.endsWith('GTM') === true;
  if (method === undefined || !methods?.includes(method)) return undefined;
  // Some name the instance first: `logEvent(analytics, 'purchase')`.
  const isFirstInstance = args[0] !== undefined && meaningOf(args[0], scope)?.kind === 'vendor';
  const first = args[isFirstInstance ? 1 : 0];
  if (isEntry && (!first || isNoSending(first, scope, meaningOf))) return undefined;
  return { text: show(), naming: (isEntry && first && eventOf(first)) || first };

  function toCall([first, second]: readonly Node[]): VendorCall {
    const elements = first?.type === 'ArrayExpression' ? (first['elements'] as (Node | null)[]) : undefined;
    return { text: show(), naming: elements ? (elements[1] ?? undefined) : (second ?? first) };
  }
}

/** `fbq.call(null, 'track', …)` calls `fbq('track', …)`. */
function withoutCall(
  path: readonly string[],
  args: readonly Node[],
): { path: readonly string[]; args: readonly Node[] } {
  return path.at(-1) === 'call' ? { path: path.slice(0, -1), args: args.slice(1) } : { path, args };
}

/** Whether an entry of a queue, `['trackEvent', …]`, names a method that sends; of an unknown entry, nobody knows. */
function readQueued(
  args: readonly Node[],
  sends: RegExp,
  textsOf: (node: Node | undefined) => readonly string[],
  scope: Scope,
  meaningOf: MeaningOf,
): boolean {
  return args.some((arg) => {
    if (isQueueing(arg, scope, meaningOf)) return false;
    const method = arg.type === 'ArrayExpression' ? (arg['elements'] as (Node | null)[])[0] : arg;
    if (method && unwrap(method).type.includes('Function')) return false;
    const names = textsOf(method ?? undefined);
    return names.length === 0 ? method?.type !== 'ObjectExpression' : names.some((name) => sends.test(name));
  });
}

/** What a data layer takes without sending: the arguments of a snippet's function, and what names no event. */
function isNoSending(arg: Node, scope: Scope, meaningOf: MeaningOf): boolean {
  if (isQueueing(arg, scope, meaningOf) || arg.type.includes('Function')) return true;
  if (arg.type === 'ArrayExpression') {
    const [command] = arg['elements'] as (Node | null)[];
    const known = command ? meaningOf(command, scope) : undefined;
    return known?.kind === 'text' && !known.values.some((value) => value === 'event' || value === 'config');
  }
  return arg.type === 'ObjectExpression' && !eventOf(arg);
}

/** The value of an entry's `event`, or what is spread into the entry. */
function eventOf(arg: Node): Node | undefined {
  if (arg.type !== 'ObjectExpression') return undefined;
  const properties = arg['properties'] as Node[];
  const event = properties.find((one) => nameOfKey(one, 'key') === 'event');
  if (event) return isNode(event['value']) ? event['value'] : event;
  return properties.find((one) => one.type === 'SpreadElement');
}

/** `push(arguments)`, and `push(args)` of a rest parameter: what a vendor's own stub does. */
function isQueueing(arg: Node, scope: Scope, meaningOf: MeaningOf): boolean {
  if (arg['name'] === 'arguments') return true;
  if (arg.type !== 'Identifier') return false;
  const meaning = meaningOf(arg, scope);
  return meaning?.kind === 'param' && meaning.keys.join() === '...';
}
