import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'parse5';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import catalogue from '../../../../src/node/build/parts.json' with { type: 'json' };
import { COLLECTOR_PARTS, SOURCE_PARTS, type BuildOptions } from '../../../../src/node/build/build-options.js';
import { buildScript } from '../../../../src/node/build/build-script.js';
import { toMagentoWhitelist } from '../../../../src/node/build/describe-script.js';
import { createBuildCommand } from '../../../../src/node/commands/build.js';
import { SOURCE_NAMES } from '../../../../src/node/source-settings-schema.js';
import { problemsOf, schemaOf } from '../cli/output-schemas.js';
import { readSaasManifest } from '../reports/saas-report.js';
import { createNotebook } from './notebook.js';
import { writeParts } from './write-parts.js';

// Compressing a file as well as can be takes as long as a busy machine lets it.
vi.setConfig({ testTimeout: 60_000 });

const root = resolve(import.meta.dirname, '../../../..');
const manifest = readSaasManifest();
const NAMES = [
  'gate',
  'kernel',
  'bridge',
  'seal',
  'sources-onetrust',
  'sources-gpc',
  'sources-magento',
  'sources-manual',
  'collectors-json',
  'collectors-mixpanel',
  'collectors-hotjar',
  'collectors-dataLayer',
  'events-attributes',
];
const OPTIONS: BuildOptions = {
  consent: { onetrust: {}, gpc: {} },
  collectors: {
    warehouse: { type: 'json', url: 'https://collect.example/v1/events' },
    hotjar: { type: 'hotjar' },
    mixpanel: { type: 'mixpanel', token: 'a1b2' },
    crm: { type: 'dataLayer' },
    zigpoll: { type: 'json', url: '/hg/zigpoll' },
  },
  events: { attributes: {} },
  frames: ['https://survey.example'],
};

let parts: URL;
beforeAll(async () => void (parts = await writeParts(NAMES)), 120_000);
afterAll(() => rmSync(new URL('..', parts), { recursive: true, force: true }));

const build = (options: BuildOptions = OPTIONS) => buildScript(manifest, options, '/js/headgate.min.js', parts);

test('the directives have the endpoints of every region', () => {
  const warehouse = {
    type: 'json',
    endpoints: { EU: { url: 'https://eu.example/e' }, US: { url: 'https://us.example/e' } },
  };
  const mixpanel = { type: 'mixpanel', token: 'a1b2', endpoints: { EU: { region: 'EU' }, US: {} } };
  expect(build({ ...OPTIONS, collectors: { warehouse, mixpanel } }).directives['connect-src']).toEqual([
    'https://api-eu.mixpanel.com',
    'https://api.mixpanel.com',
    'https://eu.example',
    'https://us.example',
  ]);
});

describe('the catalogue of parts', () => {
  test('has a part for each consent source that a manifest can name, and no other', () => {
    expect([...SOURCE_PARTS].sort()).toEqual([...SOURCE_NAMES].sort());
  });

  test('names files that exist and export what it says', () => {
    const { sources, collectors, events, ...single } = catalogue;
    for (const part of [
      ...Object.values(single),
      ...[sources, collectors, events].flatMap((all) => Object.values(all)),
    ]) {
      const { module, export: exported } = part;
      const text = readFileSync(join(root, 'src', `${module}.ts`), 'utf8');
      expect(text).toMatch(new RegExp(`export (?:async )?(?:function|const) ${exported}\\b`));
    }
  });

  test('leaves out no collector but the one that is configured by functions', () => {
    const folder = join(root, 'src/delivery/collectors');
    const adapters = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /^export function \w+\([^]*?\): (?:Http|Page)Collector/m.test(readFileSync(join(folder, file), 'utf8')),
      )
      .map((file) => file.replace('.ts', ''));
    const known = Object.values(catalogue.collectors).map(({ module }) => module.split('/').at(-1));
    expect(adapters.filter((name) => !known.includes(name))).toEqual(['webhook']);
    expect(COLLECTOR_PARTS).toHaveLength(known.length);
  });
});

test('the same input gives the same bytes, in whatever order it is given', () => {
  const reversed = (record: object = {}): never => Object.fromEntries(Object.entries(record).reverse()) as never;
  const once = build();
  expect(build()).toEqual(once);
  const twice = build({ ...OPTIONS, consent: reversed(OPTIONS.consent) });
  expect(twice.parts).toEqual(once.parts);
});

test('the file holds only what was chosen', () => {
  const { code, parts: names } = build({
    consent: { gpc: {} },
    collectors: { warehouse: { type: 'json', url: '/e' } },
  });
  expect(names).toEqual(['gate', 'seal', 'sources-gpc', 'sources-manual', 'collectors-json']);
  expect(code).toContain('globalPrivacyControl');
  expect(code).not.toContain('OnetrustActiveGroups');
  expect(build().code).toContain('OnetrustActiveGroups');
});

