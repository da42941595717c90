import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFrame, type Frame } from '../../src/bridge/create-frame.js';
import { PROTOCOL } from '../../src/bridge/protocol.js';
import type { BridgeOptions } from '../../src/bridge/bridge.js';
import { startBridge } from '../../src/bridge/start-bridge.js';
import type { ConsentState } from '../../src/consent/consent.js';
import type { Headgate, Tracked } from '../../src/instance/headgate.js';
import { watchErrors } from '../support/dom-source.js';
import { withEveryObject } from '../support/with-altered-prototypes.js';

const SURVEY = 'https://survey.example';
const HELLO = { protocol: PROTOCOL, kind: 'hello', id: 'document-1' };
const stops: (() => void)[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

const stateOf = (analytics: 'granted' | 'undecided'): ConsentState => ({
  categories: { analytics },
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'banner',
  proof: {},
});

/** The real one: some tests hold the clock. */
const { setTimeout: later } = globalThis;

/** Messages travel in tasks of their own. */
const travel = (): Promise<void> => new Promise((resolve) => later(resolve, 20));

/** The host's gate, as far as the bridge sees it. */
function createGate() {
  const calls: unknown[][] = [];
  const listeners = new Set<(state: ConsentState) => void>();
  const gate: Pick<Headgate, 'track' | 'onConsent'> = {
    track: (...call: unknown[]): Tracked => {
      calls.push(call);
      return { outcome: 'hold', reason: 'undecided', id: '1' };
    },
    onConsent(listener) {
      listeners.add(listener);
      listener(stateOf('undecided'));
      return () => void listeners.delete(listener);
    },
  };
  return { calls, listeners, gate, say: (state: ConsentState) => listeners.forEach((listener) => listener(state)) };
}

/** The window of an embedded page, as far as another origin may read it. Frames get no window here. */
function addFrame({ parent = window, closed = false }: { parent?: unknown; closed?: boolean } = {}): {
  parent: unknown;
  closed: boolean;
} {
  return { parent, closed };
}

/** A greeting as it would arrive, and what comes back on its port. */
interface Greeting {
  readonly data?: unknown;
  readonly origin?: string;
  readonly source?: unknown;
  readonly ports?: MessagePort[];
  /** Whether the browser made the event, as no script can. */
  readonly isTrusted?: boolean;
}

function greet(event: Greeting = {}) {
  const channel = new MessageChannel();
  const heard: unknown[] = [];
  channel.port1.onmessage = ({ data }) => void heard.push(data);
  const { data = HELLO, origin = SURVEY, source, ports = [channel.port2], isTrusted = true } = event;
  const message = new MessageEvent('message', { data });
  const values = Object.entries({ origin, source, ports, isTrusted });
  Object.defineProperties(message, Object.fromEntries(values.map(([name, value]) => [name, { value }])));
  dispatchEvent(message);
  stops.push(() => channel.port1.close());
  return { port: channel.port1, heard };
}

function start(options: BridgeOptions = { origins: [SURVEY] }) {
  const host = createGate();
  const bridge = startBridge(host.gate, options);
  stops.push(bridge.stop);
  return { ...host, ...bridge };
}

describe('the host page', () => {
  it('answers a frame of an allowed origin with consent, at once and at every change', async () => {
    const { say } = start();
    const { heard } = greet({ source: addFrame() });
    await travel();
    expect(heard).toEqual([{ kind: 'consent', state: stateOf('undecided') }]);
    say(stateOf('granted'));
    await travel();
    expect(heard[1]).toEqual({ kind: 'consent', state: stateOf('granted') });
  });

  it('takes events on the port and tells what its gate said of them', async () => {
    const { calls } = start();
    const { port, heard } = greet({ source: addFrame() });
    port.postMessage({ kind: 'track', call: 7, name: 'answered', data: { question: 1 } });
    await travel();
    expect(calls).toEqual([['answered', { question: 1 }]]);
    expect(heard[1]).toEqual({ kind: 'tracked', call: 7, result: { outcome: 'hold', reason: 'undecided' } });
  });

  it('takes only the events that an origin may hand over, and says of others no more than the gate does', async () => {
    const { calls, status } = start({ origins: { [SURVEY]: ['answered'], 'https://other.example': [] } });
    const { port, heard } = greet({ source: addFrame() });
    const other = greet({ source: addFrame(), origin: 'https://other.example' });
    port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    port.postMessage({ kind: 'track', call: 2, name: 'order_placed' });
    other.port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    await travel();
    expect(calls).toEqual([['answered', undefined]]);
    expect(heard.at(-1)).toEqual({ kind: 'tracked', call: 2, result: { outcome: 'refuse', reason: 'undeclared' } });
    expect(status()).toMatchObject({ frames: 2, events: 1, refused: 2 });
  });

  it.each<[string, unknown, string]>([
    ['a text', SURVEY, SURVEY],
    ['a text that has the origin in it', `${SURVEY}.example`, SURVEY],
    ['the origin of all sandboxes', ['null'], 'null'],
    ['the origin of all sandboxes, with events', { null: ['answered'] }, 'null'],
    ['a star', ['*'], SURVEY],
    ['an address that is no origin', [`${SURVEY}/`], SURVEY],
    ['an origin with a text for its events', { [SURVEY]: 'answered' }, SURVEY],
    ['a number', 7, SURVEY],
  ])('lets nobody in where its origins are %s, and says so', async (_, origins, origin) => {
    const diagnostics: unknown[] = [];
    const onDiagnostic = (diagnostic: unknown): void => void diagnostics.push(diagnostic);
    const { listeners } = start({ origins, onDiagnostic } as BridgeOptions);
    greet({ source: addFrame(), origin });
    await travel();
    expect([listeners.size, diagnostics]).toEqual([0, [{ code: 'misconfigured', field: 'origins' }]]);
  });

  it('lets nobody in by what the page gave every object', async () => {
    const { listeners } = withEveryObject({ origins: [SURVEY] }, () => start({}));
    greet({ source: addFrame() });
    await travel();
    expect(listeners.size).toBe(0);
  });

  it.each<[string, Parameters<typeof greet>[0]]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins like an allowed one', { origin: `${SURVEY}.evil.example` }],
    ['the same host by another scheme', { origin: 'http://survey.example' }],
    ['the same host by another port', { origin: `${SURVEY}:8443` }],
    ['no origin', { origin: '' }],
    ['the origin of a sandbox', { origin: 'null' }],
    ['another protocol', { data: { ...HELLO, protocol: 'headgate/2' } }],
    ['another kind', { data: { ...HELLO, kind: 'track' } }],
    ['text', { data: 'hello' }],
    ['nothing', { data: null }],
    ['no port', { ports: [] }],
    ['an event that a script made up', { isTrusted: false }],
  ])('does not answer %s', async (_, event) => {
    const { listeners } = start();
    const watch = watchErrors();
    const { heard } = greet({ source: addFrame(), ...event });
    await travel();
    watch.stop();
    expect([heard, listeners.size, watch.errors]).toEqual([[], 0, []]);
  });

  it('does not answer an allowed origin that is no frame of this page', async () => {
    const { listeners, status } = start();
    // A window that this page opened, one in a frame of a frame, one that was removed, a worker.
    const opened = addFrame();
    opened.parent = opened;
    const strangers = [
      window,
      null,
      undefined,
      opened,
      addFrame({ parent: addFrame() }),
      addFrame({ parent: null }),
      {},
    ];
    const answers = strangers.map((source) => greet({ source }).heard);
    await travel();
    expect([answers.flat(), listeners.size, status().strangers]).toEqual([[], 0, strangers.length]);
  });

  it.each([
    [null],
    ['track'],
    [{ kind: 'track' }],
    [{ kind: 'track', call: 1, name: 5 }],
    [{ kind: 'grant', call: 1, name: 'analytics' }],
    [[]],
  ])('hears nothing in the malformed message %j, and counts it', async (message) => {
    const { calls, status } = start();
    const watch = watchErrors();
    const { port } = greet({ source: addFrame() });
    port.postMessage(message);
    await travel();
    watch.stop();
    expect([calls, watch.errors]).toEqual([[], []]);
    expect(status()).toMatchObject({ frames: 1, events: 0, malformed: 1 });
  });

  it.each([[null], ['hello'], [{}], [{ ...HELLO, protocol: 'headgate/0' }], [{ ...HELLO, id: 7 }]])(
    'does not answer the malformed greeting %j, and counts it',
    async (data) => {
      const { status } = start();
      const { heard } = greet({ source: addFrame(), data });
      await travel();
      expect([heard, status()]).toMatchObject([[], { frames: 0, malformed: 1 }]);
    },
  );

  it('hears nothing any more once the bridge is stopped, and tells the frames that it has let in', async () => {
    const { calls, listeners, stop } = start();
    const { port, heard } = greet({ source: addFrame() });
    await travel();
    stop();
    port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    const late = greet({ source: addFrame() });
    await travel();
    expect([calls, listeners.size, heard.at(-1), late.heard]).toEqual([[], 0, { kind: 'closed' }, []]);
  });

  it('answers a greeting said twice once, and the next document of the frame instead of the first', async () => {
    const { calls, listeners, status } = start();
    const source = addFrame();
    const first = greet({ source });
    const again = greet({ source });
    await travel();
    expect([first.heard.length, again.heard.length, status().frames]).toEqual([1, 0, 1]);
    const next = greet({ source, data: { ...HELLO, id: 'document-2' } });
    first.port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    next.port.postMessage({ kind: 'track', call: 2, name: 'completed' });
    await travel();
    expect(next.heard[0]).toEqual({ kind: 'consent', state: stateOf('undecided') });
    expect([calls, listeners.size, status().frames]).toEqual([[['completed', undefined]], 1, 2]);
  });

  it('keeps the proof of consent to itself', async () => {
    const { say } = start();
    const { heard } = greet({ source: addFrame() });
    say({ ...stateOf('granted'), proof: { id: 'visitor-1' } });
    await travel();
    expect(heard.at(-1)).toEqual({ kind: 'consent', state: stateOf('granted') });
  });

  it('closes the port of a frame that sends without end, and hears the others', async () => {
    const { calls, listeners, status } = start();
    const flooding = greet({ source: addFrame() });
    const honest = greet({ source: addFrame() });
    for (let call = 0; call < 2000; call++) flooding.port.postMessage({ kind: 'track', call, name: 'flood' });
    await travel();
    honest.port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    await travel();
    expect(flooding.heard.at(-1)).toEqual({ kind: 'closed' });
    const floods = calls.filter(([name]) => name === 'flood').length;
    expect(floods).toBeGreaterThanOrEqual(300);
    expect(floods).toBeLessThan(400);
    expect(calls.at(-1)).toEqual(['answered', undefined]);
    expect([status().flooded, listeners.size]).toEqual([1, 1]);
  });

  it('gives a frame that loads itself again no more credit than it had', async () => {
    const { calls, status } = start();
    const source = addFrame();
    for (let id = 0; id < 50; id++) {
      const { port } = greet({ source, data: { ...HELLO, id: `${id}` } });
      for (let call = 0; call < 400; call++) port.postMessage({ kind: 'track', call, name: 'flood' });
      await travel();
    }
    // 300 at once, and 50 for each of the seconds that this takes at most.
    expect(calls.length).toBeGreaterThanOrEqual(300);
    expect(calls.length).toBeLessThan(1000);
    expect(status().flooded).toBe(50);
  });

  it('does not let a document in again that it has closed for its flood', async () => {
    const { status } = start();
    const source = addFrame();
    const { port } = greet({ source });
    for (let call = 0; call < 400; call++) port.postMessage({ kind: 'track', call, name: 'flood' });
    await travel();
    const { heard } = greet({ source });
    await travel();
    expect([heard, status()]).toMatchObject([[], { frames: 1, flooded: 1 }]);
  });

  it('keeps nothing of a document that says that it goes', async () => {
    const { calls, listeners, status } = start();
    const { port } = greet({ source: addFrame() });
    await travel();
    expect(listeners.size).toBe(1);
    port.postMessage({ kind: 'closed' });
    port.postMessage({ kind: 'track', call: 1, name: 'late' });
    await travel();
    expect([calls, listeners.size, status().malformed]).toEqual([[], 0, 0]);
  });

  it('keeps nothing of a frame that was removed, from the next change of consent on', async () => {
    const { listeners, say } = start();
    const source = addFrame();
    greet({ source });
    source.closed = true;
    say(stateOf('granted'));
    await travel();
    expect(listeners.size).toBe(0);
  });

  it('looks at no more greetings of a window than its credit allows', async () => {
    const { status } = start();
    const source = addFrame();
    for (let id = 0; id < 500; id++) greet({ source, data: { ...HELLO, id: `${id}` } });
    await travel();
    expect(status().frames).toBeGreaterThanOrEqual(300);
    expect(status().frames).toBeLessThan(400);
  });

  it('hears a window again that has sent too much, once it has been quiet', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
    const { status } = start();
    const source = addFrame();
    for (let id = 0; id < 5000; id++) greet({ source, data: 'chatter' });
    expect(greet({ source }).heard).toEqual([]);
    expect(status()).toMatchObject({ frames: 0, malformed: 300 });
    vi.advanceTimersByTime(1000);
    greet({ source });
    expect(status().frames).toBe(1);
  });

  it('hears each window, however much another one sends', async () => {
    const { status } = start();
    const loud = addFrame();
    for (let id = 0; id < 5000; id++) greet({ source: loud, ports: [] });
    greet({ source: addFrame() });
    expect(status()).toMatchObject({ frames: 1 });
  });

  it('reads nothing of a stranger’s message but where it comes from', () => {
    const { status } = start({ origins: [SURVEY], sandboxed: ['#survey'] });
    const read = new Set<string>();
    for (const origin of ['https://evil.example', 'null', SURVEY]) {
      const message = new MessageEvent('message');
      const values = { origin, source: { parent: null }, ports: [], data: HELLO, isTrusted: true };
      for (const [name, value] of Object.entries(values)) {
        Object.defineProperty(message, name, { get: () => (read.add(name), value) });
      }
      dispatchEvent(message);
    }
    // A named origin, and a sandbox's where one is named, may have other things to say to this page: without a port it is
    // no greeting, and no stranger's either.
    expect([[...read].sort(), status().strangers]).toEqual([['isTrusted', 'origin', 'ports', 'source'], 1]);
  });

  it('answers nobody where no origin is allowed', async () => {
    const { listeners } = start({ origins: [] });
    greet({ source: addFrame() });
    await travel();
    expect(listeners.size).toBe(0);
  });
});

