import { getOrCreateConsentRuntime } from 'c15t';
import { c15t } from '../../../../src/consent/sources/c15t.js';
import { offerButtons, startHeadgate } from './start-headgate.js';

startHeadgate(c15t());

// It observes the body.
addEventListener('DOMContentLoaded', () => {
  const { consentStore } = getOrCreateConsentRuntime({
    mode: 'offline',
    consentCategories: ['necessary', 'measurement', 'marketing'],
  });
  const save = (type: 'all' | 'necessary') => () => consentStore.getState().saveConsents(type);
  offerButtons({ accept: save('all'), reject: save('necessary') });
});
