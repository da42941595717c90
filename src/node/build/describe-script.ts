import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export interface Sizes {
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
}

export function toIntegrity(code: string): string {
  return `sha384-${createHash('sha384').update(code).digest('base64')}`;
}

export function measure(code: string): Sizes {
  const bytes = Buffer.from(code);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    bytes: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

/** Returns the line to paste. A file of another origin needs `crossorigin` to be checked. */
export function toScriptLine(src: string, integrity: string): string {
  const origin = /^https?:/.test(src) ? ' crossorigin="anonymous"' : '';
  return `<script src="${escapeXml(src)}" integrity="${integrity}"${origin} defer></script>`;
}

/** Returns what a Content-Security-Policy must allow at least, by directive. */
export function toDirectives(
  src: string,
  endpoints: readonly string[],
  frames: readonly string[] = [],
): { readonly [directive: string]: readonly string[] } {
  const script = /^https?:/.test(src) ? new URL(src).origin : "'self'";
  return {
    'script-src': [script],
    ...(endpoints.length > 0 && { 'connect-src': endpoints }),
    ...(frames.length > 0 && { 'frame-src': [...frames] }),
  };
}

export function toPolicy(directives: { readonly [directive: string]: readonly string[] }): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
}

/** Returns Magento's `etc/csp_whitelist.xml`. It allows the shop itself on its own. */
export function toMagentoWhitelist(directives: { readonly [directive: string]: readonly string[] }): string {
  const policies = Object.entries(directives).flatMap(([directive, sources]) => {
    const hosts = sources.filter((source) => !source.startsWith("'"));
    if (hosts.length === 0) return [];
    const values = hosts.map(
      (host) => `                <value id="${toValueId(directive, host)}" type="host">${escapeXml(host)}</value>`,
    );
    return [
      `        <policy id="${directive}">\n            <values>\n${values.join('\n')}\n            </values>\n        </policy>`,
    ];
  });
  return [
    '<?xml version="1.0"?>',
    '<csp_whitelist xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="urn:magento:module:Magento_Csp:etc/csp_whitelist.xsd">',
    '    <policies>',
    ...policies,
    '    </policies>',
    '</csp_whitelist>',
    '',
  ].join('\n');
}

/** Magento wants an id of its own for each value; one host may stand in several policies. */
function toValueId(directive: string, host: string): string {
  return `headgate_${directive}_${host}`.replace(/https?:\/\//, '').replace(/\W+/g, '_');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
