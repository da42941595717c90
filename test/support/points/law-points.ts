import { expect } from 'vitest';
import { gpc } from '../../../src/consent/sources/gpc.js';
import { decide } from '../../../src/gate/decide.js';
import type { SourceCase } from '../source-case.js';
import { pass } from '../source-page.js';
import { A_WHILE, isStep, take } from '../source-steps.js';
import { closePages, openAndWait, openPointPage, type PointPage } from './open-point-page.js';
import { HELD, type Point } from './point.js';

const SENSITIVE = { tier: 'sensitive', basis: 'consent', categories: ['analytics'] } as const;

/** Every way in which the platform can be there before the visitor has answered. */
const beforeAnswer = ({ steps }: SourceCase) =>
  [steps.install, steps.installWithoutBanner, steps.installOptOut].filter(isStep);

/** The manifest’s law by region; everywhere else it is opt-in. */
const SOME_OPT_OUT = { default: 'opt-in', US: 'opt-out' } as const;

const isExplicit = (one: SourceCase): boolean => (one.evidence?.is ?? 'explicit') === 'explicit';

export const manifestIsTheFloor: Point = {
  id: 'A1',
  title:
    'The law of the manifest is the floor: before an answer nothing is open in FR, `de`, `EU` and nowhere, whatever the platform says of the law',
  async attempt(one) {
    for (const install of beforeAnswer(one)) {
      await install();
      // Where the page does not know the region, the platform may: then the manifest has one law for all of them.
      const pages = [
        ...['FR', 'de', 'EU'].map((region) => openPointPage(one, { regimes: SOME_OPT_OUT, region })),
        openPointPage(one),
      ];
      await pass(A_WHILE);
      for (const page of pages) expect([page.everGranted(), page.state().regime]).toEqual([false, 'opt-in']);
      await closePages(one);
    }
    const { installOptOut } = one.steps;
    if (isStep(installOptOut)) {
      // Where the manifest's own entry lets it, the same is open.
      await installOptOut();
      const page = await openAndWait(one, { regimes: SOME_OPT_OUT, region: 'us;ca' });
      expect(page.choice()).toBe(one.optOut?.is ?? 'granted');
    }
    return HELD;
  },
};

export const sensitiveIsExplicit: Point = {
  id: 'A2',
  title: 'Tier `sensitive` opens by an explicit grant alone, under every regime',
  async attempt(one) {
    const { install, acceptAll } = one.steps;
    const openBoth = (): PointPage[] =>
      (['opt-in', 'opt-out'] as const).map((regime) => openPointPage(one, { regimes: { default: regime } }));
    for (const step of beforeAnswer(one)) {
      await step();
      const pages = openBoth();
      await pass(A_WHILE);
      for (const page of pages) expect(decide(SENSITIVE, page.state()).outcome).not.toBe('allow');
      await closePages(one);
    }
    if (!isStep(acceptAll)) return HELD;
    await take(install);
    // A page’s own banner speaks to one page.
    const pages = one.key === 'manual' ? [openPointPage(one)] : openBoth();
    await take(acceptAll);
    for (const page of pages) expect(decide(SENSITIVE, page.state()).outcome === 'allow').toBe(isExplicit(one));
    return HELD;
  },
};

const LIFTED = { ...SOME_OPT_OUT, DE: 'opt-in' } as const;
const REGIONS = [
  [SOME_OPT_OUT, undefined],
  [SOME_OPT_OUT, 'US'],
  [SOME_OPT_OUT, 'BR'],
  [LIFTED, 'DE'],
] as const;

export const regionLiftsTheSignal: Point = {
  id: 'A3',
  title: 'Global Privacy Control is lifted by the visitor’s region alone: a grant and a law of the platform’s do not',
  async attempt(one) {
    const { install, acceptAll } = one.steps;
    const beside = one.key === 'gpc' ? [] : [gpc()];
    // Marked for the signal, a category is closed by it everywhere.
    const unmarked = one.key === 'gpc' ? { ...one, codes: {} } : one;
    const open = ([regimes, region]: (typeof REGIONS)[number]): PointPage =>
      openPointPage(unmarked, { regimes, beside, ...(region && { region }) });
    try {
      for (const step of beforeAnswer(one)) {
        for (const regions of one.key === 'manual' ? REGIONS.map((region) => [region]) : [REGIONS]) {
          await step();
          Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
          const pages = regions.map((region) => [open(region), region[1] === 'DE'] as const);
          await pass(A_WHILE);
          if (isStep(acceptAll)) await take(acceptAll);
          for (const [page, isLifted] of pages) {
            expect(page.choice() === 'denied').toBe(!isLifted);
            if (isLifted && step === install && isStep(acceptAll) && isExplicit(one))
              expect(page.choice()).toBe('granted');
          }
          await closePages(one);
        }
      }
    } finally {
      Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    }
    return HELD;
  },
};
