import { describe, expect, it } from 'vitest';
import { parseFrameMessage, parseHello, parseHostMessage, PROTOCOL } from '../../../src/bridge/protocol.js';

/** Each word of the wire format, as it goes between releases: none may change without notice. */

const state = { categories: {}, regime: 'opt-in', evidence: 'default', source: '', proof: {} };

describe('the words on the wire', () => {
  it('are these', () => {
    expect(PROTOCOL).toBe('headgate/1');
    expect(parseHello({ protocol: 'headgate/1', kind: 'hello', id: 'x' })).toEqual({
      protocol: 'headgate/1',
      kind: 'hello',
      id: 'x',
    });
  });

  it.each([
    ['consent', { kind: 'consent', state }, { kind: 'consent', state }],
    ['consent with more', { kind: 'consent', state, call: 1, result: {} }, { kind: 'consent', state }],
    ['the end', { kind: 'closed', state, call: 1, result: {} }, { kind: 'closed' }],
    ['an answer', { kind: 'tracked', call: 0, result: {}, state }, { kind: 'tracked', call: 0, result: {} }],
    ['no kind', { state, call: 1, result: {} }, undefined],
    ['another kind', { kind: 'granted', state, call: 1, result: {} }, undefined],
    ['an answer with a call that is text', { kind: 'tracked', call: '0', result: {}, state }, undefined],
    ['an answer without a result', { kind: 'tracked', call: 0, result: null, state }, undefined],
    ['consent without a state', { kind: 'consent', call: 0, result: {} }, undefined],
    ['null', null, undefined],
    ['text', 'closed', undefined],
  ])('are, to the embedded page, %s', (_, said, heard) => {
    expect(parseHostMessage(said)).toEqual(heard);
  });

  it.each([
    ['a call', { kind: 'track', call: 0, name: '', data: null }, { kind: 'track', call: 0, name: '', data: null }],
    ['the end', { kind: 'closed', call: 1, name: 'x' }, { kind: 'closed' }],
    ['a call without a number', { kind: 'track', name: 'x' }, undefined],
    ['a call without a name', { kind: 'track', call: 0 }, undefined],
    ['nothing', undefined, undefined],
  ])('are, to the host, %s', (_, said, heard) => {
    expect(parseFrameMessage(said)).toEqual(heard);
  });
});
