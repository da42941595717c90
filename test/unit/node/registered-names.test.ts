import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import catalogue from '../../../src/node/build/parts.json' with { type: 'json' };
import { COLLECTOR_PARTS } from '../../../src/node/build/build-options.js';
import { SOURCE_NAMES } from '../../../src/node/source-settings-schema.js';
import budgets from '../../size-limit.json' with { type: 'json' };
import { root } from '../../support/dist.js';

/**
 * A consent source has one registered name, and so has a collector: that of its function. `SourceSettings` and `parts.json` say
 * them; the compiler compares the schema, the codes and the parts. Here is compared what no compiler reads.
 */

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
/** The first group of each match. */
const findAll = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!);

const sources = sorted(SOURCE_NAMES);
const collectors = sorted(COLLECTOR_PARTS);
/** Configured by functions, so no JSON of a script tag can name it. */
const WEBHOOK = 'webhook';

describe.each([
  ['consent source', sources, catalogue.sources],
  ['collector', collectors, catalogue.collectors],
])('the registered name of a %s', (_kind, names, parts) => {
  it('is that of the function that the package exports', async () => {
    expect(names.length).toBeGreaterThan(10);
    const headgate: object = await import('headgate');
    const exported = new Map<string, unknown>(Object.entries(headgate));
    expect(names.filter((name) => typeof exported.get(name) !== 'function')).toEqual([]);
  });

  it('is that of its part of a script file, whose module is named after it', () => {
    const toPlain = (name: string): string => name.replaceAll('-', '').toLowerCase();
    const found = Object.entries(parts).map(([name, { module, export: exported }]) => ({
      name,
      exported,
      file: toPlain(module.split('/').at(-1)!),
    }));
    expect(found).toEqual(Object.keys(parts).map((name) => ({ name, exported: name, file: toPlain(name) })));
    expect(sorted(Object.keys(parts))).toEqual(names);
  });
});

describe('a consent source is called by its registered name', () => {
  it('in the JSON schema of the manifest', () => {
    const schema = JSON.parse(read('manifest.schema.json')) as { properties: { sources: { properties: object } } };
    expect(sorted(Object.keys(schema.properties.sources.properties))).toEqual(sources);
  });

  it('in the byte budgets', () => {
    expect(sorted(budgets.sources.exports)).toEqual(sources);
  });

  it('in the measured table', () => {
    expect(sorted(findAll(read('src/consent/sources/README.md'), /^\| \[`(\w+)`\]/gm))).toEqual(sources);
  });

  it('in the documentation', () => {
    const named = findAll(read('docs/consent.md'), /^\| `(\w+)\(/gm);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !sources.includes(name))).toEqual([]);
  });

  it('where the shop system gives it a title', () => {
    const titled = findAll(
      read('examples/products/magento/Model/Config/Source/ConsentSources.php'),
      /^ {8}'(\w+)' =>/gm,
    );
    expect(titled.length).toBeGreaterThan(10);
    expect(titled.filter((name) => !sources.includes(name))).toEqual([]);
  });
});

describe('a collector is called by its registered name', () => {
  it('in the byte budgets', () => {
    expect(sorted(budgets.collectors.exports)).toEqual(sorted([...collectors, WEBHOOK]));
  });

  it('in the printed table', () => {
    expect(sorted(findAll(read('src/delivery/collectors/README.md'), /^\| \[`(\w+)`\]/gm))).toEqual(
      sorted([...collectors, WEBHOOK]),
    );
  });

  it('in the documentation, which leaves out none', () => {
    const [, text = ''] = read('docs/collectors.md').split('## Adapters');
    const [paragraph = ''] = text.split('[This table]');
    expect(sorted(findAll(paragraph, /`(\w+)`/g))).toEqual(sorted([...collectors, WEBHOOK]));
  });

  it('where the shop system forwards events', () => {
    const encoders = findAll(
      read('examples/products/magento/etc/di.xml'),
      /<item name="(\w+)"[^>]*>Headgate\\Tracking\\Forward\\\w+Encoder</g,
    );
    expect(encoders.length).toBeGreaterThan(8);
    expect(encoders.filter((name) => !collectors.includes(name))).toEqual([]);
  });
});
