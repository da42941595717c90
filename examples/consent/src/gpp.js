/**
 * A consent platform of IAB's own library for the states of the US. While it asks, its signal is not ready; after that, what
 * it says holds until the visitor opts out. It keeps its string in a cookie, as such platforms do.
 */
import { CmpApi, CmpDisplayStatus, CmpStatus, SignalStatus } from '@iabgpp/cmpapi';
import { gpp } from 'headgate';
import { offerChoice } from './offer-choice.js';
import { openShop } from './open-shop.js';

const OPTED_OUT = 1;
const NOT_OPTED_OUT = 2;
const FIELDS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'];

const api = new CmpApi(10, 3);
api.setApplicableSections([7]);
api.setSupportedAPIs(['7:usnat']);
api.setCmpStatus(CmpStatus.LOADED);
openShop({ source: gpp(), reopen: () => ask(), withdraw: () => decide(OPTED_OUT) });

const show = offerChoice({
  question:
    'We share what you look at with a partner. You can opt out of the sale and sharing of your personal information.',
  yes: 'Go on',
  no: 'Opt out',
  accept: () => decide(NOT_OPTED_OUT),
  reject: () => decide(OPTED_OUT),
});
const stored = /(?:^|; )gpp=([^;]+)/.exec(document.cookie)?.[1];
if (stored) {
  api.setGppString(decodeURIComponent(stored));
  api.setSignalStatus(SignalStatus.READY);
} else ask();

function ask() {
  api.setCmpDisplayStatus(CmpDisplayStatus.VISIBLE);
  show(true);
}

function decide(optOut) {
  api.setSignalStatus(SignalStatus.NOT_READY);
  for (const field of FIELDS) {
    api.setFieldValue('usnat', field, optOut);
    api.setFieldValue('usnat', `${field}Notice`, 1);
  }
  show(false);
  document.cookie = `gpp=${encodeURIComponent(api.getGppString())}; path=/; max-age=31536000; samesite=lax`;
  api.fireSectionChange('usnat');
  api.setCmpDisplayStatus(CmpDisplayStatus.HIDDEN);
  api.setSignalStatus(SignalStatus.READY);
}
