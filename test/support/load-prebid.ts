import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const PREBID = './node_modules/prebid.js/dist/src';

export interface PrebidHandler<T> {
  getConsentData(): T | null | undefined;
  readonly promise: Promise<unknown>;
}

/** Prebid's consent management, as far as it reads providers. */
export interface Prebid {
  readonly tcf: PrebidHandler<{
    readonly gdprApplies: boolean;
    readonly consentString?: string;
    readonly vendorData?: { readonly purpose: { readonly consents: { readonly [id: string]: boolean } } };
  }>;
  readonly gpp: PrebidHandler<{
    readonly gppString: string;
    readonly applicableSections: readonly number[];
    readonly parsedSections: { readonly [section: string]: object };
  }>;
  readonly usp: PrebidHandler<string>;
  setTcf(config: object): unknown;
  setGpp(config: object): unknown;
  setUsp(config: object): unknown;
  removeTcf(): void;
  removeGpp(): void;
  removeUsp(): void;
  /** By the rules of the Multi-State Privacy Agreement, as Prebid reads them. */
  isConsentDenied(section: object): boolean;
}

const ENTRY = `
  export { gdprDataHandler as tcf, gppDataHandler as gpp, uspDataHandler as usp } from '${PREBID}/src/adapterManager.js';
  export { setConsentConfig as setTcf, removeCmpListener as removeTcf } from '${PREBID}/modules/consentManagementTcf.js';
  export { setConsentConfig as setGpp, removeCmpListener as removeGpp } from '${PREBID}/modules/consentManagementGpp.js';
  export { setConsentConfig as setUsp, resetConsentData as removeUsp } from '${PREBID}/modules/consentManagementUsp.js';
  export { isConsentDenied } from '${PREBID}/libraries/mspa/activityControls.js';`;

const BUNDLE = `
  import { buildSync } from 'esbuild';
  const stdin = { contents: process.env.ENTRY, resolveDir: process.cwd() };
  buildSync({ stdin, bundle: true, outfile: process.env.OUTFILE, format: 'esm', platform: 'browser' });`;

/** Bundles the real thing, and loads it into this page. In a process of its own: esbuild does not run beside a fake page. */
export async function loadPrebid(): Promise<Prebid> {
  // Below `node_modules`, where a module is loaded as it is.
  const folder = mkdtempSync(join(root, 'node_modules/.headgate-prebid-'));
  try {
    const env = { ...process.env, ENTRY, OUTFILE: join(folder, 'prebid.mjs') };
    execFileSync(process.execPath, ['--input-type=module', '--eval', BUNDLE], { cwd: root, env });
    return (await import(/* @vite-ignore */ pathToFileURL(env.OUTFILE).href)) as Prebid;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