test('sealing comes only with a manifest that seals', () => {
  const { fields: _fields, ...bare } = manifest.events['help_article_opened']!;
  const plain = { ...manifest, events: { help_article_opened: bare } };
  const options: BuildOptions = { collectors: { warehouse: { type: 'json', url: '/e' } } };
  expect(buildScript(plain, options, '/a.js', parts).parts).toEqual(['gate', 'sources-manual', 'collectors-json']);
});

test('sources of the manifest are used where the options name none', () => {
  const withSources = { ...manifest, sources: { onetrust: {} } };
  expect(buildScript(withSources, {}, '/a.js', parts).parts).toContain('sources-onetrust');
});

test('the file is ASCII, has no trace of evaluation or module loaders, and can be joined with others', () => {
  const { code } = build();
  expect(code).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
  expect(code).toMatch(/\}\)\(\);\n$/);
  // eslint-disable-next-line no-control-regex
  expect(code).toMatch(/^[\u0000-\u007F]*$/);
  expect(code).not.toMatch(/\beval\(|new Function|define\.amd|sourceMappingURL/);
  expect(() => new Script(`var before = 1\n;${code};var after = 1;`)).not.toThrow();
});

test('the source map leads from each part to its source', () => {
  const { code, map } = build();
  const sourceMap = new SourceMap(JSON.parse(map) as never);
  const lines = code.split('\n');
  const at = (needle: string): string => {
    const line = lines.findIndex((text) => text.includes(needle));
    const entry = sourceMap.findEntry(line, lines[line]!.indexOf(needle)) as { originalSource?: string };
    return entry.originalSource ?? '';
  };
  expect(at('OnetrustActiveGroups')).toMatch(/consent\/sources\/onetrust\.ts$/);
  expect(at('globalPrivacyControl')).toMatch(/gpc\.ts$/);
  expect(at('headgate-config')).toMatch(/script\/find-configuration\.ts$/);
  expect(at('composedPath')).toMatch(/events\/start-attributes\.ts$/);
});

test('the directives are those of the collectors’ own hosts', () => {
  const { directives, notes } = build();
  expect(directives['script-src']).toEqual(["'self'"]);
  expect(directives['connect-src']).toEqual(
    expect.arrayContaining(["'self'", 'https://collect.example', expect.stringMatching(/mixpanel\.com$/)]),
  );
  expect(directives['frame-src']).toEqual(['https://survey.example']);
  expect(notes).toEqual([]);
});

test('a file of another origin is checked by the browser too', () => {
  const { line, integrity, directives } = buildScript(manifest, OPTIONS, 'https://cdn.example/headgate.min.js', parts);
  expect(line).toBe(
    `<script src="https://cdn.example/headgate.min.js" integrity="${integrity}" crossorigin="anonymous" defer></script>`,
  );
  expect(directives['script-src']).toEqual(['https://cdn.example']);
});

