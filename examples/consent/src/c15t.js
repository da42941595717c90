/** c15t without a backend. It has no interface: the banner is this page's, as its documentation shows. */
import { getOrCreateConsentRuntime } from 'c15t';
import { c15t } from 'headgate';
import { offerChoice } from './offer-choice.js';
import { openShop } from './open-shop.js';

const { consentStore } = getOrCreateConsentRuntime({
  mode: 'offline',
  consentCategories: ['necessary', 'measurement'],
  overrides: { country: 'DE' },
});
const save = (type) => () => consentStore.getState().saveConsents(type);

openShop({
  source: c15t(),
  reopen: () => consentStore.getState().setActiveUI('dialog'),
  withdraw: save('necessary'),
});

const show = offerChoice({
  question: 'May we see which products interest people? Nothing is measured until you say yes.',
  yes: 'Accept all',
  no: 'Reject all',
  accept: save('all'),
  reject: save('necessary'),
});
const follow = ({ activeUI }) => show(activeUI !== 'none');
follow(consentStore.getState());
consentStore.subscribe(follow);
