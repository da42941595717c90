import { describe, expect, it } from 'vitest';
import type { ConsentReading, ConsentSource } from '../../../src/consent/consent.js';
import { createConsent } from '../../../src/consent/create-consent.js';
import type { ConsentChange } from '../../../src/consent/withdrawals.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { createProtect } from '../../../src/safety/protect.js';
import { createTestWithdrawals } from '../../support/test-withdrawals.js';

/** Sources, what is heard of them, and the consent that comes of it: without a page around. */

type Change = Omit<ConsentChange, 'origin'>;

const CATEGORIES = { analytics: {}, marketing: {} };

function create(count = 1, manifest: Pick<Manifest, 'categories' | 'regimes'> = { categories: CATEGORIES }) {
  const reports: ((said: unknown) => void)[] = [];
  const changes: Change[] = [];
  const heard: string[] = [];
  const codes: string[] = [];
  const stopped: number[] = [];
  const sources = Array.from({ length: count }, (_, index): ConsentSource => ({ report }) => {
    reports[index] = report as (said: unknown) => void;
    return () => void stopped.push(index);
  });
  const tell = ({ code }: { readonly code: string }): void => void codes.push(code);
  const withdrawals = createTestWithdrawals(Object.keys(manifest.categories));
  withdrawals.onChange(({ origin, ...change }) => {
    changes.push(change);
    heard.push(origin);
  });
  const consent = createConsent(manifest, sources, undefined, tell, createProtect(tell), withdrawals);
  const say = (categories: ConsentReading['categories'], more: object = {}, index = 0): void =>
    reports[index]!({ source: 'x', evidence: 'explicit', categories, ...more });
  return {
    consent,
    withdrawals,
    changes,
    heard,
    codes,
    stopped,
    say,
    report: (said: unknown, index = 0) => reports[index]!(said),
  };
}

describe('a change of consent', () => {
  it('tells what a first answer opened, and closed nothing', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    expect(changes).toEqual([{ closed: [], withdrawn: [], granted: ['analytics'] }]);
  });

  it('tells a denial that was no grant before as closed, and as no withdrawal', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'denied' });
    expect(changes).toEqual([{ closed: ['analytics'], withdrawn: [], granted: [] }]);
  });

  it('tells a grant that is taken back as closed and as withdrawn, each once', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'granted' });
    say({ analytics: 'denied', marketing: 'undecided' });
    expect(changes[1]).toEqual({
      closed: ['analytics', 'marketing'],
      withdrawn: ['analytics', 'marketing'],
      granted: [],
    });
  });

  it('tells nothing of what stays as it is', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'denied' });
    say({ analytics: 'granted', marketing: 'undecided' });
    expect(changes[1]).toEqual({ closed: [], withdrawn: [], granted: [] });
  });

  it('is told once for the same words, whatever is between their letters', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    say({ analytics: 'granted' });
    expect(changes).toHaveLength(1);
  });
});

describe('a generation', () => {
  it('is another one after its category closed, and the same after it opened', () => {
    const { consent, say, withdrawals } = create();
    consent.start();
    const first = withdrawals.generation(['analytics']);
    say({ analytics: 'granted' });
    expect(withdrawals.generation(['analytics'])).toBe(first);
    say({ analytics: 'denied' });
    const second = withdrawals.generation(['analytics']);
    expect(second).toBeGreaterThan(first);
    say({ analytics: 'granted' });
    expect(withdrawals.generation(['analytics'])).toBe(second);
    expect(withdrawals.generation(['marketing'])).toBe(first);
  });

  it('of several categories changes with each of them', () => {
    const { withdrawals } = create();
    const both = (): number => withdrawals.generation(['analytics', 'marketing']);
    const seen = [both()];
    withdrawals.renew(['analytics']);
    seen.push(both());
    withdrawals.renew(['marketing']);
    seen.push(both());
    withdrawals.renew(['analytics', 'marketing']);
    seen.push(both());
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(new Set(seen).size).toBe(4);
    expect(withdrawals.generation([])).toBe(0);
  });

  it('is another one each time that it is renewed', () => {
    const { withdrawals } = create();
    const seen = [0, 1, 2].map(() => (withdrawals.renew(['analytics']), withdrawals.generation(['analytics'])));
    expect(new Set(seen).size).toBe(3);
  });
});

