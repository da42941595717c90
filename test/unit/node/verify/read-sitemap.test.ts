import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readSitemap } from '../../../../src/node/verify/read-sitemap.js';

const folder = mkdtempSync(join(tmpdir(), 'headgate-sitemap-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = new URL('https://shop.example/');
const host = { start, folder, most: 10 };
const toXml = (...pages: readonly string[]): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${pages
    .map((page) => `<url><loc>${page}</loc><priority>0.5</priority></url>`)
    .join('\n')}</urlset>`;

function write(content: string | Uint8Array): string {
  writeFileSync(join(folder, 'sitemap'), content);
  return 'sitemap';
}

describe('a sitemap', () => {
  it.each([
    ['as XML', toXml('https://shop.example/a', ' https://shop.example/b\n')],
    ['as lines of text', 'https://shop.example/a\r\n\r\nhttps://shop.example/b\n'],
    ['by gzip', gzipSync(toXml('https://shop.example/a', 'https://shop.example/b'))],
    ['with a comment', toXml('https://shop.example/a', '<!-- https://shop.example/x -->https://shop.example/b')],
    ['with pages twice', toXml('https://shop.example/a', 'https://shop.example/b', 'https://shop.example/a')],
    ['with pages of other sites', toXml('https://shop.example/a', 'https://b.example/', 'https://shop.example/b')],
    [
      'with a prefix',
      '<s:urlset xmlns:s="x"><s:url><s:loc>https://shop.example/a</s:loc></s:url><s:url><s:loc>https://shop.example/b</s:loc></s:url></s:urlset>',
    ],
  ])('%s gives the pages of the site, each once', async (_, content) => {
    expect(await readSitemap(write(content), host)).toEqual(['https://shop.example/a', 'https://shop.example/b']);
  });

  it.each([
    ['https://shop.example/?a=1&amp;b=2', 'https://shop.example/?a=1&b=2'],
    ['https://shop.example/&#x2d;&#45;', 'https://shop.example/--'],
    ['<![CDATA[https://shop.example/?a=1&b=2]]>', 'https://shop.example/?a=1&b=2'],
  ])('has its address %s read as XML says', async (written, page) => {
    expect(await readSitemap(write(toXml(written)), host)).toEqual([page]);
  });

  it('of many pages gives some at even distances, the same each time', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => `https://shop.example/${index}`);
    const file = write(toXml(...all));
    const chosen = await readSitemap(file, { ...host, most: 4 });
    expect(chosen).toEqual([0, 250, 500, 750].map((index) => `https://shop.example/${index}`));
    expect(await readSitemap(file, { ...host, most: 4 })).toEqual(chosen);
  });

  it('that lists sitemaps, or no page of the site, is refused with what to do', async () => {
    const index = '<sitemapindex><sitemap><loc>https://shop.example/one.xml</loc></sitemap></sitemapindex>';
    await expect(readSitemap(write(index), host)).rejects.toThrow('name one of them, such as https://shop.example/one');
    await expect(readSitemap(write(toXml('https://b.example/')), host)).rejects.toThrow('names no page of');
    await expect(readSitemap('https://b.example/sitemap.xml', host)).rejects.toThrow('is no sitemap of');
  });

  it('is loaded from the site, and from nowhere that it leads to', async () => {
    const server = createServer((request, response) => {
      const { url = '' } = request;
      if (url === '/moved.xml') response.writeHead(302, { location: 'https://b.example/' }).end();
      else if (url === '/sitemap.xml') response.end(toXml(`http://${request.headers.host}/a`));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const there = { ...host, start: new URL(origin) };
    expect(await readSitemap(`${origin}/sitemap.xml`, there)).toEqual([`${origin}/a`]);
    await expect(readSitemap(`${origin}/none.xml`, there)).rejects.toThrow('answers 404');
    await expect(readSitemap(`${origin}/moved.xml`, there)).rejects.toThrow('pass the sitemap as a file');
    await new Promise((done) => server.close(done));
  });
});
