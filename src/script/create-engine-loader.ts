import type { EngineModule } from '../instance/engine.js';
import { INTEGRITY, RELEASE } from './engine-identity.js';
import { findEngineFile, type EnginePlace } from './find-engine-file.js';
import { readDocument } from './read-document.js';

/** The element that loads the second file, which gives what it has to this function. */
export interface EngineElement extends HTMLScriptElement {
  receive?: (release: string, module: EngineModule) => void;
}

interface ScriptAddress {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, policy: ScriptAddress): ScriptAddress;
}

/**
 * Loads the second file of a script tag, by a script element: browsers compare it with its hash, ask for it again after they
 * could not have it, and let a policy with nonces decide, none of which holds for `import()` in all of them. Where a policy
 * forbids text as the address of a script, the address comes from the policy `headgate` of Trusted Types.
 */
export function createEngineLoader(file: string): (place: EnginePlace) => Promise<EngineModule> {
  let attempts = 0;
  let toScriptAddress: ScriptAddress | undefined;

  return (place) =>
    new Promise((resolve, reject) => {
      const { address, crossOrigin, nonce, isChecked } = findEngineFile(place, file);
      // What a cache has kept of a failure, or of another release, is not asked again.
      if (attempts++ > 0) address.search += `${address.search && '&'}retry=${attempts}`;
      const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
      toScriptAddress ??= trustedTypes?.createPolicy('headgate', { createScriptURL: (text) => text });
      const script: EngineElement = Document.prototype.createElement.call(document, 'script') as HTMLScriptElement;
      Object.assign(script, {
        src: toScriptAddress?.createScriptURL(address.href) ?? address.href,
        crossOrigin,
        nonce,
        ...(isChecked && { integrity: INTEGRITY }),
        receive: (release: string, module: EngineModule) => release === RELEASE && resolve(module),
      });
      const end = (): void => {
        script.remove();
        // Too late, and heard by nobody, where the file has given what it has.
        reject(new Error('No engine'));
      };
      for (const type of ['load', 'error']) script.addEventListener(type, end);
      (readDocument('head') ?? readDocument('documentElement')).append(script);
    });
}
