import { gpc } from '../../../../src/consent/sources/gpc.js';
import type { SourceCase } from '../../../support/source-contract.js';

const NO_GRANT = 'The signal says no or nothing, never yes.';

function setSignal(value: unknown): void {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value, configurable: true });
}

export const globalPrivacyControlCase: SourceCase = {
  name: 'gpc',
  key: 'gpc',
  title: 'Global Privacy Control',
  against: { browser: '`navigator.globalPrivacyControl`' },
  codes: { analytics: true, marketing: true },
  globals: [],
  cookies: [],
  storage: [],
  create: () => gpc(),
  steps: {
    install: () => setSignal(undefined),
    leave: { cannot: 'It is a setting of the browser, and stays.' },
    remove: () => void Reflect.deleteProperty(navigator, 'globalPrivacyControl'),
    acceptAll: { cannot: NO_GRANT },
    rejectAll: () => {
      setSignal(true);
      dispatchEvent(new Event('pageshow'));
    },
    partial: { cannot: 'It is one signal for everything that it binds.' },
    withdraw: { cannot: NO_GRANT },
    installWithoutBanner: () => setSignal(false),
    installOptOut: () => setSignal(undefined),
    halfLoad: { cannot: 'A value of the browser is there from the start.' },
    breaks: { cannot: 'A value that is not the signal is no signal.' },
  },
  never: { is: 'no opinion', because: 'Without the signal it leaves every category to the other sources.' },
};
