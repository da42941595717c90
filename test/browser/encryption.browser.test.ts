import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { answers, expect, IMPORT_MAP, test } from '../support/browser.js';
import { manifestWithReceipts } from './support/manifest.js';
import { countStored, readDevice } from './support/read-device.js';
import { configure, createNotes, grant, notesOf, openShop, serveBuilt } from './support/shop.js';
import { findOnDisk } from './support/witnesses.js';

const PLAIN_HOST = 'shop.test';
const MAPPED = { args: [`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`] };

test('a personal event lies encrypted on the device, and arrives from the next page', async ({
  open,
  pages,
  collector,
}) => {
  const [canary, clear] = createNotes(2, 'canary') as [string, string];
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503));
  const { context, profile, close } = await open();
  const page = await context.newPage();
  await page.goto(pages.origin);
  await grant(page);
  await page.evaluate(
    ([secret, open]) => {
      headgate.track('address_entered', { note: secret });
      headgate.track('product_viewed', { note: open });
    },
    [canary, clear] as const,
  );
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(2);
  const raw = JSON.stringify(await readDevice(page));
  expect(raw).toContain(clear);
  expect(raw).not.toContain(canary);
  expect(raw).not.toContain('address_entered');
  expect(raw).toContain('\\"extractable\\":false');
  expect(raw).not.toContain('\\"extractable\\":true');

  collector.answer(answers.ok());
  await page.goto(`${pages.origin}/next`);
  await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual([canary, clear].sort());
  await context.close();
  expect(await findOnDisk(profile, clear)).not.toEqual([]);
  expect(await findOnDisk(profile, canary)).toEqual([]);
  await close();
});

test('a pseudonymised field is never in clear, on the wire or on the device, and stays the same', async ({
  open,
  pages,
  collector,
}) => {
  const [user] = createNotes(1, 'alice') as [string];
  openShop(pages, 'module', configure(collector));
  const { context, profile, close } = await open();
  const page = await context.newPage();
  const readUsers = () => collector.events().map(({ data }) => (data as { user: string }).user);
  for (const path of ['/', '/next']) {
    await page.goto(pages.origin + path);
    await grant(page);
    collector.answer(answers.status(503, { retryAfter: 1 }));
    await page.evaluate((name) => headgate.track('account_opened', { note: 'seen', user: name }), user);
    await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(1);
    const raw = JSON.stringify(await readDevice(page));
    expect(raw).toContain('account_opened');
    expect(raw).not.toContain(user);
    collector.answer(answers.ok());
    await expect.poll(() => countStored(page), { timeout: 30_000 }).toBe(0);
  }
  const [first, second] = readUsers();
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(second).toBe(first);

  // A consent that ended takes the key with it: the next one makes another person of the same visitor.
  await page.evaluate(() => headgate.withdraw('analytics'));
  await page.evaluate(() => headgate.flush());
  await page.evaluate(() => headgate.grant('analytics'));
  await page.evaluate((name) => headgate.track('account_opened', { note: 'again', user: name }), user);
  await expect.poll(() => readUsers().length, { timeout: 30_000 }).toBe(3);
  expect(readUsers()[2]).toMatch(/^[\w-]{43}$/);
  expect(readUsers()[2]).not.toBe(first);

  expect(collector.requests.filter(({ body }) => body.includes(user))).toEqual([]);
  await context.close();
  expect(await findOnDisk(profile, user)).toEqual([]);
  await close();
});

test('on plain http, personal events stay in memory and arrive', async ({ open, pages, collector }) => {
  const [canary, clear] = createNotes(2, 'canary') as [string, string];
  openShop(pages, 'script', configure(collector));
  const origin = pages.origin.replace('127.0.0.1', PLAIN_HOST);
  const { context } = await open(MAPPED);
  const page = await context.newPage();
  await page.goto(origin);
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
  await grant(page);
  collector.answer(answers.status(503, { retryAfter: 1 }));
  const send = ([secret, open]: readonly [string, string]) => [
    headgate.track('address_entered', { note: secret }).outcome,
    headgate.track('product_viewed', { note: open }).outcome,
  ];
  expect(await page.evaluate(send, [canary, clear] as const)).toEqual(['allow', 'allow']);
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(1);
  await collector.until(() => collector.requests.some(({ finished }) => finished));
  const raw = JSON.stringify(await readDevice(page));
  expect(raw).toContain(clear);
  expect(raw).not.toContain(canary);
  expect(notesOf(await page.evaluate(() => headgate.access()))).toEqual([canary, clear].sort());

  collector.answer(answers.ok());
  await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual([canary, clear].sort());
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(0);
});

