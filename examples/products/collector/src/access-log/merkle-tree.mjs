import { createHash } from 'node:crypto';

/**
 * The Merkle tree hash of RFC 6962 over lines that are only ever appended. It keeps the roots of the full subtrees from left
 * to right, one for each bit of the size, so that a log of any length costs a few hashes a line.
 */
export function createMerkleTree() {
  /** @type {{ leaves: number, hash: Buffer }[]} */
  const subtrees = [];
  let size = 0;

  /** @param {Buffer | string} leaf */
  function append(leaf) {
    let added = { leaves: 1, hash: hash(Buffer.from([0]), Buffer.from(leaf)) };
    for (let last = subtrees.at(-1); last?.leaves === added.leaves; last = subtrees.at(-1)) {
      added = { leaves: added.leaves * 2, hash: hashPair(last.hash, added.hash) };
      subtrees.pop();
    }
    subtrees.push(added);
    size += 1;
  }

  /** @returns {Buffer} */
  function root() {
    const hashes = subtrees.map(({ hash }) => hash);
    return hashes.length === 0 ? hash() : hashes.reduceRight((right, left) => hashPair(left, right));
  }

  return { append, root, size: () => size };
}

/**
 * @param {Buffer} left
 * @param {Buffer} right
 */
function hashPair(left, right) {
  return hash(Buffer.from([1]), left, right);
}

/** @param {readonly Buffer[]} parts */
function hash(...parts) {
  const sha256 = createHash('sha256');
  for (const part of parts) sha256.update(part);
  return sha256.digest();
}
