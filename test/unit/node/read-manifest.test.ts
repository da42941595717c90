import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManifestError, readManifest } from 'headgate/node';
import { locateJson } from '../../../src/node/locate-json.js';
import { readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

const fixture = (name: string): URL => new URL(`../../fixtures/manifests/${name}`, import.meta.url);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-manifest-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function readText(text: string): ManifestError {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, text);
  try {
    readManifest(file);
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('readManifest', () => {
  it('reads a sound manifest from a file', () => {
    expect(readManifest(fixture('good.json'))).toEqual(readGoodManifest());
  });

  it('reads a file that begins with a byte order mark', () => {
    const file = join(folder, 'marked.json');
    writeFileSync(file, `\uFEFF${JSON.stringify(readGoodManifest())}`);
    expect(readManifest(file)).toEqual(readGoodManifest());
  });

  it('lists every fault of a faulty manifest, in the order of its lines', () => {
    const error = (() => {
      try {
        return readManifest(fixture('bad.json'));
      } catch (thrown) {
        return thrown as ManifestError;
      }
    })();
    expect(error).toBeInstanceOf(ManifestError);
    expect(
      (error as ManifestError).problems.map(({ line, column, path }) => `${line}:${column} ${path.join('.')}`),
    ).toEqual([
      '3:3 version',
      '4:3 controler',
      '5:3 controller.contact',
      '6:37 regimes.UK',
      '7:47 categories.analytics.sources.onetrust',
      '8:31 purposes.adoption.titel',
      '10:46 collectors.warehouse.role',
      '11:5 collectors.mixpanel.agreement',
      '11:5 collectors.mixpanel.safeguard',
      '14:5 events.consent_receipt',
      '23:7 events.shaped_wrongly.tier',
      '25:7 events.shaped_wrongly.retentionDays',
      '26:7 events.shaped_wrongly.collectors',
      '29:7 events.named_wrongly.purpose',
      '32:22 events.named_wrongly.categories.0',
      '34:22 events.named_wrongly.collectors.0',
      '36:9 events.named_wrongly.fields.user.protect',
      '37:38 events.named_wrongly.fields.email.data',
      '38:49 events.named_wrongly.fields.count.max',
      '50:5 events.ruled_wrongly',
      '50:5 events.ruled_wrongly.categories',
      '53:7 events.ruled_wrongly.basis',
      '56:7 events.ruled_wrongly.storage',
      '57:19 events.ruled_wrongly.fields.answer.protect',
      '57:68 events.ruled_wrongly.fields.answer.maxLenght',
      '60:32 receipts.collectors.0',
    ]);
  });

  it('says file, line and column in the message', () => {
    const { message, file } = readText('{\n  "version": 5\n}');
    expect(message).toContain(`${file}:2:3: version: found 5, expected string`);
  });

  it('says where a text stops being JSON', () => {
    const unquoted = readText('{\n  version: 1\n}').problems;
    expect(unquoted).toMatchObject([{ path: [], expected: 'JSON', line: 2, column: 3 }]);
    const oops = readText('{\n  "version": oops\n}').problems;
    expect(oops).toMatchObject([{ path: [], expected: 'JSON', found: expect.stringContaining('oops') as string }]);
    expect(readText('').problems).toMatchObject([{ path: [], expected: 'JSON' }]);
  });
});

describe('locateJson', () => {
  it('finds each value by its key or its place', () => {
    const text = '{"a":[{}, {"b":"x,]\\"}"}, [[1], 2]], "c\\u0064": {"a": null}}';
    const { offsets, repeated } = locateJson(text);
    expect(repeated).toEqual([]);
    expect([...offsets].map(([path, offset]) => [path, text.slice(offset, offset + 5)])).toEqual([
      ['["a"]', '"a":['],
      ['["a",0]', '{}, {'],
      ['["a",1]', '{"b":'],
      ['["a",1,"b"]', '"b":"'],
      ['["a",2]', '[[1],'],
      ['["a",2,0]', '[1], '],
      ['["a",2,0,0]', '1], 2'],
      ['["a",2,1]', '2]], '],
      ['["cd"]', '"c\\u0'],
      ['["cd","a"]', '"a": '],
    ]);
  });

  it('tells a key that an object has twice, and not the same key of two objects', () => {
    expect(locateJson('{"a":{"b":1},"c":[{"b":1},{"b":2}],"a":{"b":3}}').repeated).toEqual([['a']]);
  });
});
