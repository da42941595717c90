import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readJourney } from '../../../../src/node/verify/journey.js';
import { root, runCommand } from '../cli/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'headgate-verify-command-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));

describe('a wrong call of headgate verify', () => {
  it.each<[string, readonly string[], string]>([
    ['no address', [], 'Name one address to visit.'],
    ['two addresses', ['https://a.example', 'https://b.example'], 'Name one address to visit.'],
    ['what is no address', ['shop.example'], 'shop.example is no address such as https://shop.example/.'],
    ['a page of another site', ['https://a.example', '--page', 'https://b.example/'], 'one site at a time'],
    ['a visit that there is not', ['https://a.example', '--visits', 'ignore,gcp'], '--visits takes some of'],
    ['a browser that is not there', ['https://a.example', '--browser', 'nowhere'], 'There is no browser at'],
    ['an endpoint without a name', ['https://a.example', '--endpoint', 'x'], '--endpoint takes NAME=URL, not x.'],
    ['two formats', ['https://a.example', '--json', '--sarif'], 'Either --json or --sarif.'],
    [
      'a number of pages that is none',
      ['https://a.example', '--most-pages', '0'],
      '--most-pages takes a number of pages.',
    ],
    ['a sitemap of another site', ['https://a.example', '--sitemap', 'https://b.example/s.xml'], 'is no sitemap of'],
    ['a time that is none', ['https://a.example', '--dwell', 'long'], '--dwell takes milliseconds'],
  ])('with %s is said', async (_what, args, message) => {
    const { code, notes } = await runCommand(['verify', ...args], { folder });
    expect([code, notes]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each(['verify', 'inspect', 'conform'])('%s with a program that is no browser is said', async (command) => {
    const names = command === 'conform' ? [] : ['https://a.example'];
    const profiles = mkdtempSync(join(folder, 'profiles-'));
    vi.stubEnv('TMPDIR', profiles);
    const { code, notes } = await runCommand([command, ...names, '--browser', process.execPath], { folder: root });
    vi.unstubAllEnvs();
    expect([code, notes]).toEqual([2, expect.stringContaining(`${process.execPath} did not start.`)]);
    expect(readdirSync(profiles).filter((name) => name.startsWith('headgate-'))).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown step', { pages: [{ path: '/', steps: [{ press: '#a' }] }] }, 'is not a journey'],
    ['an unknown option', { page: ['/'] }, 'Unrecognized key: "page"'],
    ['a page of another site', { pages: ['https://b.example/'] }, 'one site at a time'],
  ])('with a journey that has %s is said', async (_what, journey, message) => {
    write('journey.json', journey);
    const { code, notes } = await runCommand(['verify', 'https://a.example', '--journey', 'journey.json'], { folder });
    expect([code, notes]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('a journey', () => {
  it('is what the page of the documentation shows', () => {
    const page = readFileSync(join(root, 'docs/verify.md'), 'utf8');
    const [, json = ''] = /```json name=journey\n([\s\S]*?)```/.exec(page) ?? [];
    writeFileSync(join(folder, 'shown.json'), json);
    const { pages, own } = readJourney(join(folder, 'shown.json'), new URL('https://shop.example/'), ['/last']);
    expect(pages.map(({ url, steps }) => [url, steps.length])).toEqual([
      ['https://shop.example/', 0],
      ['https://shop.example/checkout', 4],
      ['https://shop.example/last', 0],
    ]);
    expect(own).toEqual(['static.shop-cdn.example']);
  });

  it('opens the named address where it says no page', () => {
    const { pages } = readJourney(undefined, new URL('https://shop.example/a'), []);
    expect(pages).toEqual([{ url: 'https://shop.example/a', steps: [] }]);
  });
});
