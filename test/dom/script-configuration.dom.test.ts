import * as engine from '../../src/instance/engine.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from '../../src/audit/diagnostic.js';
import { startBridge } from '../../src/bridge/start-bridge.js';
import { gpc } from '../../src/consent/sources/gpc.js';
import { manual } from '../../src/consent/sources/manual.js';
import { onetrust } from '../../src/consent/sources/onetrust.js';
import { json } from '../../src/delivery/collectors/json.js';
import { startAttributes } from '../../src/events/start-attributes.js';
import type { Headgate } from '../../src/instance/headgate.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { startScript, type Configuration, type ScriptParts } from '../../src/script/start-script.js';
import { OURS } from '../support/recipient.js';
import { withEveryObject } from '../support/with-altered-prototypes.js';

interface PageHeadgate extends Headgate {
  grant(...categories: string[]): void;
}

const page: { headgate?: PageHeadgate | unknown[] } = globalThis as never;

const parts: ScriptParts = {
  loadEngine: () => engine,
  sources: { manual, gpc, onetrust },
  collectors: { json },
  events: { attributes: startAttributes },
  bridge: startBridge,
};

const manifestOf = (version: string): Manifest => ({
  version,
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    step: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
    },
  },
});

const configurationOf = (version: string, changes: object = {}): Configuration => ({
  manifest: manifestOf(version),
  collectors: { warehouse: { type: 'json', url: 'https://events.example' } },
  ...changes,
});

let diagnostics: Diagnostic[] = [];

afterEach(() => {
  if (page.headgate && !Array.isArray(page.headgate)) page.headgate.stop();
  delete page.headgate;
  diagnostics = [];
  document.head.innerHTML = '';
  vi.restoreAllMocks();
  Reflect.deleteProperty(document, 'currentScript');
  Reflect.deleteProperty(document, 'readyState');
});

function addBlock(configuration: unknown, { id = 'headgate-config', nonce = '' } = {}): void {
  const block = document.createElement('script');
  Object.assign(block, { type: 'application/json', id, nonce });
  block.textContent = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  document.head.append(block);
}

function setOf(name: string, value: unknown): void {
  Object.defineProperty(document, name, { value, configurable: true });
}

interface Inclusion {
  readonly nonce?: string;
  readonly config?: string;
  readonly built?: Configuration;
}

/** The file runs, from a script element of its own. */
function include({ nonce, config, built = {} }: Inclusion = {}): void {
  const running = document.createElement('script');
  if (nonce) running.nonce = nonce;
  if (config !== undefined) running.setAttribute('data-config', config);
  setOf('currentScript', running);
  startScript(parts, built);
  setOf('currentScript', null);
}

function listen(options: object = {}): void {
  const onDiagnostic = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  page.headgate = [['configure', { onDiagnostic, ...options }]];
}

const instance = (): PageHeadgate => page.headgate as PageHeadgate;

/** The manifest that is in force; nothing where every call is refused for want of one. */
function versionInForce(): string | undefined {
  const { reason } = instance().track('step');
  return reason === 'misconfigured' ? undefined : instance().manifest.version;
}

const says = (field: string): boolean =>
  diagnostics.some((diagnostic) => diagnostic.code === 'misconfigured' && diagnostic.field === field);

describe('the configuration of a page', () => {
  it('is its one block', () => {
    listen();
    addBlock(configurationOf('1'));
    include();
    expect([versionInForce(), says('configuration')]).toEqual(['1', false]);
  });

  it.each<[string, () => void, Inclusion]>([
    ['two blocks', () => (addBlock(configurationOf('evil')), addBlock(configurationOf('1'))), {}],
    ['no block', () => {}, {}],
    ['a block that is no JSON', () => addBlock('{ oops'), {}],
    ['a block that is null', () => addBlock('null'), {}],
    ['an attribute that is no JSON', () => addBlock(configurationOf('1')), { config: '{ oops' }],
    ['the id of no block', () => addBlock(configurationOf('1')), { config: 'other' }],
    ['a block without the nonce that the script has', () => addBlock(configurationOf('evil')), { nonce: 'n1' }],
    ['a block with another nonce', () => addBlock(configurationOf('evil'), { nonce: 'n2' }), { nonce: 'n1' }],
  ])('is none by %s: all is refused, and it is said', (_, write, inclusion) => {
    listen();
    write();
    include(inclusion);
    expect([versionInForce(), says('configuration')]).toEqual([undefined, true]);
  });

  it('is the block with the nonce that the script has, whatever else is in the markup', () => {
    listen();
    addBlock(configurationOf('evil'));
    addBlock(configurationOf('1'), { nonce: 'n1' });
    include({ nonce: 'n1' });
    expect([versionInForce(), says('configuration')]).toEqual(['1', false]);
  });

  it('is not known before all of the markup is there: a first block may be one of two', () => {
    listen();
    setOf('readyState', 'loading');
    addBlock(configurationOf('evil'));
    include();
    expect(Array.isArray(page.headgate)).toBe(true);
    addBlock(configurationOf('1'));
    setOf('readyState', 'interactive');
    document.dispatchEvent(new Event('readystatechange'));
    expect([versionInForce(), says('configuration')]).toEqual([undefined, true]);
  });

  it('is waited for by calls of scripts right behind the file, which happen once it is known', () => {
    const heard = listen();
    setOf('readyState', 'loading');
    addBlock(configurationOf('1'));
    include();
    const { track } = page.headgate as unknown as { track(name: string): unknown };
    expect(track('nothing')).toEqual({ outcome: 'hold', reason: 'undecided' });
    setOf('readyState', 'interactive');
    document.dispatchEvent(new Event('readystatechange'));
    const { unrouted } = (page.headgate as unknown as { status(): { unrouted: object } }).status();
    expect([unrouted, heard]).toMatchObject([{ tracked: 1, refused: 1 }, heard]);
  });

  it('cannot override what the file was built with, by a block or by a call', () => {
    listen(configurationOf('called', { region: 'DE' }));
    addBlock(configurationOf('block', { collectors: { warehouse: { type: 'json', url: 'https://evil.example' } } }));
    const sent = vi.spyOn(globalThis, 'fetch');
    include({ built: configurationOf('built') });
    expect([versionInForce(), sent.mock.calls]).toEqual(['built', []]);
  });

  it('has what it holds itself, and nothing that a page script gave every object', () => {
    listen();
    addBlock(configurationOf('1'));
    const given = { storage: 'necessary', basis: 'contract', regimes: { default: 'opt-out' }, region: 'US' };
    withEveryObject(given, include);
    instance().grant('analytics');
    const { events, regimes } = instance().manifest;
    const read = withEveryObject(given, () => [events['step']!.storage, regimes, instance().consent().regime]);
    expect(read).toEqual([undefined, undefined, 'opt-in']);
  });
});

