import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import type { KlaroApi, KlaroManager } from '../../../../src/consent/sources/klaro.js';

interface Manager extends KlaroManager {
  changeAll(value: boolean): void;
  updateConsent(service: string, value: boolean): void;
  saveAndApplyConsents(type?: string): void;
  resetConsents(): void;
}

interface Klaro extends KlaroApi {
  setup(config: object): void;
  show(): void;
  getManager(): Manager;
}

/** As text: the module keeps its managers for ever, and a new page has a new one. */
const script = readFileSync(createRequire(import.meta.url).resolve('klaro/dist/klaro-no-css.js'), 'utf8');

const page = globalThis as unknown as { klaro: Klaro };

export const klaroConfig = {
  services: [
    { name: 'matomo', title: 'Matomo', purposes: ['stats'] },
    { name: 'pixel', title: 'Pixel', purposes: ['ads'] },
  ],
};

/** The real package, as a page that loads its script has it. */
export const klaroPlatform = {
  load(): void {
    runInThisContext(script);
  },
  install(config: object = klaroConfig): void {
    klaroPlatform.load();
    page.klaro.setup(config);
  },
  leave(): void {
    document.getElementById('klaro')?.remove();
    Reflect.deleteProperty(globalThis, 'klaro');
  },
  remove(): void {
    klaroPlatform.leave();
    for (const path of ['', '; path=/']) document.cookie = `klaro=; expires=Thu, 01 Jan 1970 00:00:00 GMT${path}`;
  },
  manager: (): Manager => page.klaro.getManager(),
  save(...services: readonly string[]): void {
    const manager = page.klaro.getManager();
    manager.changeAll(false);
    for (const service of services) manager.updateConsent(service, true);
    manager.saveAndApplyConsents('save');
  },
  show: (): void => page.klaro.show(),
};
