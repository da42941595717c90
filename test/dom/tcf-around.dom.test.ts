import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tcf } from '../../src/consent/sources/tcf.js';
import { embedUnder } from '../support/ask-frame.js';
import { startSource, watchErrors, type SourceProbe } from '../support/dom-source.js';
import { createTcString } from './sources/platforms/tcf.js';

const DECIDED = {
  gdprApplies: true,
  tcString: createTcString({ consents: [1, 8, 9] }),
  eventStatus: 'tcloaded',
  listenerId: 0,
  purpose: { consents: { 1: true, 8: true, 9: true }, legitimateInterests: {} },
};

const probes: SourceProbe[] = [];

function start(): SourceProbe {
  const probe = startSource(tcf(), { analytics: { tcf: [8, 9] } });
  probes.push(probe);
  return probe;
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  Reflect.deleteProperty(globalThis, '__tcfapi');
  vi.useRealTimers();
});

describe('the page around this one', () => {
  it.each([
    ['objects', false],
    ['text', true],
  ])('is asked through its locator frame, and answers with %s', (_, asText) => {
    const around = embedUnder('__tcfapi');
    const probe = start();
    expect(around.asked).toEqual([
      { command: 'addEventListener', version: 2, callId: expect.any(String), parameter: undefined },
    ]);
    expect(probe.choice()).toBe('undecided');
    around.answer({ ...DECIDED, eventStatus: 'cmpuishown' }, { asText });
    expect(probe.choice()).toBe('undecided');
    around.answer(DECIDED, { asText });
    expect(probe.choice()).toBe('granted');
    around.answer({ ...DECIDED, purpose: { consents: {}, legitimateInterests: {} } }, { asText });
    expect(probe.choice()).toBe('denied');
  });

  it('is found behind windows of other origins', () => {
    const around = embedUnder('__tcfapi', 3);
    const probe = start();
    around.answer(DECIDED);
    expect(probe.choice()).toBe('granted');
  });

  it('is asked to forget the listener when the source stops', () => {
    const around = embedUnder('__tcfapi');
    const probe = start();
    around.answer(DECIDED);
    probe.stop();
    expect(around.asked.at(-1)).toMatchObject({ command: 'removeEventListener', parameter: 0 });
    const { length } = probe.readings;
    around.answer({ ...DECIDED, purpose: { consents: {}, legitimateInterests: {} } });
    expect(probe.readings).toHaveLength(length);
  });

  it.each([
    ['this very window', () => window],
    ['another frame', () => ({})],
    ['nobody', () => null],
  ])('is the only one who is believed, not %s', (_, source) => {
    const around = embedUnder('__tcfapi');
    const probe = start();
    around.answer(DECIDED, { source: source() });
    expect(probe.choice()).toBe('undecided');
    around.answer(DECIDED);
    expect(probe.choice()).toBe('granted');
  });

  it('is not heard in another conversation, nor in noise', () => {
    const around = embedUnder('__tcfapi');
    const probe = start();
    const watch = watchErrors();
    around.answer(DECIDED, { callId: 'another' });
    for (const data of ['hello', '{', null, 5, {}, { __tcfapiReturn: null }]) {
      dispatchEvent(new MessageEvent('message', { data }));
    }
    watch.stop();
    expect([probe.choice(), watch.errors]).toEqual(['undecided', []]);
  });

  it('is not asked where this page has an API of its own', () => {
    const around = embedUnder('__tcfapi');
    Object.assign(globalThis, {
      __tcfapi: (_: string, __: number, answer: (data: unknown) => void) => answer(DECIDED),
    });
    expect(start().choice()).toBe('granted');
    expect(around.asked).toEqual([]);
  });

  it('is waited for where it has no platform yet', () => {
    const probe = start();
    vi.advanceTimersByTime(60_000);
    const around = embedUnder('__tcfapi');
    vi.advanceTimersByTime(1000);
    around.answer(DECIDED);
    expect(probe.choice()).toBe('granted');
  });
});
