import { parseArgs } from 'node:util';

import { loopbackHosts } from './guard-requests.mjs';

export const usage = `usage: node server.mjs --manifest FILE [options]

  --manifest FILE        the event manifest in force, JSON                    MANIFEST
  --former FILE          a manifest before it; may be repeated                FORMER_MANIFESTS (comma-separated)
  --name NAME            this collector's name in the manifest: refuses       COLLECTOR_NAME
                         events that are meant for others
  --host ADDRESS         address to bind, default 127.0.0.1                   HOST
  --port NUMBER          default 8787, 0 for any free one                     PORT
  --data DIRECTORY       files of the engine in process, default ./data       DATA_DIRECTORY
  --clickhouse URL       a ClickHouse server instead                          CLICKHOUSE_URL
  --allow-origin ORIGIN  a page's origin; may be repeated                     ALLOWED_ORIGINS (comma-separated)
  --allow-host NAME      host name it answers to, besides loopback; repeated  ALLOWED_HOSTS (comma-separated)
  --log                  log requests and errors, never bodies                LOG=1
                         token for counts and recent events                   ADMIN_TOKEN
`;

/**
 * Flags win over the environment. Secrets have no flag: other accounts can read a process's arguments.
 *
 * @param {string[]} args
 * @param {{ readonly [name: string]: string | undefined }} environment
 */
export function readOptions(args, environment) {
  const flags = parseFlags(args);
  if (flags instanceof Error) return { problem: flags.message };
  const manifest = flags.manifest ?? environment.MANIFEST;
  if (manifest === undefined) return { problem: 'no manifest: name it with --manifest' };
  const port = Number(flags.port ?? environment.PORT ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return { problem: 'the port is not a number up to 65535' };

  const clickhouseUrl = flags.clickhouse ?? environment.CLICKHOUSE_URL;
  if (clickhouseUrl !== undefined && !isWebAddress(clickhouseUrl))
    return { problem: 'the ClickHouse address is no URL' };
  const allowedOrigins = flags['allow-origin'] ?? toList(environment.ALLOWED_ORIGINS);
  const wrongOrigin = allowedOrigins.find((origin) => !isOrigin(origin));
  if (wrongOrigin !== undefined) return { problem: `not an origin such as https://shop.example: ${wrongOrigin}` };

  const dataDirectory = flags.data ?? environment.DATA_DIRECTORY ?? 'data';
  const adminToken = environment.ADMIN_TOKEN || undefined;
  const name = flags.name ?? environment.COLLECTOR_NAME;
  return {
    manifest,
    formerManifests: flags.former ?? toList(environment.FORMER_MANIFESTS),
    host: flags.host ?? environment.HOST ?? '127.0.0.1',
    port,
    dataDirectory,
    allowedOrigins,
    allowedHosts: [...loopbackHosts, ...(flags['allow-host'] ?? toList(environment.ALLOWED_HOSTS))],
    logger: flags.log ?? environment.LOG === '1',
    storage: clickhouseUrl === undefined ? dataDirectory : `ClickHouse at ${new URL(clickhouseUrl).host}`,
    ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
    ...(name === undefined ? {} : { name }),
    ...(adminToken === undefined ? {} : { adminToken }),
  };
}

/** @param {string[]} args */
function parseFlags(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const texts = /** @type {const} */ ({ type: 'string', multiple: true });
  try {
    return parseArgs({
      args,
      options: {
        manifest: text,
        former: texts,
        name: text,
        host: text,
        port: text,
        data: text,
        clickhouse: text,
        'allow-origin': texts,
        'allow-host': texts,
        log: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** @param {string | undefined} text */
function toList(text) {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @param {string} text */
function isWebAddress(text) {
  return /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '');
}

/**
 * `null` is the origin of a sandboxed frame.
 *
 * @param {string} text
 */
function isOrigin(text) {
  return text === 'null' || (URL.canParse(text) && new URL(text).origin === text);
}