describe('a page that has the file twice', () => {
  const inOrder: readonly [string, () => void][] = [
    ['before its configuration', () => [include(), include(), addBlock(configurationOf('1'))]],
    ['before and after its configuration', () => [include(), addBlock(configurationOf('1')), include()]],
    ['after its configuration', () => [addBlock(configurationOf('1')), include(), include()]],
    ['once with its configuration', () => [include(), include({ config: JSON.stringify(configurationOf('1')) })]],
    ['with its configuration first', () => [include({ config: JSON.stringify(configurationOf('1')) }), include()]],
  ];

  it.each(inOrder)('%s, has one instance, and each call happens once', (_, write) => {
    setOf('readyState', 'loading');
    page.headgate = [['track', 'step']];
    write();
    setOf('readyState', 'interactive');
    document.dispatchEvent(new Event('readystatechange'));
    const first = page.headgate;
    include();
    expect(page.headgate).toBe(first);
    expect(instance().status().collectors['warehouse']).toMatchObject({ tracked: 1, held: 1 });
  });

  it.each<[string, () => void]>([
    [
      'names of two blocks, one of which is there',
      () => [include({ config: 'one' }), include({ config: 'two' }), addBlock(configurationOf('1'), { id: 'one' })],
    ],
    [
      'an attribute before its block',
      () => [include({ config: JSON.stringify(configurationOf('evil')) }), include(), addBlock(configurationOf('1'))],
    ],
    [
      'an attribute behind its block',
      () => [addBlock(configurationOf('1')), include(), include({ config: JSON.stringify(configurationOf('evil')) })],
    ],
    [
      'two attributes',
      () => ['evil', '1'].map((version) => include({ config: JSON.stringify(configurationOf(version)) })),
    ],
  ])('and says two things, %s, is refused', (_, write) => {
    listen();
    setOf('readyState', 'loading');
    write();
    setOf('readyState', 'interactive');
    document.dispatchEvent(new Event('readystatechange'));
    expect([versionInForce(), says('configuration')]).toEqual([undefined, true]);
  });
});

describe('a name that this file does not know', () => {
  const open = (changes: object): void => {
    listen();
    addBlock(configurationOf('1', changes));
    include();
    instance().grant('analytics');
  };

  it.each(['gcp', 'didomi', 'constructor', ''])('of a consent source, %j, never answers: nothing opens', (name) => {
    open({ consent: { manual: {}, [name]: {} } });
    expect([instance().track('step').outcome, says(name)]).toEqual(['hold', true]);
  });

  it('is missing from this positive control, which opens', () => {
    open({ consent: { manual: {} } });
    expect([instance().track('step').outcome, says('manual')]).toEqual(['allow', false]);
  });

  it('closes by settings that a source cannot read, too', () => {
    open({ consent: { manual: {}, onetrust: null, gpc: null } });
    expect(instance().track('step').outcome).not.toBe('allow');
  });

  it.each([
    ['globalPrivacyControl', 'gpc'],
    ['GPC', 'gpc'],
    ['Gpc', 'gpc'],
  ])('of a consent source, %s, is understood as %s, and said', (name) => {
    const { navigator } = globalThis;
    vi.spyOn(globalThis, 'navigator', 'get').mockReturnValue(
      Object.create(navigator, { globalPrivacyControl: { value: true } }) as Navigator,
    );
    open({ consent: { manual: {}, [name]: {} }, manifest: { ...manifestOf('1'), regimes: { default: 'opt-out' } } });
    expect([instance().consent().categories['analytics'], says(name)]).toEqual(['denied', true]);
  });

  it('of a consent source that differs in case is the page’s own choice, and said', () => {
    open({ consent: { Manual: {} } });
    expect([instance().track('step').outcome, says('Manual')]).toEqual(['allow', true]);
  });

  it('of a collector’s type starts nothing, and is said', () => {
    open({ collectors: { warehouse: { type: 'jsn', url: 'https://events.example' } } });
    expect([instance().status().collectors, says('jsn')]).toEqual([{}, true]);
    expect(diagnostics).toContainEqual({ code: 'misconfigured', collector: 'warehouse', field: 'adapter' });
  });

  it('of an event source is said', () => {
    open({ events: { attribute: {}, attributes: {} } });
    expect(diagnostics).toEqual([{ code: 'misconfigured', field: 'attribute' }]);
  });

  it.each(['https://survey.example', 3])('of frames that are no list, %j, is said', (frames) => {
    open({ frames });
    expect(says('origins')).toBe(true);
  });
});
