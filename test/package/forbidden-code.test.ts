import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from '../support/dist.js';
import { findForbidden } from './find-forbidden.js';

const parts = readdirSync(join(root, 'dist/parts')).filter((file) => file.endsWith('.js'));
const FILES = [
  'index.js',
  'engine.js',
  'frame.js',
  'debug.js',
  'headgate-debug.min.js',
  'inspector.js',
  'headgate-inspector.min.js',
  'seal.js',
  'react.js',
  'headgate.min.js',
  'headgate-engine.min.js',
  'headgate.single.min.js',
  ...parts.map((file) => `parts/${file}`),
];

describe('the files for browsers', () => {
  it.each(FILES)('%s, read as code, makes none and no markup from text', (file) => {
    expect(findForbidden(readText(`dist/${file}`))).toEqual([]);
  });
});

describe('the look at code', () => {
  it.each([
    ['eval("1")', 'eval'],
    ['window.eval(x)', 'eval'],
    ['(0, globalThis["eval"])(x)', 'eval'],
    ['new Function("return this")()', 'Function'],
    ['Function(x)', 'Function'],
    ['self.Function(x)', 'Function'],
    ['element.innerHTML = x', 'innerHTML'],
    ['element["outerHTML"] += x', 'outerHTML'],
    ['body?.insertAdjacentHTML("beforeend", x)', 'insertAdjacentHTML'],
    ['document.write(x)', 'document.write'],
    ['window.document["writeln"](x)', 'document.writeln'],
    ['setTimeout("track()", 5)', 'setTimeout of text'],
    ['window.setInterval(`track(${x})`)', 'setInterval of text'],
    ['setTimeout(a + "()")', 'setTimeout of text'],
    ['location.href = "javascript:void 0"', 'javascript:'],
  ])('sees %s', (code, name) => {
    expect(findForbidden(code)).toEqual([name]);
  });

  it.each([
    'setTimeout(track, 5); setTimeout(() => "x")',
    '// eval(x)\nconst text = "innerHTML, document.write, new Function";',
    'value instanceof Function; typeof eval',
    'stream.write(x); element.textContent = x',
  ])('is not misled by %j', (code) => {
    expect(findForbidden(code)).toEqual([]);
  });
});
