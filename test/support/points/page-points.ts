import { expect, vi } from 'vitest';
import type { Diagnostic } from '../../../src/audit/diagnostic.js';
import { manual } from '../../../src/consent/sources/manual.js';
import * as engine from '../../../src/instance/engine.js';
import type { Headgate } from '../../../src/instance/headgate.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { startScript } from '../../../src/script/start-script.js';
import type { SourceCase } from '../source-case.js';
import { CATEGORIES, pass } from '../source-page.js';
import { isStep, take } from '../source-steps.js';
import { withEveryObject } from '../with-altered-prototypes.js';
import { TELLS_NO_PARTS } from './choice-points.js';
import { ADDED, closePages, openAndWait } from './open-point-page.js';
import { HELD, type Point } from './point.js';

const page = globalThis as unknown as { headgate?: Headgate | undefined };

/** What a script file makes of a name in its configuration, where the law would leave open what nobody closes. */
async function configure(one: SourceCase, name?: string) {
  const diagnostics: Diagnostic[] = [];
  const manifest: Manifest = {
    version: '1',
    regimes: { default: 'opt-out' },
    categories: { analytics: {} },
    collectors: {},
    events: { step: { purpose: 'adoption', tier: 'anonymous', basis: 'contract', retentionDays: 1, collectors: [] } },
  };
  Object.defineProperty(document, 'currentScript', { value: document.createElement('script'), configurable: true });
  startScript(
    { loadEngine: () => engine, sources: { manual, [one.name]: one.create }, collectors: {}, events: {} },
    {
      manifest,
      collectors: {},
      consent: name === undefined ? {} : { [name]: {} },
      onDiagnostic: (diagnostic) => void diagnostics.push(diagnostic),
    },
  );
  Reflect.deleteProperty(document, 'currentScript');
  await pass(1000);
  const choice = page.headgate!.consent().categories['analytics'];
  page.headgate!.stop();
  delete page.headgate;
  const isSaid = diagnostics.some(({ code, field }) => code === 'misconfigured' && field === name);
  return { choice, isSaid };
}

export const unknownNameCloses: Point = {
  id: 'A9',
  title: 'A name that the script file does not know stands for a source that never answers, and is said',
  async attempt(one) {
    expect((await configure(one)).choice).toBe('granted');
    expect(await configure(one, `${one.name}s`)).toEqual({ choice: 'undecided', isSaid: true });
    expect((await configure(one, one.name)).isSaid).toBe(false);
    const upper = await configure(one, one.name.toUpperCase());
    expect(upper).toEqual({ choice: (await configure(one, one.name)).choice, isSaid: true });
    return HELD;
  },
};

/** Sources of which nothing is ever missing. */
const NEVER_WAITS: { readonly [name: string]: string } = {
  manual: 'The page itself tells it.',
  gpc: 'The browser’s value is there, or there is no signal.',
  magento: 'It reads a cookie, and none is no answer: no platform has to come.',
  amasty: 'It reads a cookie, and none is no answer: no platform has to come.',
};

export const waitingIsSaid: Point = {
  id: 'A10',
  title: 'A source that cannot learn the choice says so, once, with what it waits for',
  async attempt(one) {
    const { halfLoad } = one.steps;
    const reason = NEVER_WAITS[one.name];
    for (const step of [() => {}, halfLoad].filter(isStep)) {
      await step();
      const waiting = await openAndWait(one);
      await pass(120_000);
      expect(waiting.waiting().length, waiting.waiting().join()).toBe(reason ? 0 : 1);
      expect(waiting.waiting().join()).toMatch(reason ? /^$/ : new RegExp(`^(${one.key}|__[a-z]+):`));
      await closePages(one);
    }
    return reason ?? HELD;
  },
};

/** What a page script may have given every object: whatever is read by name of a manifest, a reading or a platform. */
function pollutionFor({ codes }: SourceCase): { [name: string]: unknown } {
  const words = [...Object.values(codes).flat(), 'nobody_asked'].map(String);
  return {
    ...Object.fromEntries(words.map((word) => [word, true])),
    ...Object.fromEntries([...CATEGORIES, ADDED].map((category) => [category, 'granted'])),
    storage: 'necessary',
    basis: 'contract',
    regime: 'opt-out',
    inOptIn: { analytics: 'granted' },
    evidence: 'explicit',
    US: 'opt-out',
  };
}

export const ownPropertiesCount: Point = {
  id: 'A11',
  title:
    'What a page script gave every object opens nothing: neither a category, nor one that nobody asked about, nor a law',
  async attempt(one) {
    const { install, installOptOut, acceptAll, rejectAll } = one.steps;
    const look = (): void =>
      withEveryObject(pollutionFor(one), () => {
        dispatchEvent(new Event('pageshow'));
        vi.advanceTimersByTime(2000);
      });
    const added = one.key === 'tcf' ? 'vendor.consents.99' : 'nobody_asked';
    const before = [install, installOptOut].filter(isStep).map((step) => [step]);
    const after = [rejectAll, acceptAll].filter(isStep).map((answer) => [install, answer]);
    for (const steps of [...before, ...after]) {
      await take(steps[0]!);
      const heard = await openAndWait(one, { added, regimes: { default: 'opt-in', US: 'opt-out' } });
      await take(...steps.slice(1));
      const open = heard.withdrawals.granted();
      const { regime } = heard.state();
      look();
      expect([heard.withdrawals.granted().filter((name) => !open.includes(name)), heard.state().regime]).toEqual([
        [],
        regime,
      ]);
      if (!(one.key in TELLS_NO_PARTS)) expect(open).not.toContain(ADDED);
      await closePages(one);
    }
    return HELD;
  },
};
