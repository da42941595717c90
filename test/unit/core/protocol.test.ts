import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFrameMessage, parseHello, parseHostMessage, PROTOCOL } from '../../../src/bridge/protocol.js';

const GARBAGE: readonly unknown[] = [
  undefined,
  null,
  0,
  1n,
  '',
  'hello',
  true,
  Symbol('x'),
  () => {},
  [],
  {},
  new Map(),
];

describe('the messages of the bridge', () => {
  it('know a greeting by its version, kind and id', () => {
    const hello = { protocol: PROTOCOL, kind: 'hello', id: '1' };
    expect(parseHello({ ...hello, extra: 'x' })).toEqual(hello);
    const strangers = [
      { protocol: 'headgate/2' },
      { kind: 'track' },
      { protocol: undefined },
      { id: 1 },
      { id: undefined },
    ];
    for (const stranger of strangers) expect(parseHello({ ...hello, ...stranger })).toBeUndefined();
    expect(parseHello(JSON.stringify(hello))).toBeUndefined();
    expect(GARBAGE.map(parseHello).filter(Boolean)).toEqual([]);
  });

  it('carry a call of the embedded page, and nothing beside it', () => {
    const message = { kind: 'track', call: 1, name: 'step', data: { number: 1 }, extra: 'x' };
    expect(parseFrameMessage(message)).toEqual({ kind: 'track', call: 1, name: 'step', data: { number: 1 } });
    expect(parseFrameMessage({ kind: 'track', call: 1, name: 'step' })).toEqual({
      kind: 'track',
      call: 1,
      name: 'step',
      data: undefined,
    });
  });

  it.each([
    [{ kind: 'track', call: '1', name: 'step' }],
    [{ kind: 'track', call: 1, name: 5 }],
    [{ kind: 'track', call: 1 }],
    [{ kind: 'track', call: 1, name: { toString: () => 'step' } }],
    [{ kind: 'grant', call: 1, name: 'step' }],
    [[['kind', 'track']]],
  ])('are nothing to the host where they are malformed: %j', (message) => {
    expect(parseFrameMessage(message)).toBeUndefined();
  });

  it('carry the answers of the host', () => {
    const state = {
      categories: { analytics: 'granted' },
      regime: 'opt-in',
      evidence: 'explicit',
      source: 'x',
      proof: {},
    };
    expect(parseHostMessage({ kind: 'consent', state })).toEqual({ kind: 'consent', state });
    const result = { outcome: 'allow', reason: 'permitted', id: '1' };
    expect(parseHostMessage({ kind: 'tracked', call: 1, result })).toEqual({ kind: 'tracked', call: 1, result });
  });

  it.each([
    [{ kind: 'consent' }],
    [{ kind: 'consent', state: 'granted' }],
    [{ kind: 'consent', state: null }],
    [{ kind: 'tracked', call: 1 }],
    [{ kind: 'tracked', call: '1', result: {} }],
    [{ kind: 'tracked', result: {} }],
    [{ kind: 'track', call: 1, name: 'step' }],
  ])('are nothing to the embedded page where they are malformed: %j', (message) => {
    expect(parseHostMessage(message)).toBeUndefined();
  });

  it('are nothing to either side where they are something else', () => {
    for (const message of GARBAGE) {
      expect(parseFrameMessage(message)).toBeUndefined();
      expect(parseHostMessage(message)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect([parseHello(message), parseFrameMessage(message), parseHostMessage(message)]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }),
    );
  });
});