describe('what another tab saw', () => {
  it('closes here until it is seen granted again', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted' });
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    expect(consent.state().categories['analytics']).toBe('denied');
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], granted: [] });
    withdrawals.reopen(['analytics']);
    expect(consent.state().categories['analytics']).toBe('granted');
    expect(changes.at(-1)).toEqual({ closed: [], withdrawn: [], granted: ['analytics'] });
  });

  it('is over for a category that a source grants in new words, and for no other', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'granted' });
    withdrawals.onClosedElsewhere(['analytics', 'marketing'], [], 'tab');
    say({ analytics: 'granted', marketing: 'undecided' });
    expect(consent.state().categories).toEqual({ analytics: 'granted', marketing: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['marketing'], withdrawn: ['marketing'], granted: ['analytics'] });
  });

  it('stays closed while a source says the same again', () => {
    const { consent, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted' });
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    say({ analytics: 'granted' });
    expect(consent.state().categories['analytics']).toBe('denied');
  });

  it('is a withdrawal here too once a source of this page denies', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted' });
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    say({ analytics: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], granted: [] });
  });

  it('is a withdrawal here too once a source of this page denies that never granted', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    say({ analytics: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], granted: [] });
  });

  it('is told apart from what a source of this page says', () => {
    const { consent, heard, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted' });
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    withdrawals.reopen(['analytics']);
    say({ analytics: 'denied' });
    expect(heard).toEqual(['source', 'tab', 'tab', 'source']);
  });

  it('is a withdrawal here too once a source of this page no longer grants what it granted', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'undecided' });
    withdrawals.onClosedElsewhere(['analytics', 'marketing'], [], 'tab');
    say({ analytics: 'undecided', marketing: 'undecided' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], granted: [] });
    say({ analytics: 'undecided', marketing: 'undecided' }, { region: 'DE' });
    expect(changes.at(-1)).toEqual({ closed: [], withdrawn: [], granted: [] });
  });

  it('is no withdrawal of a category that it did not close', () => {
    const { consent, changes, say, withdrawals } = create();
    consent.start();
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    say({ analytics: 'undecided', marketing: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['marketing'], withdrawn: [], granted: [] });
  });
});

