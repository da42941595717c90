import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { loopbackHosts } from './guard-requests.mjs';

export const usage = `usage: headgate-collector --manifest FILE [options]
       headgate-collector policy check | token make | token list | token revoke | log verify | log checkpoint |
                         backup | restore

  --manifest FILE        the event manifest in force, JSON                    MANIFEST
  --former FILE          a manifest before it; may be repeated                FORMER_MANIFESTS (comma-separated)
  --name NAME            this collector's name in the manifest: refuses       COLLECTOR_NAME
                         events that are meant for others
  --region REGION        where it stands (DE, US-CA): takes events that       COLLECTOR_REGION
                         name a region only if it lies in that region
  --require-subject      refuses receipts that no device answers for          REQUIRE_SUBJECT=1
  --host ADDRESS         address to bind, default 127.0.0.1                   HOST
  --port NUMBER          default 8787, 0 for any free one                     PORT
  --data DIRECTORY       files of the engine in process, default ./data       DATA_DIRECTORY
  --clickhouse URL       a ClickHouse server instead, without password        CLICKHOUSE_URL
  --allow-origin ORIGIN  a page's origin; may be repeated                     ALLOWED_ORIGINS (comma-separated)
  --allow-host NAME      host name it answers to, besides loopback; repeated  ALLOWED_HOSTS (comma-separated)
  --policy FILE          who may see what, in Cedar                           POLICY
  --log                  log routes and errors, never what was sent           LOG=1

Secrets, each also as a file named by the same variable with _FILE:
  CLICKHOUSE_PASSWORD    of the ClickHouse server
  ADMIN_TOKEN            for counts and recent events
  PRIVACY_TOKEN          for access and erasure by ids and pseudonyms
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
  if (clickhouseUrl !== undefined && new URL(clickhouseUrl).password !== '') return { problem: passwordInAddress };
  const allowedOrigins = flags['allow-origin'] ?? toList(environment.ALLOWED_ORIGINS);
  const wrongOrigin = allowedOrigins.find((origin) => !isOrigin(origin));
  if (wrongOrigin !== undefined) return { problem: `not an origin such as https://shop.example: ${wrongOrigin}` };
  const region = flags.region ?? environment.COLLECTOR_REGION;
  if (region !== undefined && !/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(region))
    return { problem: 'the region is not one such as DE, EU or US-CA' };
  const secrets = readSecrets(environment);
  if (secrets instanceof Error) return { problem: `a secret cannot be read: ${secrets.message}` };

  const dataDirectory = flags.data ?? environment.DATA_DIRECTORY ?? 'data';
  const name = flags.name ?? environment.COLLECTOR_NAME;
  const policyFile = flags.policy ?? environment.POLICY;
  return {
    manifest,
    formerManifests: flags.former ?? toList(environment.FORMER_MANIFESTS),
    host: flags.host ?? environment.HOST ?? '127.0.0.1',
    port,
    dataDirectory,
    allowedOrigins,
    allowedHosts: [...loopbackHosts, ...(flags['allow-host'] ?? toList(environment.ALLOWED_HOSTS))],
    requireSubject: flags['require-subject'] ?? environment.REQUIRE_SUBJECT === '1',
    logger: flags.log ?? environment.LOG === '1',
    storage: clickhouseUrl === undefined ? dataDirectory : `ClickHouse at ${new URL(clickhouseUrl).host}`,
    ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
    ...(name === undefined ? {} : { name }),
    ...(region === undefined ? {} : { region }),
    ...(policyFile === undefined ? {} : { policyFile }),
    ...secrets,
  };
}

const passwordInAddress =
  'the ClickHouse address has a password in it, which other accounts and logs can read; ' +
  'take it out and set CLICKHOUSE_PASSWORD or CLICKHOUSE_PASSWORD_FILE';

/** @param {{ readonly [name: string]: string | undefined }} environment */
function readSecrets(environment) {
  try {
    const clickhousePassword = readSecret(environment, 'CLICKHOUSE_PASSWORD');
    const adminToken = readSecret(environment, 'ADMIN_TOKEN');
    const privacyToken = readSecret(environment, 'PRIVACY_TOKEN');
    return {
      ...(clickhousePassword === undefined ? {} : { clickhousePassword }),
      ...(adminToken === undefined ? {} : { adminToken }),
      ...(privacyToken === undefined ? {} : { privacyToken }),
    };
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/**
 * An empty one is none: a variable that was left empty must not let anybody in.
 *
 * @param {{ readonly [name: string]: string | undefined }} environment
 * @param {string} variable
 */
function readSecret(environment, variable) {
  const file = environment[`${variable}_FILE`];
  const secret = file === undefined ? environment[variable] : readFileSync(file, 'utf8').trim();
  if (file !== undefined && secret === '') throw new Error(`${file} is empty`);
  return secret || undefined;
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
        region: text,
        'require-subject': { type: 'boolean' },
        host: text,
        port: text,
        data: text,
        clickhouse: text,
        'allow-origin': texts,
        'allow-host': texts,
        policy: text,
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
