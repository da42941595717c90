import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STRICT_POLICY, servePages, type Pages } from '../../support/serve-pages.mjs';

/** As a raw request: a client's own tidying of `..` would hide what the server does with it. */
const statusOf = (origin: string, path: string) =>
  new Promise((resolve) => {
    get({ port: new URL(origin).port, host: '127.0.0.1', path }, (response) => resolve(response.resume().statusCode));
  });

describe('the page server', () => {
  let pages: Pages;

  beforeEach(async () => {
    pages = await servePages({ '/': '<title>Shop</title>' }, { headers: { 'x-everywhere': 'yes' } });
  });
  afterEach(() => pages.close());

  it('serves pages as HTML under two sites and records the requests', async () => {
    for (const origin of [pages.origin, pages.otherOrigin]) {
      const answer = await fetch(`${origin}/?a=1`);
      expect(await answer.text()).toBe('<title>Shop</title>');
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('x-everywhere')).toBe('yes');
    }
    expect(pages.requests.map(({ path, host }) => [path, host.split(':')[0]])).toEqual([
      ['/', '127.0.0.1'],
      ['/', 'localhost'],
    ]);
  });

  it('gives each answer one new nonce, in the policy and in the page', async () => {
    const headers = { 'content-security-policy': STRICT_POLICY };
    pages.set('/strict', { body: '<script nonce="{{nonce}}"></script>', headers });
    const nonces = [];
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(`${pages.origin}/strict`);
      const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1];
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('makes a page from the request', async () => {
    pages.set('/echo', ({ query }) => ({ body: `<p>${query.get('q')}`, status: 201 }));
    const answer = await fetch(`${pages.origin}/echo?q=7`);
    expect([answer.status, await answer.text()]).toEqual([201, '<p>7']);
  });

  it('serves files of packages, and no others', async () => {
    const answer = await fetch(`${pages.origin}/node_modules/idb-keyval/dist/index.js`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript']);
    for (const path of ['/package.json', '/node_modules/../package.json', '/node_modules/%2e%2e/package.json', '/none'])
      expect(await statusOf(pages.origin, path)).toBe(404);
  });
});
