import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readText } from '../support/dist.js';

/** The ways in which a shop evaluates the script-tag file; Magento's bundling, merging and minifying do all of them. */
describe.each([
  ['headgate.min.js', '../src/script.ts'],
  ['headgate.single.min.js', '../src/script-single.ts'],
])('the script-tag file %s', (file, source) => {
  const script = readText(`dist/${file}`);
  let window: Window;
  const run = (code: string): unknown => window.eval(code);
  const isThere = () => run('typeof headgate === "object" && typeof headgate.track === "function"');

  beforeEach(() => {
    window = new Window({
      url: 'http://shop.example/',
      settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
    });
  });
  afterEach(() => window.happyDOM.close());

  it('sets the global as a classic script', () => {
    run(script);
    expect(isThere()).toBe(true);
  });

  it('adds one global and no other', () => {
    const names = () => run('Object.getOwnPropertyNames(globalThis)') as string[];
    const before = new Set(names());
    run(script);
    expect(names().filter((name) => !before.has(name))).toEqual(['headgate']);
  });

  it('sets the global as the body of a new function', () => {
    run(`new Function(${JSON.stringify(script)})()`);
    expect(isThere()).toBe(true);
  });

  it('stands between other files that are joined by a semicolon alone', () => {
    run(`globalThis.before = 1;${script};globalThis.after = 1`);
    expect([isThere(), run('before'), run('after')]).toEqual([true, 1, 1]);
  });

  it('stands after a file that ends in a line comment, on a line of its own', () => {
    run(`globalThis.before = 1 // end\n;${script}`);
    expect(isThere()).toBe(true);
  });

  it('leaves the files that are joined to it out of strict mode', () => {
    run(`${script};notDeclared = 1`);
    expect(run('notDeclared')).toBe(1);
  });

  it('offers itself to no module loader', () => {
    run('globalThis.offered = []; globalThis.define = (...args) => offered.push(args); define.amd = {}');
    run('globalThis.module = { exports: {} }; globalThis.exports = module.exports');
    run(script);
    expect([run('offered.length'), run('Object.keys(module.exports).length'), isThere()]).toEqual([0, 0, true]);
  });

  it('keeps the first instance when it is loaded twice', () => {
    run(`${script};globalThis.first = headgate`);
    run(script);
    expect(run('first === headgate')).toBe(true);
  });

  it('lets a call without any configuration pass without a throw', () => {
    run(script);
    expect(() => run('headgate.track("page_view", {})')).not.toThrow();
  });

  it('ends in a line break, and not in a comment', () => {
    expect(script.endsWith('\n')).toBe(true);
    expect(script.trimEnd().split('\n').at(-1)).not.toMatch(/^\s*\/[/*]/);
    expect(script).not.toContain('sourceMappingURL');
  });

  it('is pure ASCII, so that a page in any encoding can load it', () => {
    // oxlint-disable-next-line no-control-regex
    expect(script).toMatch(/^[\x00-\x7f]*$/);
  });

  it('has its source map beside it', () => {
    const map = JSON.parse(readText(`dist/${file}.map`)) as { sources: string[] };
    expect(map.sources).toContain(source);
  });
});
