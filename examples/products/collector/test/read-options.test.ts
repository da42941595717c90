import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
    requireSubject: false,
    logger: false,
    storage: 'data',
  });
});

it('takes everything from the environment, and flags first', () => {
  const environment = {
    MANIFEST: 'env.json',
    HOST: '0.0.0.0',
    PORT: '9000',
    CLICKHOUSE_URL: 'http://user@db.example:8123/events',
    CLICKHOUSE_PASSWORD: 'secret',
    COLLECTOR_REGION: 'DE',
    PRIVACY_TOKEN: 'other',
    REQUIRE_SUBJECT: '1',
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
    clickhousePassword: 'secret',
    region: 'DE',
    requireSubject: true,
    adminToken: 'token',
    privacyToken: 'other',
  });
  expect(readOptions([], environment)).toMatchObject({ allowedOrigins: ['https://a.example', 'https://b.example'] });
});

it('refuses a password in an address, from a flag or the environment, says where it belongs, and does not repeat it', () => {
  const url = 'http://user:hunter2@db.example:8123/events';
  const problems = [
    readOptions(['--manifest', 'm', '--clickhouse', url], {}),
    readOptions(['--manifest', 'm'], { CLICKHOUSE_URL: url }),
  ];
  for (const options of problems) {
    expect(options).toEqual({ problem: expect.stringContaining('CLICKHOUSE_PASSWORD_FILE') });
    expect(JSON.stringify(options)).not.toContain('hunter2');
  }
  const options = readOptions(['--manifest', 'm', '--clickhouse', 'http://user@db.example:8123/events'], {});
  expect(options).toMatchObject({ storage: 'ClickHouse at db.example:8123' });
});

it('reads secrets from files, without the line end of an editor, and starts with none that it cannot read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const file = join(folder, 'token');
  writeFileSync(file, 'from a file\n');
  const read = (environment: { [name: string]: string }) => readOptions(['--manifest', 'm'], environment);
  expect(read({ ADMIN_TOKEN_FILE: file, ADMIN_TOKEN: 'x' })).toMatchObject({ adminToken: 'from a file' });
  expect(read({ PRIVACY_TOKEN_FILE: join(folder, 'none') })).toEqual({ problem: expect.stringContaining('none') });
  writeFileSync(file, '\n');
  expect(read({ PRIVACY_TOKEN_FILE: file })).toEqual({ problem: expect.stringContaining('is empty') });
  expect(read({ PRIVACY_TOKEN: '' })).not.toHaveProperty('privacyToken');
  rmSync(folder, { recursive: true });
});

it.each([
  ['no manifest', []],
  ['an unknown flag', ['--manifest', 'm', '--public']],
  ['a port that is none', ['--manifest', 'm', '--port', '99999']],
  ['a ClickHouse address that is none', ['--manifest', 'm', '--clickhouse', 'db.example']],
  ['a region that is none', ['--manifest', 'm', '--region', 'Germany']],
  ['an origin with a path', ['--manifest', 'm', '--allow-origin', 'https://shop.example/']],
])('says what is wrong with %s', (_title, args) => {
  expect(readOptions(args, {})).toEqual({ problem: expect.stringMatching(/\S/) });
});
