import { expect, it } from 'vitest';
import { isContestable, scopeOf } from '../../../src/consent/scope-of.js';
import type { EventDefinition } from '../../../src/manifest/manifest.js';

const event = (changes: Partial<EventDefinition>): EventDefinition => ({
  purpose: 'usage',
  tier: 'pseudonymous',
  basis: 'consent',
  retentionDays: 30,
  categories: ['analytics'],
  collectors: ['warehouse'],
  ...changes,
});
const collectors = { warehouse: { recipient: 'Acme GmbH' }, ads: { recipient: 'Ads Inc.' }, log: {} };

it('names purposes and recipients of the events of a category, each once, whatever their order', () => {
  const events = {
    b: event({ purpose: 'usage', collectors: ['warehouse', 'log'] }),
    a: event({ purpose: 'reach', categories: ['marketing', 'analytics'] }),
    c: event({ purpose: 'selling', categories: ['marketing'], collectors: ['ads'] }),
  };
  const expected = 'log: \nreach\nusage\nwarehouse: Acme GmbH';
  expect(scopeOf({ events, collectors }, 'analytics')).toBe(expected);
  const turned = Object.fromEntries(Object.entries(events).reverse());
  expect(scopeOf({ events: turned, collectors }, 'analytics')).toBe(expected);
});

it('is another one for another recipient behind the same collector', () => {
  const events = { a: event({}) };
  const other = { ...collectors, warehouse: { recipient: 'Other GmbH' } };
  expect(scopeOf({ events, collectors: other }, 'analytics')).not.toBe(scopeOf({ events, collectors }, 'analytics'));
});

it('is empty for a category that no event names', () => {
  expect(scopeOf({ events: { a: event({}) }, collectors }, 'functional')).toBe('');
  expect(scopeOf({}, 'analytics')).toBe('');
});

it('knows the categories by which a visitor objects to a legitimate interest', () => {
  const events = {
    a: event({}),
    b: event({ basis: 'legitimate_interests', categories: ['marketing'] }),
    c: event({ basis: 'contract', categories: ['functional'] }),
  };
  const asked = ['analytics', 'marketing', 'functional', 'other'];
  expect(asked.filter((category) => isContestable({ events }, category))).toEqual(['marketing']);
  expect(isContestable({}, 'marketing')).toBe(false);
});
