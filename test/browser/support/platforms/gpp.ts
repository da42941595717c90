/** IAB's own library for the states of the US; it keeps its string in a cookie as platforms made of it do. */
import { CmpApi, CmpStatus, SignalStatus } from '@iabgpp/cmpapi';
import { gpp } from '../../../../src/consent/sources/gpp.js';
import { offerButtons, startHeadgate } from './start-headgate.js';

startHeadgate(gpp());

const api = new CmpApi(10, 3);
api.setApplicableSections([7]);
api.setSupportedAPIs(['7:usnat']);
const stored = /(?:^|; )gpp=([^;]+)/.exec(document.cookie)?.[1];
api.setCmpStatus(CmpStatus.LOADED);
if (stored) {
  api.setGppString(decodeURIComponent(stored));
  api.setSignalStatus(SignalStatus.READY);
}

/** 1: opted out; 2: did not. */
function save(optOut: 1 | 2): void {
  api.setSignalStatus(SignalStatus.NOT_READY);
  for (const field of ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut']) {
    api.setFieldValue('usnat', field, optOut);
    api.setFieldValue('usnat', `${field}Notice`, 1);
  }
  document.cookie = `gpp=${encodeURIComponent(api.getGppString())}; path=/; max-age=31536000`;
  api.fireSectionChange('usnat');
  api.setSignalStatus(SignalStatus.READY);
}
offerButtons({ accept: () => save(2), reject: () => save(1) });
