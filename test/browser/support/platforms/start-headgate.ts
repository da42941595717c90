import { createHeadgate } from '../../../../src/instance/create-headgate.js';
import type { ConsentSource } from '../../../../src/consent/consent.js';
import { json } from '../../../../src/delivery/collectors/json.js';
import type { Manifest } from '../../../../src/manifest/manifest.js';

/** What a test tells its page. */
export interface PlatformPageConfig {
  readonly manifest: Manifest;
  readonly url: string;
}

/** Starts Headgate with the one source that a page is about; sends soon, so that much would be seen of a mistake. */
export function startHeadgate(source: ConsentSource): void {
  const { manifest, url }: PlatformPageConfig = JSON.parse(document.getElementById('config')!.textContent);
  const instance = createHeadgate({
    manifest,
    consent: [source],
    collectors: { warehouse: json({ url }) },
    flushInterval: 50,
  });
  Object.assign(globalThis, { headgate: instance });
}

/** Buttons for platforms that come without an interface. */
export function offerButtons(actions: { readonly [id: string]: () => unknown }): void {
  const offer = (): void => {
    for (const [id, act] of Object.entries(actions)) {
      const button = Object.assign(document.createElement('button'), { id, textContent: id });
      button.addEventListener('click', () => void act());
      document.body.append(button);
    }
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', offer);
  else offer();
}
