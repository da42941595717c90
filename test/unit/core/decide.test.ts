import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/consent/consent.js';
import { decide, type Rule } from '../../../src/gate/decide.js';
import type { LegalBasis } from '../../../src/manifest/manifest.js';

const CHOICES: readonly Choice[] = ['granted', 'denied', 'undecided'];
const WITHOUT_CONSENT: readonly LegalBasis[] = ['contract', 'legal_obligation', 'vital_interests', 'public_task'];

const stateOf = (...choices: readonly Choice[]) => ({
  categories: Object.fromEntries(choices.map((choice, index) => [`category${index}`, choice])),
});
const ruleOf = (basis: LegalBasis, count: number, undecided?: 'hold' | 'refuse'): Rule => ({
  tier: 'pseudonymous',
  basis,
  categories: Array.from({ length: count }, (_, index) => `category${index}`),
  ...(undecided && { undecided }),
});
const say = (rule: Rule, choices: readonly Choice[], prerendering = false): string => {
  const { outcome, reason } = decide(rule, stateOf(...choices), prerendering);
  return `${outcome}: ${reason}`;
};

describe('the gate for an event that rests on consent', () => {
  it.each<[readonly Choice[], string, string]>([
    [['granted'], 'allow: permitted', 'allow: permitted'],
    [['undecided'], 'hold: undecided', 'refuse: undecided'],
    [['denied'], 'refuse: denied', 'refuse: denied'],
    [['granted', 'granted'], 'allow: permitted', 'allow: permitted'],
    [['granted', 'undecided'], 'hold: undecided', 'refuse: undecided'],
    [['undecided', 'granted'], 'hold: undecided', 'refuse: undecided'],
    [['undecided', 'undecided'], 'hold: undecided', 'refuse: undecided'],
    [['granted', 'denied'], 'refuse: denied', 'refuse: denied'],
    [['denied', 'granted'], 'refuse: denied', 'refuse: denied'],
    [['undecided', 'denied'], 'refuse: denied', 'refuse: denied'],
    [['denied', 'denied'], 'refuse: denied', 'refuse: denied'],
  ])('with %j says %s, and %s where the manifest refuses the undecided', (choices, held, refused) => {
    expect(say(ruleOf('consent', choices.length), choices)).toBe(held);
    expect(say(ruleOf('consent', choices.length, 'hold'), choices)).toBe(held);
    expect(say(ruleOf('consent', choices.length, 'refuse'), choices)).toBe(refused);
  });

  it('refuses one that names no category, even where everything is granted', () => {
    expect(decide({ tier: 'anonymous', basis: 'consent' }, stateOf('granted'))).toEqual({
      outcome: 'refuse',
      reason: 'no-category',
    });
    expect(say(ruleOf('consent', 0), ['granted'])).toBe('refuse: no-category');
  });

  it('holds one whose category nobody knows', () => {
    expect(say(ruleOf('consent', 1), [])).toBe('hold: undecided');
  });

  it.each<[unknown]>([[true], [1], ['yes'], ['GRANTED'], [null], [{}], [['granted']], [() => 'granted']])(
    'does not take %j for a grant',
    (choice) => {
      const state = { categories: { category0: choice as Choice } };
      expect(decide(ruleOf('consent', 1), state).outcome).toBe('hold');
    },
  );

  it('does not take what every object inherits for a choice', () => {
    for (const category of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(decide({ tier: 'anonymous', basis: 'consent', categories: [category] }, { categories: {} }).outcome).toBe(
        'hold',
      );
    }
  });
});