describe('a source', () => {
  it('that says nonsense after another tab closed its category breaks nothing', () => {
    const { consent, changes, codes, say, report, withdrawals } = create();
    consent.start();
    say({ analytics: 'granted' });
    withdrawals.onClosedElsewhere(['analytics'], [], 'tab');
    report(undefined);
    expect(codes).toEqual(['source-failed']);
    expect(changes).toHaveLength(3);
    expect(consent.state().categories['analytics']).toBe('denied');
  });

  it.each([['granted'], [5], [true]])('that calls %j its categories says nonsense', (categories) => {
    const { consent, codes, report } = create();
    consent.start();
    report({ source: 'x', evidence: 'explicit', categories });
    expect(codes).toEqual(['source-failed']);
    expect(consent.state().categories['analytics']).toBe('undecided');
  });

  it('that is silent does not disturb what another one says under its law', () => {
    const { consent, codes, say } = create(2, { categories: CATEGORIES, regimes: { DE: 'opt-in' } });
    consent.start();
    say({ analytics: 'denied' }, { region: 'DE' });
    expect(consent.state()).toMatchObject({ regime: 'opt-in', categories: { analytics: 'denied' } });
    expect(consent.explain(['analytics']).source).toBe('x');
    expect(codes).toEqual([]);
  });

  it('is named for several categories where it spoke of one of them', () => {
    const { consent, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    expect(consent.explain(['analytics', 'marketing'])).toMatchObject({ source: 'x', evidence: 'explicit' });
    expect(consent.explain(['marketing'])).toMatchObject({ source: '', evidence: 'default' });
  });

  it('that says nonsense loses what it had opened, and is reported each time that it says other nonsense', () => {
    const { consent, codes, say, report } = create();
    consent.start();
    say({ analytics: 'granted' });
    report(undefined);
    expect(consent.state().categories['analytics']).toBe('undecided');
    report(null);
    report('granted');
    expect(codes).toEqual(['source-failed']);
    say({ analytics: 'granted' });
    report({ categories: null });
    expect(codes).toEqual(['source-failed', 'source-failed']);
  });

  it.each([
    ['no region', {}, 'granted'],
    ['a region', { region: 'DE' }, 'granted'],
    ['a region that is no text', { region: 5 }, 'undecided'],
    ['a region of null', { region: null }, 'undecided'],
  ])('with %s is heard as %3$s', (_, more, choice) => {
    const { consent, say } = create();
    consent.start();
    say({ analytics: 'granted' }, more);
    expect(consent.state().categories['analytics']).toBe(choice);
  });

  it('is copied: what it changes afterwards changes nothing', () => {
    const { consent, report } = create();
    consent.start();
    const categories: { analytics: string } = { analytics: 'denied' };
    report({ source: 'x', evidence: 'explicit', categories });
    categories.analytics = 'granted';
    expect(consent.state().categories['analytics']).toBe('denied');
    expect(consent.explain(['analytics']).source).toBe('x');
  });

  it('is not heard any more once it is stopped, and is stopped once', () => {
    const { consent, changes, stopped, say } = create(2);
    consent.start();
    consent.stop();
    consent.stop();
    say({ analytics: 'granted' });
    expect(stopped).toEqual([0, 1]);
    expect(changes).toEqual([]);
  });

  it('speaks beside others, each in its own place', () => {
    const { consent, say } = create(2);
    consent.start();
    say({ analytics: 'granted' }, { source: 'one' }, 0);
    expect(consent.state().categories['analytics']).toBe('undecided');
    say({ analytics: 'granted' }, { source: 'two' }, 1);
    expect(consent.state().categories['analytics']).toBe('granted');
    say({ analytics: 'denied' }, { source: 'one' }, 0);
    expect(consent.state().categories['analytics']).toBe('denied');
    expect(consent.explain(['analytics']).source).toBe('one+two');
  });

  it('is given its own codes: each category of the manifest, also those without one', () => {
    const heard: object[] = [];
    const manifest = { categories: { analytics: { sources: { x: 'C0002' } }, marketing: {} } };
    const source: ConsentSource = ({ codes }) => (heard.push(codes('x'), codes('y')), () => {});
    createConsent(
      manifest,
      [source],
      undefined,
      () => {},
      createProtect(() => {}),
      createTestWithdrawals(),
    ).start();
    expect(heard).toEqual([
      { analytics: 'C0002', marketing: undefined },
      { analytics: undefined, marketing: undefined },
    ]);
  });

  it('that throws at its start is closed and reported, and the next one starts', () => {
    const codes: string[] = [];
    let isHeard = false;
    const tell = ({ code }: { readonly code: string }): void => void codes.push(code);
    const throwing: ConsentSource = () => {
      throw new TypeError('gone');
    };
    const consent = createConsent(
      { categories: CATEGORIES },
      [throwing, () => ((isHeard = true), () => {})],
      undefined,
      tell,
      createProtect(tell),
      createTestWithdrawals(),
    );
    consent.start();
    expect([codes, isHeard]).toEqual([['source-failed'], true]);
  });
});

describe('the region', () => {
  it('is what a source says, and stays where the source fails', () => {
    const { consent, say, report } = create();
    consent.start();
    expect(consent.region()).toBeUndefined();
    say({}, { region: 'DE' });
    expect(consent.region()).toBe('DE');
    report(undefined);
    expect(consent.region()).toBe('DE');
    say({}, { region: 'FR' });
    expect(consent.region()).toBe('FR');
  });
});

describe('a word that only ends like a region', () => {
  it.each(['xDE', 'DEU', 'D', 'somewhere-DE'])('is none: %s', (region) => {
    const { consent, say } = create();
    consent.start();
    say({}, { region });
    expect(consent.region()).toBeUndefined();
  });
});

describe('a page without sources', () => {
  it.each(['opt-in', 'opt-out'] as const)('opens nothing, also where the law is %s', (regime) => {
    const { consent } = create(0, { categories: CATEGORIES, regimes: { default: regime } });
    consent.start();
    expect(consent.state().categories).toEqual({ analytics: 'undecided', marketing: 'undecided' });
  });
});