test('Magento’s whitelist is sound XML with an id of its own for each host', () => {
  const xml = toMagentoWhitelist(build().directives);
  expect(xml).toContain('urn:magento:module:Magento_Csp:etc/csp_whitelist.xsd');
  const ids = [...xml.matchAll(/<value id="([\w-]+)" type="host">([^<]+)<\/value>/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThanOrEqual(3);
  expect(new Set(ids).size).toBe(ids.length);
  expect(xml).not.toContain("'self'");
  for (const tag of ['policies', 'policy', 'values', 'value', 'csp_whitelist']) {
    expect(xml.match(new RegExp(`<${tag}[ >]`, 'g'))?.length).toBe(xml.match(new RegExp(`</${tag}>`, 'g'))?.length);
  }
  expect(JSON.stringify(parse(xml).childNodes.length)).not.toBe('0');
});

test('a collector that the manifest does not describe gets no adapter', () => {
  expect(() => build({ collectors: { warehous: { type: 'json', url: '/e' } } })).toThrow(
    /no collector "warehous".*"warehouse"\?/,
  );
});

test('a lane without an adapter, and no consent source, are told', () => {
  const { findings, notes } = build({ collectors: { warehouse: { type: 'json', url: '/e' } } });
  expect(findings.join('\n')).toContain('No adapter for mixpanel');
  expect(notes.join('\n')).toContain('No consent source');
});

describe('the second file', () => {
  const engineOf = (src: string) => buildScript(manifest, OPTIONS, src, parts).engine;

  test.each([
    ['/js/headgate.min.js?v=3', 'headgate-engine.min.js'],
    ['https://cdn.example/shop.js', 'shop-engine.js'],
  ])('beside %s is %s, whose name, release and hash are in the first', (src, file) => {
    const { code, engine } = buildScript(manifest, OPTIONS, src, parts);
    expect(engine).toMatchObject({ file, code: readFileSync(new URL('../headgate-engine.min.js', parts), 'utf8') });
    expect(code).toContain(`,"${file}")`);
    expect(code).toContain(engine!.integrity);
    const [release = 'none'] = /"[\da-f]{16}"/.exec(engine!.code) ?? [];
    expect(code).toContain(release);
  });

  test('is the same for every manifest and every choice', () => {
    expect(buildScript(manifest, {}, '/js/headgate.min.js', parts).engine).toEqual(engineOf('/js/headgate.min.js'));
  });

  test('is not there where all is in one', () => {
    const { code, engine, parts: names } = buildScript(manifest, OPTIONS, '/a.js', parts, { isSingle: true });
    expect([engine, names[0], code.includes('-engine')]).toEqual([undefined, 'kernel', false]);
  });
});

describe('headgate build', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headgate-build-'));
    writeFileSync(join(folder, 'headgate.manifest.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'build.json'), JSON.stringify(OPTIONS));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = async (...args: string[]) => {
    const notebook = createNotebook(folder);
    return { code: await createBuildCommand(parts).run(args, notebook), notebook };
  };

  test('writes the file, its map and the whitelist, and says what the page needs', async () => {
    const { code, notebook } = await run('--config', 'build.json', '--magento');
    expect(code).toBe(0);
    const written = readFileSync(join(folder, 'headgate-build/headgate.min.js'), 'utf8');
    expect(written).toBe(buildScript(manifest, OPTIONS, '/headgate.min.js', parts).code);
    expect(existsSync(join(folder, 'headgate-build/headgate.min.js.map'))).toBe(true);
    const second = readFileSync(join(folder, 'headgate-build/headgate-engine.min.js'), 'utf8');
    expect(second).toBe(readFileSync(new URL('../headgate-engine.min.js', parts), 'utf8'));
    expect(existsSync(join(folder, 'headgate-build/headgate-engine.min.js.map'))).toBe(true);
    expect(notebook.printed()).toContain('trusted-types headgate');
    expect(existsSync(join(folder, 'headgate-build/csp_whitelist.xml'))).toBe(true);
    expect(notebook.printed()).toMatch(
      /<script src="\/headgate\.min\.js" integrity="sha384-[\w+/]{64}" defer><\/script>/,
    );
    expect(notebook.printed()).toContain("connect-src 'self' https://");
  });

  test('writes one file where it is asked to', async () => {
    const { code, notebook } = await run('--config', 'build.json', '--single', '--out', 'one');
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'one')).sort()).toEqual(['headgate.min.js', 'headgate.min.js.map']);
    expect(notebook.printed()).not.toContain('engine');
  });

  test('takes adapters from the command line, and prints JSON', async () => {
    const { notebook } = await run('--collector', 'warehouse=json:https://c.example/e', '--source', 'gpc', '--json');
    expect(JSON.parse(notebook.printed())).toMatchObject({
      parts: ['gate', 'seal', 'sources-gpc', 'sources-manual', 'collectors-json'],
      directives: { 'connect-src': ['https://c.example'] },
      engine: { file: 'headgate-engine.min.js', integrity: expect.stringMatching(/^sha384-/) },
    });
    expect(problemsOf(schemaOf('build.schema'), notebook.printed())).toEqual([]);
    expect(problemsOf(schemaOf('build.schema'), notebook.printed().replace('sha384', 'sha1'))).not.toEqual([]);
  });

  test.each([
    ['https://TODO.example/v1/events', 'is still'],
    ['not an address', 'is no address'],
    ['ftp://c.example/e', 'is no address'],
    ['http://c.example/e', 'is not encrypted'],
  ])('answers a collector at %s with a finding and exit code 1', async (url, message) => {
    const collectors = { ...OPTIONS.collectors, warehouse: { type: 'json', url } };
    writeFileSync(join(folder, 'faulty.json'), JSON.stringify({ ...OPTIONS, collectors }));
    const { code, notebook } = await run('--config', 'faulty.json', '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(notebook.printed()) as { findings: string[] };
    expect(findings).toEqual([expect.stringContaining(message)]);
  });

  test.each(['http://localhost:8080/e', 'http://127.0.0.1/e', 'https://c.example/e', '/v1/events'])(
    'has nothing to say of a collector at %s',
    (url) => {
      const collectors = { ...OPTIONS.collectors, warehouse: { type: 'json', url } };
      expect(build({ ...OPTIONS, collectors }).findings).toEqual([]);
    },
  );

  test('answers a collector without an adapter with exit code 1', async () => {
    const { code } = await run('--collector', 'warehouse=json:/e');
    expect(code).toBe(1);
  });

  test('takes options of an adapter from the command line', async () => {
    const { notebook } = await run('--collector', 'mixpanel=mixpanel:token=a1b2,region=EU', '--json');
    expect(JSON.parse(notebook.printed())).toMatchObject({
      directives: { 'connect-src': ['https://api-eu.mixpanel.com'] },
    });
    expect(readFileSync(join(folder, 'headgate-build/headgate.min.js'), 'utf8')).toContain('"token":"a1b2"');
  });

  test.each([
    [['--source', 'onetrus'], '"onetrust"?'],
    [['--collector', 'warehouse'], 'LANE=TYPE:URL'],
    [['--collector', 'warehouse=jsn:/e'], '"json"?'],
    [['--collector', 'warehouse=webhook:/e'], 'configured by functions'],
    [['--events', 'atributes'], '"attributes"?'],
    [['--frame', 'https://a.example/path'], 'an origin'],
    [['--name', '../x.js'], '--name takes'],
    [['--config', 'gone.json'], 'There is no file'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });
});
