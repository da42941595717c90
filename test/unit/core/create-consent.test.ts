import { describe, expect, it } from 'vitest';
import type { ConsentReading, ConsentSource } from '../../../src/consent/consent.js';
import { createConsent, type OnConsentChange } from '../../../src/consent/create-consent.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { createProtect } from '../../../src/safety/protect.js';

/** Sources, what is heard of them, and the consent that comes of it: without a page around. */

type Change = { closed: readonly string[]; withdrawn: readonly string[]; opened: readonly string[] };

const CATEGORIES = { analytics: {}, marketing: {} };

function create(count = 1, manifest: Pick<Manifest, 'categories' | 'regimes'> = { categories: CATEGORIES }) {
  const reports: ((said: unknown) => void)[] = [];
  const changes: Change[] = [];
  const heard: boolean[] = [];
  const codes: string[] = [];
  const stopped: number[] = [];
  const sources = Array.from({ length: count }, (_, index): ConsentSource => ({ report }) => {
    reports[index] = report as (said: unknown) => void;
    return () => void stopped.push(index);
  });
  const tell = ({ code }: { readonly code: string }): void => void codes.push(code);
  const onChange: OnConsentChange = (closed, withdrawn, opened, isHeard) => {
    changes.push({ closed, withdrawn, opened });
    heard.push(isHeard);
  };
  const consent = createConsent(manifest, sources, undefined, tell, createProtect(tell), onChange);
  const say = (categories: ConsentReading['categories'], more: object = {}, index = 0): void =>
    reports[index]!({ source: 'x', evidence: 'explicit', categories, ...more });
  return {
    ...{ consent, changes, heard, codes, stopped, say },
    report: (said: unknown, index = 0) => reports[index]!(said),
  };
}

describe('a change of consent', () => {
  it('tells what a first answer opened, and closed nothing', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    expect(changes).toEqual([{ closed: [], withdrawn: [], opened: ['analytics'] }]);
  });

  it('tells a denial that was no grant before as closed, and as no withdrawal', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'denied' });
    expect(changes).toEqual([{ closed: ['analytics'], withdrawn: [], opened: [] }]);
  });

  it('tells a grant that is taken back as closed and as withdrawn, each once', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'granted' });
    say({ analytics: 'denied', marketing: 'undecided' });
    expect(changes[1]).toEqual({
      closed: ['analytics', 'marketing'],
      withdrawn: ['analytics', 'marketing'],
      opened: [],
    });
  });

  it('tells nothing of what stays as it is', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'denied' });
    say({ analytics: 'granted', marketing: 'undecided' });
    expect(changes[1]).toEqual({ closed: [], withdrawn: [], opened: [] });
  });

  it('is told once for the same words, whatever is between their letters', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    say({ analytics: 'granted' });
    expect(changes).toHaveLength(1);
  });
});

describe('an epoch', () => {
  it('is another one after its category closed, and the same after it opened', () => {
    const { consent, say } = create();
    consent.start();
    const first = consent.epoch(['analytics']);
    say({ analytics: 'granted' });
    expect(consent.epoch(['analytics'])).toBe(first);
    say({ analytics: 'denied' });
    const second = consent.epoch(['analytics']);
    expect(second).toBeGreaterThan(first);
    say({ analytics: 'granted' });
    expect(consent.epoch(['analytics'])).toBe(second);
    expect(consent.epoch(['marketing'])).toBe(first);
  });

  it('of several categories changes with each of them', () => {
    const { consent } = create();
    const both = (): number => consent.epoch(['analytics', 'marketing']);
    const seen = [both()];
    consent.renew(['analytics']);
    seen.push(both());
    consent.renew(['marketing']);
    seen.push(both());
    consent.renew(['analytics', 'marketing']);
    seen.push(both());
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(new Set(seen).size).toBe(4);
    expect(consent.epoch([])).toBe(0);
  });

  it('is another one each time that it is renewed', () => {
    const { consent } = create();
    const seen = [0, 1, 2].map(() => (consent.renew(['analytics']), consent.epoch(['analytics'])));
    expect(new Set(seen).size).toBe(3);
  });
});

describe('what another tab saw', () => {
  it('closes here until it is seen granted again', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    consent.veto(['analytics']);
    expect(consent.state().categories['analytics']).toBe('denied');
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], opened: [] });
    consent.veto(['analytics'], true);
    expect(consent.state().categories['analytics']).toBe('granted');
    expect(changes.at(-1)).toEqual({ closed: [], withdrawn: [], opened: ['analytics'] });
  });

  it('is over for a category that a source grants in new words, and for no other', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'granted' });
    consent.veto(['analytics', 'marketing']);
    say({ analytics: 'granted', marketing: 'undecided' });
    expect(consent.state().categories).toEqual({ analytics: 'granted', marketing: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['marketing'], withdrawn: ['marketing'], opened: ['analytics'] });
  });

  it('stays closed while a source says the same again', () => {
    const { consent, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    consent.veto(['analytics']);
    say({ analytics: 'granted' });
    expect(consent.state().categories['analytics']).toBe('denied');
  });

  it('is a withdrawal here too once a source of this page denies', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    consent.veto(['analytics']);
    say({ analytics: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], opened: [] });
  });

  it('is a withdrawal here too once a source of this page denies that never granted', () => {
    const { consent, changes, say } = create();
    consent.start();
    consent.veto(['analytics']);
    say({ analytics: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], opened: [] });
  });

  it('is told apart from what a source of this page says', () => {
    const { consent, heard, say } = create();
    consent.start();
    say({ analytics: 'granted' });
    consent.veto(['analytics']);
    consent.veto(['analytics'], true);
    say({ analytics: 'denied' });
    expect(heard).toEqual([false, true, true, false]);
  });

  it('is a withdrawal here too once a source of this page no longer grants what it granted', () => {
    const { consent, changes, say } = create();
    consent.start();
    say({ analytics: 'granted', marketing: 'undecided' });
    consent.veto(['analytics', 'marketing']);
    say({ analytics: 'undecided', marketing: 'undecided' });
    expect(changes.at(-1)).toEqual({ closed: ['analytics'], withdrawn: ['analytics'], opened: [] });
    say({ analytics: 'undecided', marketing: 'undecided' }, { region: 'DE' });
    expect(changes.at(-1)).toEqual({ closed: [], withdrawn: [], opened: [] });
  });

  it('is no withdrawal of a category that it did not close', () => {
    const { consent, changes, say } = create();
    consent.start();
    consent.veto(['analytics']);
    say({ analytics: 'undecided', marketing: 'denied' });
    expect(changes.at(-1)).toEqual({ closed: ['marketing'], withdrawn: [], opened: [] });
  });
});

describe('a source', () => {
  it('that says nonsense after another tab closed its category breaks nothing', () => {
    const { consent, changes, codes, say, report } = create();
    consent.start();
    say({ analytics: 'granted' });
    consent.veto(['analytics']);
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
      () => {},
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
      () => {},
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
