import { openNote } from './signed-note.mjs';

/**
 * A checkpoint (c2sp.org/tlog-checkpoint): the log's origin, its size and its Merkle root, as a signed note. Whoever keeps one
 * can tell later whether anything before it was changed, removed or moved.
 *
 * @typedef {{ size: number, root: string }} Checkpoint
 */

/**
 * @param {string} origin
 * @param {{ size: () => number, root: () => Buffer }} tree
 */
export function toCheckpointText(origin, tree) {
  return `${origin}\n${tree.size()}\n${tree.root().toString('base64')}\n`;
}

/**
 * @param {string} note
 * @param {string} verifierKey
 * @returns {Checkpoint | undefined} `undefined` where it is not signed by the key, or is no checkpoint of its log.
 */
export function openCheckpoint(note, verifierKey) {
  const [origin, size = '', root = ''] = (openNote(note, verifierKey) ?? '').split('\n');
  if (origin === undefined || origin !== verifierKey.split('+')[0] || !/^(0|[1-9]\d*)$/.test(size)) return undefined;
  return Buffer.from(root, 'base64').length === 32 ? { size: Number(size), root } : undefined;
}
