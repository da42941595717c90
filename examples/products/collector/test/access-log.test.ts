import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { toCheckpointText } from '../src/access-log/checkpoint.mjs';
import { logFilesOf } from '../src/access-log/log-files.mjs';
import { createMerkleTree } from '../src/access-log/merkle-tree.mjs';
import { openAccessLog } from '../src/access-log/open-access-log.mjs';
import { createSigner, openNote } from '../src/access-log/signed-note.mjs';
import { verifyAccessLog } from '../src/access-log/verify-access-log.mjs';
import { hashOf } from '../src/hash-of.mjs';

const root = mkdtempSync(join(tmpdir(), 'access-log-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, String((folders += 1)));

const entry = (why: string) => ({
  action: 'read',
  who: { kind: 'token', name: 'Robin', role: 'analyst' },
  why,
  what: { rows: 1 },
  outcome: 'done' as const,
});

/** A log of ten entries, with the checkpoint that an auditor took after them. */
async function newLog() {
  const directory = newFolder();
  const log = await openAccessLog({ directory });
  for (let index = 0; index < 10; index++) await log.append(entry(`reason ${index}`));
  const held = log.checkpoint();
  await log.close();
  return { directory, held, verifierKey: log.verifierKey };
}

const { directory: original, held, verifierKey } = await newLog();

/** A copy of the log with other lines. */
function tamper(change: (lines: string[]) => string[]) {
  const directory = newFolder();
  cpSync(original, directory, { recursive: true });
  const file = logFilesOf(directory).entries;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(
    file,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return directory;
}

/** Lines numbered and chained anew, as the collector would have written them. */
function chain(lines: readonly string[]) {
  const chained: string[] = [];
  for (const line of lines) {
    const before = chained.at(-1);
    const previous = before === undefined ? '' : hashOf(before);
    chained.push(JSON.stringify({ ...(JSON.parse(line) as object), index: chained.length, previous }));
  }
  return chained;
}

const swap = (line: string) => line.replace('Robin', 'Alex');

describe('the access log', () => {
  it('is what it was as long as nobody touches it', async () => {
    expect(await verifyAccessLog(original, { checkpoints: [held] })).toEqual({
      problems: [],
      size: 10,
      isTorn: false,
      proven: 10,
    });
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ['changed', (lines) => lines.map((line, index) => (index === 4 ? swap(line) : line))],
    ['the last one changed', (lines) => lines.map((line, index) => (index === 9 ? swap(line) : line))],
    ['removed', (lines) => lines.filter((_, index) => index !== 4)],
    ['reordered', (lines) => [...lines.slice(0, 4), lines[5]!, lines[4]!, ...lines.slice(6)]],
    ['truncated', (lines) => lines.slice(0, 7)],
    [
      'rewritten from a point with a new chain',
      (lines) => chain(lines.map((line, index) => (index >= 4 ? swap(line) : line))),
    ],
    ['removed and chained anew', (lines) => chain(lines.filter((_, index) => index !== 4))],
    ['emptied', () => []],
  ])('tells that entries were tampered with: %s', async (_, change) => {
    const directory = tamper(change);
    expect((await verifyAccessLog(directory)).problems).not.toEqual([]);
    await expect(openAccessLog({ directory })).rejects.toThrow('is not what it was');
  });

  it('tells an auditor of a new chain that was signed with the log’s own key', async () => {
    const directory = tamper((lines) => chain(lines.map((line, index) => (index >= 4 ? swap(line) : line))));
    // Who holds the key makes the log sound in itself.
    rmSync(logFilesOf(directory).checkpoint);
    await (await openAccessLog({ directory })).close();
    expect((await verifyAccessLog(directory)).problems).toEqual([]);
    const { problems } = await verifyAccessLog(directory, { checkpoints: [held] });
    expect(problems).toEqual([expect.stringContaining('the first 10 entries are not those')]);
  });

  it('tells an auditor of a log that was put in the place of another, keys and all', async () => {
    const other = await newLog();
    const { problems } = await verifyAccessLog(other.directory, { checkpoints: [held], verifierKey });
    expect(problems.length).toBeGreaterThan(0);
  });

  it('goes on where it was', async () => {
    const directory = tamper((lines) => lines);
    const log = await openAccessLog({ directory });
    await log.append(entry('later'));
    const later = log.checkpoint();
    expect((await log.read(9, 5)).map(({ index, why }) => [index, why])).toEqual([
      [9, 'reason 9'],
      [10, 'later'],
    ]);
    await log.close();
    expect(await verifyAccessLog(directory, { checkpoints: [held, later] })).toMatchObject({
      problems: [],
      proven: 11,
    });
  });

  it('takes a line that was never written to its end for what it is, and says so in an entry', async () => {
    const directory = tamper((lines) => lines);
    appendFileSync(logFilesOf(directory).entries, '{"index":10,"prev');
    expect(await verifyAccessLog(directory)).toMatchObject({ problems: [], size: 10, isTorn: true });
    const log = await openAccessLog({ directory });
    expect(await log.read(10, 5)).toMatchObject([{ action: 'log-mended', what: { bytes: 17 } }]);
    await log.close();
    expect(await verifyAccessLog(directory, { checkpoints: [held] })).toMatchObject({ problems: [], isTorn: false });
  });

  it('writes nothing beside somebody else who writes to it', async () => {
    const directory = tamper((lines) => lines);
    const log = await openAccessLog({ directory });
    appendFileSync(logFilesOf(directory).entries, 'something\n');
    await expect(log.append(entry('after'))).rejects.toThrow('somebody else writes');
    await expect(log.append(entry('after that'))).rejects.toThrow('cannot be written');
    await log.close();
  });

  it('keeps many entries of one moment in order', async () => {
    const directory = newFolder();
    const log = await openAccessLog({ directory });
    await Promise.all(Array.from({ length: 300 }, (_, index) => log.append(entry(String(index)))));
    expect((await log.read(0, 1000)).map(({ why }) => why)).toEqual(
      Array.from({ length: 300 }, (_, index) => String(index)),
    );
    await log.close();
    expect(await verifyAccessLog(directory)).toMatchObject({ problems: [], proven: 300 });
  });

  it('names a person the same way each time, by a key of its own', async () => {
    const [one, other] = [
      await openAccessLog({ directory: newFolder() }),
      await openAccessLog({ directory: newFolder() }),
    ];
    expect(one.pseudonymOf('a')).toBe(one.pseudonymOf('a'));
    expect(one.pseudonymOf('a')).not.toBe(other.pseudonymOf('a'));
    await Promise.all([one.close(), other.close()]);
  });

  it('is readable by its own account alone', () => {
    for (const file of Object.values(logFilesOf(original))) expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('still holds what it acknowledged after kill -9, and verifies each time', async () => {
    const directory = newFolder();
    let acknowledged = 0;
    for (const answersBeforeKill of [1, 5, 40]) {
      const child = spawn(process.execPath, [fileURLToPath(new URL('append-entries.mjs', import.meta.url)), directory]);
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.split('\n').length > answersBeforeKill) child.kill('SIGKILL');
      });
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      acknowledged += output.split('\n').length - 1;
      const verified = await verifyAccessLog(directory);
      expect(verified.problems).toEqual([]);
      expect(verified.size).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = verified.size;
    }
  });
});

describe('its formats are the published ones', () => {
  it('has the Merkle roots of RFC 6962’s test vectors', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const tree = createMerkleTree();
    const roots = leaves.map((leaf) => {
      tree.append(Buffer.from(leaf, 'hex'));
      return tree.root().toString('hex');
    });
    expect(createMerkleTree().root().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(roots).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  // The key and the note that Go's implementation of signed notes is tested with.
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
  const signature = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  const note = `${text}\n— PeterNeumann ${signature}\n`;

  it('signs a note byte for byte as others do', () => {
    const signer = createSigner('PeterNeumann', seed);
    expect(signer.verifierKey).toBe(key);
    expect(signer.signNote(text)).toBe(note);
  });

  it('opens a note that carries the signature of a witness too', () => {
    expect(openNote(note, key)).toBe(text);
    expect(openNote(`${note}— witness.example ${signature}\n`, key)).toBe(text);
  });

  it.each([
    ['another text', note.replace('answer', 'Answer'), key],
    ['another signer', note.replace('— PeterNeumann', '— Peter'), key],
    ['a signature of another key', note, createSigner('PeterNeumann', Buffer.alloc(32, 7)).verifierKey],
    ['a key whose id is not its own', note, key.replace('c74f20a3', 'c74f20a4')],
    ['no signature', `${text}\n`, key],
    ['nothing', '', key],
  ])('does not open a note with %s', (_, note, key) => {
    expect(openNote(note, key)).toBeUndefined();
  });

  it('writes a checkpoint as origin, size and root', () => {
    const tree = createMerkleTree();
    tree.append('');
    expect(toCheckpointText('log.example/one', tree)).toBe(
      'log.example/one\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n',
    );
  });
});
