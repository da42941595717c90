import * as engine from '../../../src/instance/engine.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHeadgate, gpc, json, manual, startAttributes, startBridge, type Headgate } from 'headgate';
import { debug } from 'headgate/debug';
import type { HeadgateOptions } from '../../../src/instance/options.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { startScript, type ScriptParts } from '../../../src/script/start-script.js';
import {
  CALLS,
  DIAGNOSTICS,
  MANIFESTS,
  OPTIONS,
  PAGES,
  SECRET,
  soundConfiguration,
  soundManifest,
  soundOptions,
  type Markup,
} from './wrong-set-ups.js';

const PAGE = resolve(import.meta.dirname, '../../../docs/problems.md');
const parts: ScriptParts = {
  loadEngine: () => engine,
  sources: { manual, gpc },
  collectors: { json },
  events: { attributes: startAttributes },
  bridge: startBridge,
};
const page = globalThis as unknown as { headgate?: Headgate | unknown[] };

// The window of this environment is no event target of its own prototype, as that of a browser is.
const { addEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (...args) {
  if (this !== (window as unknown)) addEventListener.apply(this, args);
};

const started: Headgate[] = [];
afterEach(() => {
  for (const headgate of started.splice(0)) headgate.stop();
  if (page.headgate && !Array.isArray(page.headgate)) page.headgate.stop();
  delete page.headgate;
  document.head.innerHTML = '';
  Reflect.deleteProperty(document, 'currentScript');
});

/** What the console hears while something runs. */
function listen(): string[] {
  const lines: string[] = [];
  for (const level of ['warn', 'info'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  return lines;
}

function create(options: unknown): Headgate {
  const whole = typeof options === 'object' ? { ...options, debug } : options;
  const headgate = createHeadgate(whole as HeadgateOptions<Manifest>);
  started.push(headgate);
  headgate.consent();
  return headgate;
}

function sayOfOptions(changes: object | string | undefined): string[] {
  const lines = listen();
  // What is no object has no place for the debugger.
  if (typeof changes !== 'object') debug({ options: changes as undefined, script: undefined, note: () => {} });
  else create({ ...soundOptions(), ...changes });
  return lines;
}

function sayOfManifest(spoil: (manifest: ReturnType<typeof soundManifest>) => void): string[] {
  const manifest = soundManifest();
  spoil(manifest);
  return sayOfOptions({ manifest });
}

function sayOfCall([name, data]: readonly [unknown, unknown?]): string[] {
  const choice = manual();
  const headgate = create({ ...soundOptions(), consent: [choice] });
  choice.grant('analytics');
  const lines = listen();
  headgate.track(name as string, data as never);
  return lines;
}

async function sayOfPage(markup: Markup): Promise<string[]> {
  const { text, id = 'headgate-config', type = 'application/json', element = 'script', times = 1 } = markup;
  const { nonce, blockNonce, attribute, changes } = markup;
  const lines = listen();
  for (let number = 0; number < times; number++) {
    const block = document.createElement(element);
    Object.assign(block, { type, id, ...(blockNonce && { nonce: blockNonce }) });
    block.textContent = text ?? JSON.stringify({ ...soundConfiguration(), ...changes });
    document.head.append(block);
  }
  const running = document.createElement('script');
  running.dataset['debug'] = '/src/debug.ts';
  if (nonce) running.nonce = nonce;
  if (attribute !== undefined) running.setAttribute('data-config', attribute);
  Object.defineProperty(document, 'currentScript', { value: running, configurable: true });
  startScript(parts, {});
  Object.defineProperty(document, 'currentScript', { value: null, configurable: true });
  (page.headgate as Headgate).consent();
  await vi.dynamicImportSettled();
  (page.headgate as Headgate).stop();
  delete page.headgate;
  document.head.innerHTML = '';
  return lines;
}

const groups = [
  ['what `createHeadgate` is given', OPTIONS, async (wrong: never) => sayOfOptions(wrong)],
  ['the manifest', MANIFESTS, async (wrong: never) => sayOfManifest(wrong)],
  ['a call of `track`', CALLS, async (wrong: never) => sayOfCall(wrong)],
  ['the page of a script file', PAGES, async (wrong: never) => sayOfPage(wrong)],
  [
    'what happens later',
    DIAGNOSTICS,
    async (diagnostic: never) => {
      const lines = listen();
      debug({ options: soundOptions(), script: undefined, note: () => {} })({ diagnostic });
      return lines;
    },
  ],
] as const;

describe.each(groups)('%s', (_, cases, say) => {
  it.each(cases.map(([title, says, wrong, right]) => ({ title, says, wrong, right })))(
    '$title: is said, with what is expected and what to do, and no value; what follows the advice is not',
    async ({ says, wrong, right }) => {
      const lines = await say(wrong as never);
      const said = lines.filter((line) => line.includes(says));
      expect([said.length, lines]).toEqual([1, expect.anything()]);
      expect(said[0]).toMatch(/^Headgate.*: .+; expected .+\. .+ https:\/\/\S+#[a-z-]+$/);
      expect(lines.join('\n')).not.toContain(SECRET);
      if (cases === (DIAGNOSTICS as unknown)) return;
      vi.restoreAllMocks();
      expect(
        await say(
          (right ?? (cases === (PAGES as unknown) ? {} : cases === (MANIFESTS as unknown) ? () => {} : {})) as never,
        ),
      ).toEqual([]);
    },
  );
});

it('the table has sixty wrong set-ups and more', () => {
  expect(groups.flatMap(([, cases]) => [...cases]).length).toBeGreaterThanOrEqual(60);
});

it('the page of the problems says of each set-up what the console says', async () => {
  const sections: string[] = [];
  for (const [title, cases, say] of groups) {
    const rows: string[] = [];
    for (const [name, says, wrong] of cases) {
      const lines = await say(wrong as never);
      vi.restoreAllMocks();
      const line = lines.find((each) => each.includes(says))!;
      rows.push(`| ${name} | ${toCell(line.replace(/ https:\S+$/, ''))} |`);
    }
    sections.push(`### ${title}\n\n| you have | the console says |\n|---|---|\n${rows.join('\n')}\n`);
  }
  const [intro] = readFileSync(PAGE, 'utf8').split('<!-- what the console says -->');
  const text = `${intro}<!-- what the console says -->\n\n${sections.join('\n')}`;
  if (process.env['UPDATE_README']) writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

const toCell = (line: string): string => line.replaceAll('|', '\\|').replaceAll('<', '&lt;');

describe('a visitor who has not agreed', () => {
  it('is no mistake: that an event is held is information, and no problem', () => {
    const headgate = create(soundOptions());
    const lines = listen();
    headgate.track('survey_answered', { question: 'recommend', score: 9 });
    expect(lines).toEqual([expect.stringContaining('the visitor has not chosen yet ("analytics")')]);
    expect(headgate.status().problems).toEqual([]);
  });
});

describe('the switch', () => {
  it('lists in `status()` what it found in the set-up, and what the core reported, each once', () => {
    listen();
    const headgate = create({ ...soundOptions(), onDiagnostics: () => {} });
    for (let times = 0; times < 3; times++) headgate.track('survey_answered', { question: 'recommend' });
    expect(headgate.status().problems).toEqual([
      { code: 'misconfigured', field: 'onDiagnostic' },
      { code: 'invalid-field', event: 'survey_answered', field: 'score' },
    ]);
  });

  it('says a problem once, however often it happens', () => {
    const lines = listen();
    const headgate = create(soundOptions());
    for (let times = 0; times < 3; times++) headgate.track('survey_answered', { question: 'recommend' });
    expect(lines).toHaveLength(1);
  });

  it('is off: nothing is said, and `status()` lists the diagnostics all the same', () => {
    const lines = listen();
    const headgate = createHeadgate(soundOptions() as unknown as HeadgateOptions<Manifest>);
    started.push(headgate);
    headgate.track('survey_answered', {});
    expect([lines, headgate.status().problems]).toEqual([
      [],
      [{ code: 'invalid-field', event: 'survey_answered', field: 'question' }],
    ]);
  });

  it('loads what explains, and tells it what happened meanwhile', async () => {
    const lines = listen();
    const headgate = createHeadgate({
      ...(soundOptions() as unknown as HeadgateOptions<Manifest>),
      debug: () => import('headgate/debug'),
    });
    started.push(headgate);
    headgate.track('survey_anwsered', {});
    expect(lines).toEqual([]);
    await vi.dynamicImportSettled();
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toContain('Did you mean "survey_answered"?');
  });

  it.each([
    ['', 0],
    ['?headgate-debug', 1],
    ['?page=2&headgate-debug=1', 1],
    ['?headgate', 1],
    ['?headgate=1&page=2', 1],
    ['?headgate-debugger', 0],
    ['?headgates', 0],
  ])('by `debugWhen` asks the address: %j', (query, loads) => {
    listen();
    vi.stubGlobal('location', { search: query });
    const explain = vi.fn(() => () => {});
    started.push(
      createHeadgate({
        ...(soundOptions() as unknown as HeadgateOptions<Manifest>),
        debug: explain,
        debugWhen: 'asked',
      }),
    );
    started.at(-1)!.consent();
    expect(explain).toHaveBeenCalledTimes(loads);
  });

  it('that cannot load is a diagnostic', async () => {
    const codes: unknown[] = [];
    const headgate = createHeadgate({
      ...(soundOptions() as unknown as HeadgateOptions<Manifest>),
      debug: () => Promise.reject(new Error('blocked')),
      onDiagnostic: (diagnostic) => codes.push(diagnostic),
    });
    started.push(headgate);
    headgate.consent();
    await vi.waitFor(() => expect(codes).toEqual([{ code: 'misconfigured', field: 'debug' }]));
  });
});
