/** A consent platform made of IAB's own libraries, that keeps its string in a cookie as such platforms do. */
import { CmpApi } from '@iabtcf/cmpapi';
import { GVL, TCModel, TCString } from '@iabtcf/core';
import { offerButtons } from './start-headgate.js';

const entry = { name: '', description: '', illustrations: [] };
const purposes = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((id) => [id, { ...entry, id }]));

/** As small as a list of vendors can be. */
const list = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-11-01T00:00:00Z',
  purposes,
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  dataCategories: {},
  vendors: {
    1: {
      id: 1,
      name: 'Acme',
      purposes: [1, 8, 9],
      legIntPurposes: [7],
      flexiblePurposes: [],
      specialPurposes: [],
      features: [],
      specialFeatures: [],
      urls: [],
      cookieMaxAgeSeconds: 0,
      usesCookies: true,
      cookieRefresh: false,
      usesNonCookieAccess: false,
      dataRetention: {},
    },
  },
};

const COOKIE = /(?:^|; )euconsent-v2=([^;]+)/;

function encode(consents: readonly number[]): string {
  const model = new TCModel(new GVL(list as unknown as ConstructorParameters<typeof GVL>[0]));
  Object.assign(model, { cmpId: 10, cmpVersion: 3, isServiceSpecific: true, publisherCountryCode: 'DE' });
  model.purposeLegitimateInterests.set([7]);
  if (consents.length) {
    model.purposeConsents.set([...consents]);
    model.vendorConsents.set(1);
  }
  return TCString.encode(model);
}

export function startTcfPlatform(): void {
  const api = new CmpApi(10, 3, true);
  const stored = COOKIE.exec(document.cookie)?.[1];
  api.update(stored ?? encode([]), !stored);
  const save = (consents: readonly number[]) => (): void => {
    const string = encode(consents);
    document.cookie = `euconsent-v2=${string}; path=/; max-age=31536000`;
    api.update(string, false);
  };
  offerButtons({
    accept: save([1, 8, 9]),
    reject: save([]),
    reopen: () => api.update(COOKIE.exec(document.cookie)?.[1] ?? encode([]), true),
  });
}
