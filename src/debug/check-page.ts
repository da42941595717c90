import type { ScriptSetUp } from '../audit/debugging.js';
import { nearestName } from '../manifest/nearest-name.js';
import { attempt } from '../safety/attempt.js';
import { judgeAddress } from './check-collectors.js';
import { isRecord, kindOf, quote, type Find, type Finding } from './finding.js';

const BLOCK = 'headgate-config';
const KNOWN = [
  'manifest',
  'consent',
  'collectors',
  'events',
  'frames',
  'region',
  'flushInterval',
  'hold',
  'buffer',
  'debug',
  'debugWhen',
  'engine',
  'onDiagnostic',
  'onAudit',
  'onConsent',
  'seal',
];
const ALSO_KNOWN: { readonly [name: string]: string } = { sources: 'consent', lanes: 'collectors', bridge: 'frames' };

/** Looks at what a page with a script file says: its block, and the names in it that this file does not know. */
export function checkPage({ parts, configuration, inclusions }: ScriptSetUp, find: Find): void {
  const say = (about: Partial<Finding>, found: string, expected: string, mend: string): void =>
    find({ code: 'misconfigured', ...about, found, expected, mend });

  if (!configuration.manifest) {
    checkBlock(inclusions, (found, expected, mend) => say({ field: 'configuration' }, found, expected, mend));
    return;
  }
  for (const name of Object.keys(configuration).filter((each) => !KNOWN.includes(each))) {
    const meant = ALSO_KNOWN[name] ?? nearestName(name, KNOWN);
    const mend = meant ? `Did you mean "${meant}"?` : 'Take it out.';
    say({ field: meant ?? 'configuration' }, 'a part that there is not', `one of ${quote(KNOWN)}`, mend);
  }
  const judge = (about: Partial<Finding>, what: string, name: unknown, known: readonly string[]): void => {
    if (typeof name === 'string' && known.includes(name)) return;
    const nearest = typeof name === 'string' ? nearestName(name, known) : undefined;
    const mend = nearest
      ? `Did you mean "${nearest}"?`
      : 'Correct the name, or build a file that has it by `headgate build`.';
    const fault = name === undefined ? `no ${what}` : `a ${what} that this file does not know`;
    say(about, fault, `one of ${quote(known)}`, mend);
  };
  const { consent = {}, events = {}, collectors = {} } = configuration;
  for (const name of Object.keys(consent))
    judge({ field: 'consent' }, 'consent source', name, Object.keys(parts.sources));
  for (const name of Object.keys(events)) judge({ field: 'events' }, 'event source', name, Object.keys(parts.events));
  for (const [name, lane] of Object.entries(collectors)) {
    judge({ collector: name, field: 'type' }, 'collector type', lane?.type, Object.keys(parts.collectors));
    if (lane?.endpoints || !('url' in (lane ?? {}))) continue;
    judgeAddress(name, lane['url'], (collector, field, found, expected, mend) =>
      say({ collector, field }, found, expected, mend),
    );
  }
}

type Say = (found: string, expected: string, mend: string) => void;

/** Why there is no configuration. */
function checkBlock(inclusions: readonly unknown[], say: Say): void {
  const scripts = inclusions.filter((script) => script instanceof HTMLScriptElement);
  const attribute = scripts.map((script) => script.getAttribute('data-config')).find((text) => text !== null);
  if (attribute?.startsWith('{')) {
    judgeText(attribute, 'the attribute `data-config`', say);
    return;
  }
  const id = attribute ?? BLOCK;
  const named = [...Document.prototype.querySelectorAll.call(document, `[id="${CSS.escape(id)}"]`)];
  const blocks = named.filter((element) => element.matches('script[type="application/json"]')) as HTMLScriptElement[];
  const nonce = scripts.map((script) => script.nonce).find(Boolean);
  const own = blocks.filter((block) => !nonce || block.nonce === nonce);
  const one = `one \`<script type="application/json" id="${id}">\``;
  const [block] = own;
  if (own.length > 1) say(`${own.length} blocks with the id "${id}"`, one, 'Keep one of them.');
  else if (block) judgeText(block.textContent ?? '', `the block "${id}"`, say);
  else if (blocks.length > 0)
    say('a block without the nonce that the script has', `${one} with it`, 'Give the block the nonce of the script.');
  else if (named.length > 0)
    say(`an element with the id "${id}" that is no such script`, one, 'Correct element and type.');
  else findOther(id, one, say);
}

function findOther(id: string, expected: string, say: Say): void {
  const others = [...Document.prototype.querySelectorAll.call(document, 'script[type="application/json"][id]')];
  const nearest = nearestName(
    id,
    others.map((element) => element.id),
  );
  say(
    `no element with the id "${id}"`,
    expected,
    nearest === undefined
      ? 'Write the block into the page.'
      : `There is a block "${nearest}": name it "${id}", or say \`data-config="${nearest}"\` on the script.`,
  );
}

/** The place of the fault, never the text around it: an engine's own message repeats what it read. */
function judgeText(text: string, where: string, say: Say): void {
  const parsed = attempt((): readonly unknown[] => [JSON.parse(text)]);
  if (parsed) {
    const [value] = parsed;
    if (!isRecord(value)) say(`${kindOf(value)} in ${where}`, 'an object', 'Write `{ "manifest": … }`.');
    else say(`no manifest in ${where}`, '`"manifest"` with the event manifest', 'Add it.');
    return;
  }
  const before = text.slice(0, findFault(text));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const mend = 'No comments, no comma before a closing bracket, names and texts in double quotes.';
  say(`${where} is no JSON: line ${line}, column ${column}`, 'JSON', mend);
}

/** Where a text stops being the beginning of JSON. Engines say it in words of their own, or not at all. */
function findFault(text: string): number {
  const token =
    /\s+|[{}[\]:,]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
  let end = 0;
  let last = '';
  for (;;) {
    token.lastIndex = end;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return end;
    const isSpace = found.trim() === '';
    // What cannot follow, of what people write by hand: a comma before a bracket, two values without a comma.
    if (!isSpace && (/[}\]]/.test(found) ? last === ',' || last === ':' : false)) return end;
    if (!isSpace && /^["\d\-tfn[{]/.test(found) && /["\w}\]]$/.test(last)) return end;
    if (!isSpace) last = found;
    end = token.lastIndex;
  }
}
