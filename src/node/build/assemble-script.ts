import { toManifestTable } from '../to-manifest-table.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { BuildOptions } from './build-options.js';
import { chooseParts, toVariable } from './choose-parts.js';
import type { Part } from './read-parts.js';

export interface Script {
  readonly code: string;
  /** An index map: each part's own map, from the line where the part stands. */
  readonly map: string;
}

export interface FileNames {
  readonly file: string;
  /** Of the second file; nothing where all is in one. */
  readonly engineFile?: string | undefined;
}

/**
 * Browsers compile the whole file while it loads, not each function when it first runs. Only a first line counts.
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad';

/** One function around all, so that no name of a part is a global, wherever the file is evaluated. */
const OPENING = '(()=>{"use strict";';
const CLOSING = '})();';

/**
 * Puts a script file together: one part a line, then the call that starts it with the manifest and the options. No comment at the
 * end and a line feed behind it, so that shops can join the file with others. The same input gives the same bytes.
 */
export function assembleScript(
  manifest: Manifest,
  options: BuildOptions,
  parts: readonly Part[],
  { file, engineFile }: FileNames,
): Script {
  const starter = engineFile === undefined ? 'kernel' : 'gate';
  const { wiring } = chooseParts(manifest, options, starter);
  const { $schema: _schema, ...configuration } = options;
  const given = [{ manifest: toManifestTable(manifest), ...configuration }, ...(engineFile ? [engineFile] : [])];
  const call = `${toVariable(starter)}(${[wiring, ...given.map(toLiteral)].join(',')})`;
  const head = [COMPILE_HINT, OPENING];
  const blocks = parts.map(({ code }) => code.replace(/;?$/, ';'));
  const lines = [...head, ...blocks, `${call}${CLOSING}`];
  let line = head.length;
  const sections = parts.map(({ map }, index) => {
    const section = { offset: { line, column: 0 }, map };
    line += blocks[index]!.split('\n').length;
    return section;
  });
  return {
    code: `${lines.join('\n')}\n`,
    map: `${JSON.stringify({ version: 3, file, sections })}\n`,
  };
}

/** JSON is JavaScript but for `__proto__`, which would set a prototype. A page in another encoding than UTF-8 may load the file. */
function toLiteral(value: unknown): string {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (key === '__proto__') throw new Error('No name in the manifest or the options can be __proto__.');
    return inner;
  });
  return text.replace(/[\u007F-\uFFFF<]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