describe('the gate for an event that rests on something else', () => {
  it.each(WITHOUT_CONSENT)('allows %s whatever the visitor chose', (basis) => {
    expect(say(ruleOf(basis, 0), [])).toBe('allow: permitted');
    for (const choice of CHOICES) expect(say(ruleOf(basis, 1), [choice])).toBe('allow: permitted');
  });

  it.each<[readonly Choice[], string]>([
    [[], 'allow: permitted'],
    [['granted'], 'allow: permitted'],
    [['undecided'], 'allow: permitted'],
    [['denied'], 'refuse: objected'],
    [['granted', 'denied'], 'refuse: objected'],
    [['undecided', 'undecided'], 'allow: permitted'],
  ])('with %j says of legitimate interests %s', (choices, said) => {
    expect(say(ruleOf('legitimate_interests', choices.length), choices)).toBe(said);
  });

  it.each([undefined, null, '', 'Consent', 'curiosity', 'constructor', '__proto__', 0, {}])(
    'refuses the unknown basis %j',
    (basis) => {
      expect(say({ ...ruleOf('consent', 1), basis: basis as LegalBasis }, ['granted'])).toBe('refuse: unknown-basis');
    },
  );
});

describe('the gate for an event that names a region', () => {
  const sayOf = (rule: Rule, choice: Choice, region?: string, prerendering = false): string => {
    const { outcome, reason } = decide({ ...rule, region: 'EU' }, stateOf(choice), prerendering, region);
    return `${outcome}: ${reason}`;
  };

  it.each<[LegalBasis, Choice, string, string, string]>([
    ['consent', 'granted', 'allow: permitted', 'hold: unknown-region', 'refuse: unknown-region'],
    ['consent', 'undecided', 'hold: undecided', 'hold: undecided', 'refuse: unknown-region'],
    ['consent', 'denied', 'refuse: denied', 'refuse: denied', 'refuse: denied'],
    ['legitimate_interests', 'undecided', 'allow: permitted', 'hold: unknown-region', 'refuse: unknown-region'],
    ['legitimate_interests', 'denied', 'refuse: objected', 'refuse: objected', 'refuse: objected'],
    ['contract', 'denied', 'allow: permitted', 'hold: unknown-region', 'refuse: unknown-region'],
  ])('with %s and %s says %s; not knowing where the visitor is %s, or %s', (basis, choice, known, held, refused) => {
    const rule = ruleOf(basis, 1);
    expect(sayOf(rule, choice, 'DE')).toBe(known);
    expect(sayOf(rule, choice, 'US')).toBe(known);
    for (const unknown of [undefined, '']) {
      expect(sayOf(rule, choice, unknown)).toBe(held);
      expect(sayOf({ ...rule, unknownRegion: 'hold' }, choice, unknown)).toBe(held);
      expect(sayOf({ ...rule, unknownRegion: 'refuse' }, choice, unknown)).toBe(refused);
    }
  });

  it('refuses what is undecided and refused for that, whatever the region', () => {
    expect(sayOf(ruleOf('consent', 1, 'refuse'), 'undecided', 'DE')).toBe('refuse: undecided');
    expect(sayOf(ruleOf('consent', 1, 'refuse'), 'undecided')).toBe('refuse: undecided');
  });

  it('holds in a prerendered page what it would allow', () => {
    expect(sayOf(ruleOf('contract', 1), 'granted', 'DE', true)).toBe('hold: prerendering');
    expect(sayOf(ruleOf('contract', 1), 'granted', undefined, true)).toBe('hold: unknown-region');
  });

  it('asks one that names none for no region', () => {
    expect(say(ruleOf('contract', 1), ['granted'])).toBe('allow: permitted');
    expect(decide({ ...ruleOf('contract', 1), unknownRegion: 'refuse' }, stateOf()).outcome).toBe('allow');
  });
});

