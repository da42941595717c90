import { expect, it } from 'vitest';
import { DEFAULT_CONSENT_TYPES } from '../../../src/consent/consent-types.js';

it('a category without a code of its own opens the consent types of Google that bear its name, and no other', () => {
  expect(DEFAULT_CONSENT_TYPES).toEqual({
    analytics: 'analytics_storage',
    marketing: ['ad_storage', 'ad_user_data', 'ad_personalization'],
    functional: 'functionality_storage',
    personalization: 'personalization_storage',
  });
});
