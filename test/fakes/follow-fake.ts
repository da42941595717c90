import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { ConsentSource } from '../../src/consent/consent.js';
import type { CategoryCodes } from '../../src/manifest/manifest.js';
import { startSource, watchErrors, type SourceProbe } from '../support/dom-source.js';
import type { FakePlatform } from './fake-platform.js';

type Codes = { readonly [category in 'analytics' | 'marketing']: CategoryCodes[string] };

/** Around each test of a file: fake time, a fake platform, and sources that follow it, all of which end with the test. */
export function followFake(create: () => ConsentSource, key: string, codes: Codes, ...fakes: readonly FakePlatform[]) {
  const probes: SourceProbe[] = [];
  let watch: ReturnType<typeof watchErrors>;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    watch = watchErrors();
  });
  afterEach(() => {
    for (const probe of probes.splice(0)) probe.stop();
    for (const fake of fakes) {
      fake.unload();
      fake.forget();
    }
    watch.stop();
    vi.useRealTimers();
    expect(watch.errors).toEqual([]);
  });
  return function start(all: { readonly [category: string]: CategoryCodes[string] } = codes): SourceProbe {
    const manifest = Object.fromEntries(Object.entries(all).map(([category, code]) => [category, { [key]: code }]));
    const probe = startSource(create(), manifest);
    probes.push(probe);
    return probe;
  };
}

/** What is said of both categories. */
export function both(probe: SourceProbe): unknown[] {
  return [probe.choice('analytics'), probe.choice('marketing')];
}