describe('the gate for a sensitive event', () => {
  const rule: Rule = { ...ruleOf('consent', 2), tier: 'sensitive' };
  const sayOf = (choices: readonly Choice[], explicit?: readonly string[], changes: Partial<Rule> = {}): string => {
    const { outcome, reason } = decide(
      { ...rule, ...changes },
      { ...stateOf(...choices), ...(explicit && { explicit }) },
    );
    return `${outcome}: ${reason}`;
  };

  it.each<[readonly Choice[], readonly string[] | undefined, string]>([
    [['granted', 'granted'], ['category0', 'category1'], 'allow: permitted'],
    [['granted', 'granted'], ['category0'], 'hold: not-explicit'],
    [['granted', 'granted'], [], 'hold: not-explicit'],
    [['granted', 'granted'], undefined, 'hold: not-explicit'],
    [['granted', 'undecided'], ['category0'], 'hold: undecided'],
    [['granted', 'denied'], ['category0', 'category1'], 'refuse: denied'],
  ])('with %j, of which %j are explicit, says %s', (choices, explicit, expected) => {
    expect(sayOf(choices, explicit)).toBe(expected);
  });

  it('refuses what is not explicit where the manifest refuses the undecided', () => {
    expect(sayOf(['granted', 'granted'], [], { undecided: 'refuse' })).toBe('refuse: not-explicit');
    expect(sayOf(['granted', 'granted'], [], { region: 'EU', unknownRegion: 'refuse' })).toBe('refuse: unknown-region');
    expect(sayOf(['granted', 'granted'], [], { region: 'EU' })).toBe('hold: not-explicit');
  });

  it('asks no other tier for an explicit grant', () => {
    for (const tier of ['anonymous', 'pseudonymous', 'personal'] as const) {
      expect(sayOf(['granted', 'granted'], [], { tier })).toBe('allow: permitted');
    }
  });
});

describe('the gate of a prerendered page', () => {
  it('holds what it would allow', () => {
    for (const basis of [...WITHOUT_CONSENT, 'legitimate_interests', 'consent'] as const) {
      expect(say(ruleOf(basis, 1), ['granted'], true)).toBe('hold: prerendering');
    }
  });

  it('refuses what it would refuse, and holds what it would hold for its own reason', () => {
    expect(say(ruleOf('consent', 1), ['denied'], true)).toBe('refuse: denied');
    expect(say(ruleOf('consent', 0), [], true)).toBe('refuse: no-category');
    expect(say(ruleOf('legitimate_interests', 1), ['denied'], true)).toBe('refuse: objected');
    expect(say(ruleOf('consent', 1), ['undecided'], true)).toBe('hold: undecided');
    expect(say(ruleOf('consent', 1, 'refuse'), ['undecided'], true)).toBe('refuse: undecided');
  });
});

describe('whatever the rule and the consent', () => {
  const choice = fc.constantFrom(...CHOICES);
  const rules = fc.record(
    {
      tier: fc.constantFrom('anonymous', 'pseudonymous', 'personal'),
      basis: fc.oneof(fc.constantFrom(...WITHOUT_CONSENT, 'consent', 'legitimate_interests'), fc.string()),
      categories: fc.subarray(['a', 'b', 'c', 'd']),
      undecided: fc.constantFrom('hold', 'refuse'),
    },
    { requiredKeys: ['tier', 'basis'] },
  ) as fc.Arbitrary<Rule>;
  const states = fc.record({ a: choice, b: choice, c: choice }, { requiredKeys: [] });

  it('an event that consent can close is never allowed with a denied category', () => {
    fc.assert(
      fc.property(rules, states, fc.boolean(), (rule, categories, prerendering) => {
        const canClose = rule.basis === 'consent' || rule.basis === 'legitimate_interests';
        const hasDenied = (rule.categories ?? []).some((name) => categories[name as 'a'] === 'denied');
        fc.pre(canClose && hasDenied);
        expect(decide(rule, { categories: categories }, prerendering).outcome).toBe('refuse');
      }),
    );
  });

  it('an event that rests on consent is allowed if and only if it names categories and each is granted', () => {
    fc.assert(
      fc.property(rules, states, (rule, categories) => {
        const decision = decide({ ...rule, basis: 'consent' }, { categories: categories });
        const names = rule.categories ?? [];
        const isOpen = names.length > 0 && names.every((name) => categories[name as 'a'] === 'granted');
        expect(decision.outcome === 'allow').toBe(isOpen);
      }),
    );
  });

  it('nothing is allowed before the page is activated', () => {
    fc.assert(
      fc.property(rules, states, (rule, categories) => {
        expect(decide(rule, { categories: categories }, true).outcome).not.toBe('allow');
      }),
    );
  });
});
