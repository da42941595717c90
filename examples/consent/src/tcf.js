/**
 * A consent platform of IAB's own libraries: the stub, which is there from the first moment, and the API that takes over
 * from it. It keeps its string in a cookie, as such platforms do. The list of vendors is as small as one can be.
 */
import { CmpApi } from '@iabtcf/cmpapi';
import { GVL, TCModel, TCString } from '@iabtcf/core';
import stub from '@iabtcf/stub';
import { tcf } from 'headgate';
import { offerChoice } from './offer-choice.js';
import { openShop } from './open-shop.js';
import vendorList from './vendor-list.json';

const NO_PURPOSE = [];
/** To store, to measure content, to learn about audiences: what the manifest asks for, and purpose 1. */
const PURPOSES = [1, 8, 9];
const readCookie = () => /(?:^|; )euconsent-v2=([^;]+)/.exec(document.cookie)?.[1];

stub();
openShop({ source: tcf(), reopen: () => ask(), withdraw: () => decide(NO_PURPOSE) });

const api = new CmpApi(10, 3, true);
const show = offerChoice({
  question: 'May Acme store and read information on this device, to measure which content interests people?',
  yes: 'Consent',
  no: 'Do not consent',
  accept: () => decide(PURPOSES),
  reject: () => decide(NO_PURPOSE),
});
if (readCookie()) api.update(readCookie(), false);
else ask();

function ask() {
  api.update(readCookie() ?? encode(NO_PURPOSE), true);
  show(true);
}

function decide(purposes) {
  const string = encode(purposes);
  document.cookie = `euconsent-v2=${string}; path=/; max-age=31536000; samesite=lax`;
  api.update(string, false);
  show(false);
}

function encode(purposes) {
  const model = new TCModel(new GVL(vendorList));
  Object.assign(model, { cmpId: 10, cmpVersion: 3, isServiceSpecific: true, publisherCountryCode: 'DE' });
  if (purposes.length > 0) {
    model.purposeConsents.set(purposes);
    model.vendorConsents.set(1);
  }
  return TCString.encode(model);
}