describe('a sandboxed frame', () => {
  const sandboxed = (contentWindow: unknown): HTMLIFrameElement => ({ contentWindow }) as HTMLIFrameElement;
  const fromSandbox = { origin: 'null' };

  it('is let in where its element is named', async () => {
    const source = addFrame();
    const { calls } = start({ sandboxed: [sandboxed(source)] });
    const { port, heard } = greet({ ...fromSandbox, source });
    port.postMessage({ kind: 'track', call: 1, name: 'answered' });
    await travel();
    expect([heard[0], calls]).toEqual([{ kind: 'consent', state: stateOf('undecided') }, [['answered', undefined]]]);
  });

  it('takes only the events that its selector may hand over', async () => {
    const source = addFrame();
    vi.spyOn(document, 'querySelectorAll').mockReturnValue([sandboxed(source)] as never);
    const { calls } = start({ sandboxed: { '#survey': ['answered'] } });
    const { port } = greet({ ...fromSandbox, source });
    for (const name of ['answered', 'order_placed']) port.postMessage({ kind: 'track', call: 1, name });
    await travel();
    expect(calls).toEqual([['answered', undefined]]);
  });

  it('is let in where a selector names its element, even one that is added later', async () => {
    const source = addFrame();
    const { listeners } = start({ sandboxed: ['#survey'] });
    greet({ ...fromSandbox, source });
    await travel();
    expect(listeners.size).toBe(0);
    vi.spyOn(document, 'querySelectorAll').mockReturnValue([sandboxed(source)] as never);
    greet({ ...fromSandbox, source });
    await travel();
    expect(listeners.size).toBe(1);
  });

  it.each([
    ['no element is named', []],
    ['another element is named', [sandboxed({ parent: window })]],
  ])('is a stranger where %s', async (_, frames) => {
    const { listeners } = start({ origins: [SURVEY], sandboxed: frames });
    const { heard } = greet({ ...fromSandbox, source: addFrame() });
    await travel();
    expect([heard, listeners.size]).toEqual([[], 0]);
  });

  it('is a stranger in its second document: nobody can tell what it is', async () => {
    const source = addFrame();
    const { status } = start({ sandboxed: [sandboxed(source)] });
    greet({ ...fromSandbox, source });
    const { heard } = greet({ ...fromSandbox, source, data: { ...HELLO, id: 'document-2' } });
    await travel();
    expect([heard, status()]).toMatchObject([[], { frames: 1, strangers: 1 }]);
  });

  it('named as an element is not let in by an origin that nobody named', async () => {
    const source = addFrame();
    const { listeners } = start({ sandboxed: [sandboxed(source)] });
    greet({ origin: 'https://evil.example', source });
    await travel();
    expect(listeners.size).toBe(0);
  });
});

