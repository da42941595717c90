// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createFrame } from '../../src/bridge/create-frame.js';
import { parseFrameMessage, parseHello, parseHostMessage, PROTOCOL } from '../../src/bridge/protocol.js';
import type { BridgeTarget } from '../../src/bridge/bridge.js';
import { startBridge } from '../../src/bridge/start-bridge.js';
import { createHeadgate } from '../../src/instance/create-headgate.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { eventOf, manifestOf } from '../support/core-page.js';
import { ModelBrowser } from '../support/model-browser.js';
import { fuzz } from './fuzz.js';
import { build, hostile } from './hostile.js';

/** What other windows say: to a host page before and after it let a frame in, and to an embedded page. */

const NAMES = ['protocol', 'kind', 'id', 'call', 'name', 'data', 'state', 'result', 'outcome', 'categories'];

const message = fc.record({
  recipe: hostile(...NAMES),
  /** Sound in so many parts. */
  kind: fc.constantFrom(undefined, 'hello', 'track', 'consent', 'tracked', 'closed'),
  isVersioned: fc.boolean(),
  call: fc.constantFrom<unknown>(undefined, 1, '1', NaN),
  name: fc.constantFrom<unknown>(undefined, 'step', '__proto__', 'constructor', 5),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

function toMessage({ recipe, kind, isVersioned, call, name }: Message): unknown {
  const odd = build(recipe);
  if (!kind) return odd;
  return {
    kind,
    data: odd,
    state: odd,
    result: odd,
    id: 'x',
    ...(isVersioned && { protocol: PROTOCOL }),
    ...(call !== undefined && { call }),
    ...(name !== undefined && { name }),
  };
}

it('makes nothing of a message that is not of the protocol', async () => {
  await fuzz({
    name: 'bridge: parsing',
    share: 0.1,
    input: message,
    run(input) {
      const said = toMessage(input);
      // Messages are clones: they have no getters, and what throws on a touch cannot be sent.
      const data = attempt(() => structuredClone(said));
      const [hello, call, answer] = [parseHello(data), parseFrameMessage(data), parseHostMessage(data)];
      if (hello && !(input.kind === 'hello' && input.isVersioned)) throw new Error('greeted');
      if (call?.kind === 'track' && (typeof call.name !== 'string' || typeof call.call !== 'number')) {
        throw new Error('called');
      }
      if (answer && !input.kind) throw new Error('answered');
    },
  });
});

/** A port that hands its messages over by hand. */
function createPort() {
  return { onmessage: null as ((event: unknown) => void) | null, postMessage: vi.fn(), close: vi.fn() };
}

it('lets no frame open anything, whatever it sends to its host', async () => {
  const tab = new ModelBrowser().openTab();
  const headgate = createHeadgate<Manifest>(
    { manifest: manifestOf({ step: eventOf() }), consent: [() => () => {}], collectors: {} },
    tab.environment,
  );
  const track = vi.fn((...call: [string, never]) => headgate.track(...call));
  const target: BridgeTarget = { track, onConsent: headgate.onConsent };
  const greeting = { protocol: PROTOCOL, kind: 'hello', id: '1' };
  let bridge = startBridge(target, { origins: ['https://survey.example'] });
  let port = createPort();

  const post = (data: unknown, ports: unknown[], origin = 'https://survey.example'): void => {
    const source = { parent: window, closed: false };
    const event = Object.assign(new Event('message'), { data, ports, origin, source });
    window.dispatchEvent(event);
  };
  let errors = 0;
  window.addEventListener('error', () => errors++);

  await fuzz({
    name: 'bridge: messages to a host',
    share: 0.05,
    input: message,
    run(input) {
      const said = toMessage(input);
      post(said, [createPort()], 'https://stranger.example');
      post(said, [port]);
      post(said, []);
      post(greeting, [port]);
      port.onmessage?.({ data: said });
      for (const { value } of track.mock.results) {
        if ((value as { outcome?: string } | undefined)?.outcome === 'allow') throw new Error('allowed');
      }
      track.mockClear();
      // A frame that sends much loses its port: the next one has a new one.
      bridge.stop();
      bridge = startBridge(target, { origins: ['https://survey.example'] });
      port = createPort();
    },
    rest: () => expect(errors).toBe(0),
  });
});

it('takes any answer of a host without a throw, and tells the embedded page nothing that is no consent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const host = { postMessage: vi.fn() };
  vi.stubGlobal('parent', host);
  await fuzz({
    name: 'bridge: messages to an embedded page',
    share: 0.03,
    input: message,
    run(input) {
      const frame = createFrame({ hosts: ['https://shop.example'] });
      frame.onConsent((state) => {
        if (typeof state !== 'object') throw new Error('no state');
      });
      frame.track('step', { number: 1 });
      const [, , [port]] = host.postMessage.mock.lastCall as [unknown, string, [MessagePort]];
      void port;
      const channel = channels.at(-1)!;
      channel.port1.onmessage?.({ data: toMessage(input) });
      channel.port1.onmessage?.({ data: { kind: 'consent', state: build(input.recipe) } });
      channel.port1.onmessage?.({ data: toMessage(input) });
      const { held, sent, dropped, reasons, ...rest } = frame.status();
      if (held + sent + dropped !== 1) throw new Error('lost an event');
      if (Object.values({ ...rest, ...reasons }).some((count) => !Number.isInteger(count)))
        throw new Error('counted nonsense');
      frame.stop();
      channels.length = 0;
      host.postMessage.mockClear();
    },
  });
  vi.useRealTimers();
});

const channels: { port1: ReturnType<typeof createPort>; port2: ReturnType<typeof createPort> }[] = [];
vi.stubGlobal('MessageChannel', function MessageChannel(this: object) {
  const channel = { port1: createPort(), port2: createPort() };
  channels.push(channel);
  return channel;
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
