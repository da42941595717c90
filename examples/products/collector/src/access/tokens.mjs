import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { replaceFile } from '../access-log/log-files.mjs';
import { hashOf } from '../hash-of.mjs';

/**
 * Tokens for people's tools and for machines: each has a name, a role of the policy, and an end. The file holds their hashes
 * alone; the token itself is printed once. A revoked one stays in the file, so that the log can tell of it.
 *
 * @typedef {object} Token
 * @property {string} id
 * @property {string} name Whose it is.
 * @property {string} role
 * @property {string} hash SHA-256 of the whole token, which has 256 random bits: nothing to slow down is there to guess.
 * @property {string} made
 * @property {string} expires
 * @property {string} [revoked]
 */

/** @param {string} dataDirectory */
export function tokenFileOf(dataDirectory) {
  return join(dataDirectory, 'tokens.json');
}

/**
 * @param {string} file
 * @returns {Token[]}
 */
export function readTokens(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).tokens : [];
}

/**
 * @param {string} file
 * @param {{ name: string, role: string, days: number, now: number }} wanted
 * @returns {{ token: string, entry: Token }} The token is nowhere else.
 */
export function makeToken(file, { name, role, days, now }) {
  const id = randomUUID().slice(0, 8);
  const token = `hgc_${id}_${randomBytes(32).toString('base64url')}`;
  const entry = {
    id,
    name,
    role,
    hash: hashOf(token),
    made: new Date(now).toISOString(),
    expires: new Date(now + days * 86_400_000).toISOString(),
  };
  writeTokens(file, [...readTokens(file), entry]);
  return { token, entry };
}

/**
 * @param {string} file
 * @param {string} id
 * @param {number} now
 * @returns {Token | undefined} `undefined` where there is none that could be revoked.
 */
export function revokeToken(file, id, now) {
  const tokens = readTokens(file);
  const found = tokens.find((token) => token.id === id && token.revoked === undefined);
  if (found === undefined) return undefined;
  const revoked = { ...found, revoked: new Date(now).toISOString() };
  writeTokens(
    file,
    tokens.map((token) => (token === found ? revoked : token)),
  );
  return revoked;
}

/**
 * @param {string} file
 * @param {readonly Token[]} tokens
 */
function writeTokens(file, tokens) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  replaceFile(file, `${JSON.stringify({ tokens }, undefined, 2)}\n`);
}

/**
 * The file as a running collector sees it: read again when it has changed, so that a revoked token is refused at once.
 *
 * @param {string} file
 * @param {() => number} now
 */
export function createTokenBook(file, now) {
  /** @type {Token[]} */
  let tokens = [];
  let state = '';

  function read() {
    const stats = statSync(file, { throwIfNoEntry: false });
    // A new file takes the place of the old one, so its number tells even within one tick of the clock.
    const found = stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
    if (found !== state) tokens = readTokens(file);
    state = found;
    return tokens;
  }

  return {
    all: read,
    /**
     * @param {string} text
     * @returns {Token | undefined} The token that holds now.
     */
    find(text) {
      const id = /^hgc_([\da-f]{8})_[\w-]{43}$/.exec(text)?.[1];
      const token = read().find((token) => token.id === id);
      if (token === undefined || !isSameHash(hashOf(text), token.hash)) return undefined;
      const holds = token.revoked === undefined && Date.parse(token.expires) > now();
      return holds ? token : undefined;
    },
  };
}

/**
 * @param {string} given
 * @param {string} expected
 */
function isSameHash(given, expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
