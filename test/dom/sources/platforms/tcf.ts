import { CmpApi, CmpApiModel } from '@iabtcf/cmpapi';
import { GVL, TCModel, TCString, type VendorList } from '@iabtcf/core';
// @ts-expect-error It comes without types.
import stub from '@iabtcf/stub';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const texts = (id: number) => ({ id, name: `${id}`, description: '', descriptionLegal: '', illustrations: [] });
const byId = (count: number) => Object.fromEntries(numbers(count).map((id) => [id, texts(id)]));

/** The least that IAB's library takes for a vendor list. */
const LIST = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 48,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-01-01T00:00:00Z',
  purposes: byId(11),
  specialPurposes: {},
  features: {},
  specialFeatures: byId(2),
  stacks: {},
  dataCategories: {},
  vendors: Object.fromEntries(
    [25, 755].map((id) => [
      id,
      {
        id,
        name: `Vendor ${id}`,
        purposes: numbers(11),
        legIntPurposes: [7, 8],
        flexiblePurposes: [],
        specialPurposes: [],
        features: [],
        specialFeatures: [1],
        policyUrl: 'https://vendor.example',
      },
    ]),
  ),
} as unknown as VendorList;

export interface TcChoice {
  readonly consents?: readonly number[];
  readonly legitimateInterests?: readonly number[];
  readonly vendors?: readonly number[];
  readonly publisher?: readonly number[];
  readonly purposeOneTreatment?: boolean;
}

/** A consent string as a consent platform writes it, by IAB's own encoder. */
export function createTcString(choice: TcChoice): string {
  const model = new TCModel(new GVL(LIST));
  Object.assign(model, {
    cmpId: 10,
    cmpVersion: 3,
    publisherCountryCode: 'DE',
    isServiceSpecific: true,
    purposeOneTreatment: choice.purposeOneTreatment ?? false,
  });
  model.purposeConsents.set([...(choice.consents ?? [])]);
  model.purposeLegitimateInterests.set([...(choice.legitimateInterests ?? [7, 8])]);
  model.vendorConsents.set([...(choice.vendors ?? [])]);
  model.vendorLegitimateInterests.set([25, 755]);
  model.publisherConsents.set([...(choice.publisher ?? [])]);
  return TCString.encode(model);
}

/** IAB's stub: queues calls until the platform is there, and adds the frame that tells other windows of it. */
export function loadTcfStub(): void {
  (window as unknown as HappyWindow).happyDOM.settings.enableIframePageLoading = true;
  (stub as () => void)();
}

interface HappyWindow {
  readonly happyDOM: { readonly settings: { enableIframePageLoading: boolean } };
}

/** A consent platform made of IAB's own `cmpapi`: a genuine `__tcfapi` in this window. */
export interface TcfPlatform {
  /** The visitor's choice; `null` where GDPR does not apply, empty where there is none. */
  update(tcString: string | null, isUiVisible?: boolean): void;
}

export function loadTcfPlatform(): TcfPlatform {
  // One model for all instances of a realm: a new page begins with a new one.
  (CmpApiModel as unknown as { reset(): void }).reset();
  const api = new CmpApi(10, 3, true);
  return { update: (tcString, isUiVisible) => api.update(tcString, isUiVisible) };
}

export function removeTcfPlatform(): void {
  Reflect.deleteProperty(globalThis, '__tcfapi');
  document.querySelector('iframe[name=__tcfapiLocator]')?.remove();
}
