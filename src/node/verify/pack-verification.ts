import type { KeyObject } from 'node:crypto';
import { buildPack } from './pack.js';
import { renderVerification } from './report/render-verification.js';
import { toHar } from './to-har.js';
import type { Verified } from './verify-site.js';

/** Returns the evidence of a verification as one zip file: the result, the report, all requests, and the pictures. */
export function packVerification({ verification, visits, pictures }: Verified, key: KeyObject | undefined): Uint8Array {
  const { created, site, versions } = verification;
  const version = versions['headgate'] ?? '';
  const text = (value: object): Uint8Array => Uint8Array.from(Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  const files = {
    'result.json': text(verification),
    'report.html': Uint8Array.from(Buffer.from(renderVerification(verification, pictures))),
    'requests.har': text(toHar(visits, version)),
    ...Object.fromEntries(pictures),
  };
  return buildPack(files, { tool: `headgate verify ${version}`, created, site, versions }, key);
}