/** The embedding window, as an embedded page sees it. */
function embed() {
  const greetings: { data: unknown; origin: string; port: MessagePort }[] = [];
  vi.stubGlobal('parent', {
    postMessage: (data: unknown, origin: string, [port]: [MessagePort]) => void greetings.push({ data, origin, port }),
  });
  return greetings;
}

function createSurvey(options: Partial<Parameters<typeof createFrame>[0]> = {}): Frame {
  const frame = createFrame({ hosts: ['https://shop.example'], ...options });
  stops.push(() => frame.stop());
  return frame;
}

const consentOf = (state: ConsentState) => ({ kind: 'consent', state });

describe('the embedded page', () => {
  it('greets each of its hosts, and nobody else, with a port', () => {
    const greetings = embed();
    createSurvey({ hosts: ['https://shop.example', 'https://other.example'] });
    const greeting = { ...HELLO, id: (greetings[0]!.data as typeof HELLO).id };
    expect(greetings.map(({ data, origin }) => [data, origin])).toEqual([
      [greeting, 'https://shop.example'],
      [greeting, 'https://other.example'],
    ]);
    createSurvey();
    expect((greetings[2]!.data as typeof HELLO).id).not.toBe(greeting.id);
  });

  it('greets nobody where it is not embedded', () => {
    vi.stubGlobal('parent', window);
    const post = vi.spyOn(window, 'postMessage');
    const survey = createSurvey();
    survey.track('answered', {});
    expect(post).not.toHaveBeenCalled();
    expect(survey.status()).toMatchObject({ held: 1, sent: 0 });
  });

  it('holds its events until the host answers, and hands them over in order', async () => {
    const greetings = embed();
    const survey = createSurvey();
    survey.track('opened');
    survey.track('answered', { question: 1 });
    expect(survey.status()).toMatchObject({ held: 2, sent: 0 });
    const [{ port }] = greetings as [(typeof greetings)[number]];
    const heard: unknown[] = [];
    port.onmessage = ({ data }) => void heard.push(data);
    port.postMessage(consentOf(stateOf('granted')));
    await travel();
    survey.track('closed');
    await travel();
    expect(heard).toEqual([
      { kind: 'track', call: 1, name: 'opened', data: {} },
      { kind: 'track', call: 2, name: 'answered', data: { question: 1 } },
      { kind: 'track', call: 3, name: 'closed', data: {} },
    ]);
    port.postMessage({ kind: 'tracked', call: 1, result: { outcome: 'allow', reason: 'permitted' } });
    await travel();
    expect(survey.status()).toMatchObject({ held: 0, sent: 3, allow: 1 });
  });

  it('tells its listeners what the host says of consent, from the first word on', async () => {
    const greetings = embed();
    const survey = createSurvey();
    const heard: (string | undefined)[] = [];
    const unsubscribe = survey.onConsent(({ categories }) => void heard.push(categories['analytics']));
    expect(heard).toEqual([]);
    const [{ port }] = greetings as [(typeof greetings)[number]];
    port.postMessage(consentOf(stateOf('undecided')));
    await travel();
    port.postMessage(consentOf(stateOf('granted')));
    await travel();
    unsubscribe();
    port.postMessage(consentOf(stateOf('undecided')));
    await travel();
    expect(heard).toEqual(['undecided', 'granted']);
    survey.onConsent(({ categories }) => void heard.push(categories['analytics']));
    expect(heard).toHaveLength(3);
  });

  it.each([
    [null],
    ['hello'],
    [{}],
    [{ kind: 'consent' }],
    [{ kind: 'consent', state: 'granted' }],
    [{ kind: 'tracked' }],
  ])('takes the malformed answer %j for none', async (answer) => {
    const greetings = embed();
    const survey = createSurvey();
    const heard: unknown[] = [];
    survey.onConsent((state) => void heard.push(state));
    survey.track('answered');
    greetings[0]!.port.postMessage(answer);
    await travel();
    expect([heard, survey.status()['held']]).toEqual([[], 1]);
  });

  it('drops the oldest of what it holds for want of a host, and counts it', () => {
    embed();
    const survey = createSurvey({ maxHeld: 2 });
    for (let count = 0; count < 5; count++) survey.track('answered', { count });
    const counts = { allow: 0, hold: 0, refuse: 0 };
    expect(survey.status()).toEqual({ held: 2, sent: 0, dropped: 3, ...counts, reasons: { full: 3 } });
  });

  it.each<[string, () => unknown]>([
    ['no host', () => vi.stubGlobal('parent', window)],
    ['a host that does not answer', embed],
    ['a host that answers nonsense', () => embed().map(({ port }) => port.postMessage('no'))],
  ])('holds with %s, then drops, and counts it', (_, surround) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    surround();
    const survey = createSurvey({ maxAge: 60_000 });
    const heard = vi.fn();
    survey.onConsent(heard);
    survey.track('answered');
    vi.advanceTimersByTime(50_000);
    survey.track('answered');
    expect(survey.status()).toMatchObject({ held: 2, dropped: 0 });
    vi.advanceTimersByTime(20_000);
    expect(survey.status()).toMatchObject({ held: 1, sent: 0, dropped: 1 });
    vi.advanceTimersByTime(60_000);
    expect(survey.status()).toMatchObject({ held: 0, sent: 0, dropped: 2, reasons: { 'too-old': 2 } });
    expect(heard).not.toHaveBeenCalled();
  });

  it('drops what it holds when it is stopped, and what comes later, and counts it', async () => {
    embed();
    const survey = createSurvey();
    survey.track('answered');
    survey.stop();
    survey.track('answered');
    const counts = { allow: 0, hold: 0, refuse: 0 };
    expect(survey.status()).toEqual({ held: 0, sent: 0, dropped: 2, ...counts, reasons: { stopped: 2 } });
  });

  it('tells its host when its document goes, not when it is kept to be shown again', async () => {
    const greetings = embed();
    const survey = createSurvey();
    const [{ port }] = greetings as [(typeof greetings)[number]];
    const heard: unknown[] = [];
    port.onmessage = ({ data }) => void heard.push(data);
    port.postMessage(consentOf(stateOf('granted')));
    await travel();
    dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    survey.track('answered');
    dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    survey.track('answered');
    await travel();
    expect(heard).toEqual([{ kind: 'track', call: 1, name: 'answered', data: {} }, { kind: 'closed' }]);
    expect(survey.status()).toMatchObject({ sent: 1, dropped: 1 });
  });

  it('counts as dropped what comes after the host has closed', async () => {
    const greetings = embed();
    const survey = createSurvey();
    const [{ port }] = greetings as [(typeof greetings)[number]];
    port.postMessage(consentOf(stateOf('granted')));
    await travel();
    port.postMessage({ kind: 'closed' });
    await travel();
    survey.track('answered');
    expect(survey.status()).toMatchObject({ sent: 0, dropped: 1 });
  });

  it('keeps one port: the others that it asked with are closed at the first answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const greetings = embed();
    createSurvey({ hosts: ['https://shop.example', 'https://other.example'] });
    vi.advanceTimersByTime(2_000);
    expect(greetings.length).toBeGreaterThan(5);
    const open = new Set(greetings.map(({ port }) => port));
    for (const port of open) port.addEventListener('close', () => open.delete(port));
    greetings[2]!.port.postMessage(consentOf(stateOf('granted')));
    // The end of a port arrives when the engine gets to it.
    for (let turn = 0; turn < 1_000 && open.size > 1; turn++) await travel();
    expect([open.size, open.has(greetings[2]!.port)]).toEqual([1, true]);
  });

  it('holds a copy: what the page changes afterwards does not leave', async () => {
    const greetings = embed();
    const survey = createSurvey();
    const data = { question: 1 };
    survey.track('answered', data);
    data.question = 99;
    const heard: { data?: unknown }[] = [];
    greetings[0]!.port.onmessage = (message) => void heard.push(message.data as { data?: unknown });
    greetings[0]!.port.postMessage(consentOf(stateOf('granted')));
    await travel();
    expect(heard[0]!.data).toEqual({ question: 1 });
  });

  /** What arrives at the host of these data. */
  async function send(data: object): Promise<unknown> {
    const greetings = embed();
    const survey = createSurvey();
    greetings[0]!.port.postMessage(consentOf(stateOf('granted')));
    await travel();
    const heard: { data?: unknown }[] = [];
    greetings[0]!.port.onmessage = (message) => void heard.push(message.data as { data?: unknown });
    expect(() => survey.track('answered', data as never)).not.toThrow();
    await travel();
    const { dropped, reasons } = survey.status();
    return heard[0]?.data ?? [dropped, reasons];
  }

  it('hands over the fields of a proxy, as a page’s store has them', async () => {
    expect(await send(new Proxy({ question: 1, answer: 'x' }, {}))).toEqual({ question: 1, answer: 'x' });
  });

  it('hands over the fields beside what cannot travel, whose value the host refuses where it declares it', async () => {
    const data = {
      question: 1,
      call: () => {},
      node: document.body,
      big: 1n,
      get broken() {
        throw new Error('mine');
      },
    };
    expect(await send(data)).toEqual({ question: 1, call: {}, node: {}, big: {}, broken: {} });
  });

  it('drops what cannot be read at all, and says why', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(await send(proxy)).toEqual([1, { unreadable: 1 }]);
  });

  it('greets again until a host answers, and then no more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const greetings = embed();
    createSurvey();
    vi.advanceTimersByTime(20_000);
    const count = greetings.length;
    expect(count).toBeGreaterThan(2);
    greetings.at(-1)!.port.postMessage(consentOf(stateOf('undecided')));
    await travel();
    vi.advanceTimersByTime(60_000);
    expect(greetings).toHaveLength(count);
  });

  it('hears one host: the first that answers', async () => {
    const greetings = embed();
    const survey = createSurvey({ hosts: ['https://shop.example', 'https://other.example'] });
    const heard: (string | undefined)[] = [];
    survey.onConsent(({ categories }) => void heard.push(categories['analytics']));
    greetings[0]!.port.postMessage(consentOf(stateOf('undecided')));
    await travel();
    greetings[1]!.port.postMessage(consentOf(stateOf('granted')));
    await travel();
    expect(heard).toEqual(['undecided']);
  });

  it('lives with a listener that throws, and with a host that is no origin', async () => {
    const greetings = embed();
    const watch = watchErrors();
    const survey = createSurvey();
    const heard: unknown[] = [];
    survey.onConsent(() => {
      throw new Error('mine');
    });
    survey.onConsent((state) => void heard.push(state));
    greetings[0]!.port.postMessage(consentOf(stateOf('granted')));
    await travel();
    expect(heard).toHaveLength(1);
    vi.stubGlobal('parent', {
      postMessage: () => {
        throw new DOMException('invalid target origin', 'SyntaxError');
      },
    });
    expect(() => createSurvey({ hosts: ['shop'] }).track('answered')).not.toThrow();
    watch.stop();
  });

  it('writes nothing in its own origin', async () => {
    const greetings = embed();
    const survey = createSurvey();
    survey.track('answered', { question: 1 });
    greetings[0]!.port.postMessage(consentOf(stateOf('granted')));
    await travel();
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, '']);
  });
});
