import { expect, it } from 'vitest';

import { readOptions } from '../src/read-options.mjs';

it('binds to this machine, answers to its names only, and stores in a folder, unless told otherwise', () => {
  expect(readOptions(['--manifest', 'm.json'], {})).toEqual({
    manifest: 'm.json',
    formerManifests: [],
    host: '127.0.0.1',
    port: 8787,
    dataDirectory: 'data',
    allowedOrigins: [],
    allowedHosts: ['127.0.0.1', 'localhost', '[::1]'],
    logger: false,
    storage: 'data',
  });
});

it('takes everything from the environment, and flags first', () => {
  const environment = {
    MANIFEST: 'env.json',
    HOST: '0.0.0.0',
    PORT: '9000',
    CLICKHOUSE_URL: 'http://user:secret@db.example:8123/events',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
    ALLOWED_HOSTS: 'collector.example',
    ADMIN_TOKEN: 'token',
  };
  const options = readOptions(['--port', '0', '--allow-origin', 'https://c.example'], environment);
  expect(options).toMatchObject({
    manifest: 'env.json',
    host: '0.0.0.0',
    port: 0,
    allowedOrigins: ['https://c.example'],
    allowedHosts: expect.arrayContaining(['collector.example', 'localhost']),
    clickhouseUrl: environment.CLICKHOUSE_URL,
    adminToken: 'token',
  });
  expect(readOptions([], environment)).toMatchObject({ allowedOrigins: ['https://a.example', 'https://b.example'] });
});

it('does not print the password of a database', () => {
  const options = readOptions(['--manifest', 'm', '--clickhouse', 'http://user:secret@db.example:8123/events'], {});
  expect('storage' in options && options.storage).toBe('ClickHouse at db.example:8123');
});

it.each([
  ['no manifest', []],
  ['an unknown flag', ['--manifest', 'm', '--public']],
  ['a port that is none', ['--manifest', 'm', '--port', '99999']],
  ['a ClickHouse address that is none', ['--manifest', 'm', '--clickhouse', 'db.example']],
  ['an origin with a path', ['--manifest', 'm', '--allow-origin', 'https://shop.example/']],
])('says what is wrong with %s', (_title, args) => {
  expect(readOptions(args, {})).toEqual({ problem: expect.stringMatching(/\S/) });
});