test('on plain http, an event with a field to pseudonymise is refused rather than sent in clear', async ({
  open,
  pages,
  collector,
}) => {
  const [user] = createNotes(1, 'alice') as [string];
  openShop(pages, 'script', configure(collector));
  const { context } = await open(MAPPED);
  const page = await context.newPage();
  await page.goto(pages.origin.replace('127.0.0.1', PLAIN_HOST));
  await grant(page);
  await page.evaluate((name) => headgate.track('account_opened', { note: 'seen', user: name }), user);
  await expect
    .poll(() => page.evaluate(() => headgate.status().collectors['warehouse']?.reasons['refused:unprotectable']))
    .toBe(1);
  await page.evaluate(() => headgate.track('product_viewed', { note: 'last' }));
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(['last']);
  expect(JSON.stringify(await readDevice(page))).not.toContain(user);
});

/** Like old libraries that give everything on the page a JSON of its own. */
const ALTERED = `<script nonce="{{nonce}}">
  for (const { prototype } of [Array, Object, String, Date]) prototype.toJSON = () => 'not yours';
</script>`;

test('where the page gave every object a JSON of its own, sealed fields, receipts and pseudonyms arrive as they are', async ({
  page,
  pages,
  collector,
}) => {
  const [secret] = createNotes(1, 'canary') as [string];
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { warehouse } = manifestWithReceipts.collectors;
  const { address_entered: personal, ...events } = manifestWithReceipts.events;
  const answer = { type: 'string', protect: 'seal' } as const;
  const sealed = { ...personal!, fields: { answer } };
  const configuration = {
    manifest: {
      ...manifestWithReceipts,
      collectors: { warehouse: warehouse! },
      events: { ...events, survey_answered: sealed },
    },
    url: collector.url,
    key: await exportJWK(publicKey),
  };
  serveBuilt(pages);
  pages.set(
    '/',
    `<!doctype html>${IMPORT_MAP}${ALTERED}<script type="module" nonce="{{nonce}}">
      import { createHeadgate, json, manual } from 'headgate';
      import { createSealer } from 'headgate/seal';
      const { manifest, url, key } = ${JSON.stringify(configuration)};
      const choice = manual();
      const collectors = { warehouse: json({ url }) };
      const instance = createHeadgate({ manifest, consent: [choice], collectors, seal: createSealer(key), flushInterval: 50 });
      globalThis.headgate = { ...instance, grant: choice.grant };
    </script>`,
  );
  await page.goto(pages.origin);
  // Playwright hands arguments over as JSON, which on this page is not what it was.
  await page.addScriptTag({
    content: `headgate.grant('analytics');
      headgate.track('survey_answered', { answer: '${secret}' });
      headgate.track('account_opened', { note: 'seen', user: 'alice' });`,
  });
  const sent = () => Object.fromEntries(collector.events().map((event) => [event.event, event]));
  await expect.poll(() => Object.keys(sent()).sort()).toEqual(['account_opened', 'consent_receipt', 'survey_answered']);
  expect(sent()['account_opened']!.data).toEqual({ note: 'seen', user: expect.stringMatching(/^[\w-]{43}$/) });
  const { id, data } = sent()['survey_answered']!;
  const { plaintext, protectedHeader } = await compactDecrypt((data as { answer: string }).answer, privateKey);
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toBe(secret);
  expect(protectedHeader).toMatchObject({ event: id, field: 'answer' });
  expect(collector.requests.filter(({ body }) => /not yours|alice|canary/.test(body))).toEqual([]);
});
