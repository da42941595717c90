import { afterEach, describe, expect, it } from 'vitest';
import { gpc } from '../../src/consent/sources/gpc.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';

const CODES = { analytics: { gpc: false }, marketing: {}, research: { gpc: true } };
const probes: SourceProbe[] = [];

function start(signal: unknown): SourceProbe {
  setSignal(signal);
  const probe = startSource(gpc(), CODES, { default: 'opt-out' });
  probes.push(probe);
  return probe;
}

function setSignal(value: unknown): void {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value, configurable: true });
}

afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  delete (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
});

describe('Global Privacy Control', () => {
  it.each([[true], ['1']])('closes every category but those that the manifest takes out, where it is %j', (signal) => {
    const probe = start(signal);
    expect(probe.last()).toEqual({
      source: 'gpc',
      evidence: 'signal',
      categories: { marketing: 'denied', research: 'denied' },
      inOptIn: { research: 'denied' },
    });
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['granted', 'denied']);
  });

  it.each([[false], [undefined], [null], ['0'], [''], [0], [1], ['true'], [{}]])(
    'has no opinion where it is %j',
    (signal) => {
      expect(start(signal).last().categories).toEqual({});
    },
  );

  it('never grants', () => {
    for (const signal of [true, '1', false, undefined]) {
      expect(Object.values(start(signal).last().categories)).not.toContain('granted');
    }
  });

  it('closes only what the manifest marks, where the page knows that its visitor’s regime is opt-in', () => {
    setSignal(true);
    const probe = startSource(gpc({ regime: 'opt-in' }), CODES);
    probes.push(probe);
    expect(probe.last().categories).toEqual({ research: 'denied' });
  });

  it('closes all that it binds in an opt-out regime', () => {
    setSignal(true);
    const probe = startSource(gpc({ regime: 'opt-out' }), CODES);
    probes.push(probe);
    expect(probe.last().categories).toEqual({ marketing: 'denied', research: 'denied' });
  });

  it('is read again when the page is shown again', () => {
    const probe = start(undefined);
    setSignal(true);
    dispatchEvent(new Event('pageshow'));
    expect(probe.choice('marketing')).toBe('denied');
  });

  it('is not read once the source is stopped', () => {
    const probe = start(undefined);
    probe.stop();
    setSignal(true);
    dispatchEvent(new Event('pageshow'));
    expect(probe.readings).toHaveLength(1);
  });
});
