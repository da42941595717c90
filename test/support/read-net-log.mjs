/**
 * Reads Chromium's own record of its network use, which no page and no test tool can bend. A browser that was killed
 * leaves it without its end, so it is read line by line: Chromium writes one event a line.
 */
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} NetLogRequest
 * @property {string} url
 * @property {string} method
 * @property {boolean} isOfPage Whether a page made it, or a frame or worker of one. A full browser also asks for updates.
 */

/**
 * Every request that the network service started, redirects included.
 *
 * @param {string} file
 * @returns {Promise<NetLogRequest[]>}
 */
export async function readNetLogRequests(file) {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const started = startOfJob(lines[0] ?? '');
  return lines
    .map(parseEvent)
    .filter((event) => event?.type === started && event?.params?.url)
    .map(({ params: { url, method = 'GET', initiator = NOBODY } }) => ({
      url,
      method,
      isOfPage: initiator !== NOBODY,
    }));
}

/** What Chromium names as initiator of what it does by itself, and of what is typed into its address bar. */
const NOBODY = 'not an origin';

/** @param {string} constants */
function startOfJob(constants) {
  const code = /"URL_REQUEST_START_JOB":(\d+)/.exec(constants)?.[1];
  if (!code) throw new Error('Not a NetLog: its first line names no URL_REQUEST_START_JOB.');
  return Number(code);
}

/** @param {string} line */
function parseEvent(line) {
  try {
    return JSON.parse(line.replace(/(,|\]\}|\],?)\s*$/, ''));
  } catch {
    return undefined;
  }
}
