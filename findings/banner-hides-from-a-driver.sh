#!/usr/bin/env bash
# A page with the consent banner of vanilla-cookieconsent, opened by Playwright and by a visitor.
#
# Versions: npm vanilla-cookieconsent 3.1.0, playwright-core 1.65.1, with any recent Chromium.
# Expected: the banner is asked for by `run()`, so it is there for both. A driven browser with an ordinary user agent is no bot.
# Seen: for a driven browser there is no banner, and `run()` says nothing about it. The rest works as if it were there: the
# platform answers that no category is accepted. To ask for it afterwards, with `show(true)`, fails with a TypeError.
# Why it matters: a scan finds a site without a banner, a test waits for a button that never comes, and a person who debugs by
# hand sees another page. Set `hideFromBots: false` in what is tested, or start the browser without the driver's mark.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund vanilla-cookieconsent@3.1.0 playwright-core@1.65.1 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > drive.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const folder = 'node_modules/vanilla-cookieconsent/dist';
const page = (options) => `<link rel="stylesheet" href="/style"><body><script src="/script"></script><script>
  CookieConsent.run({
    categories: { necessary: { readOnly: true }, analytics: {} },
    language: {
      default: 'en',
      translations: {
        en: {
          consentModal: { title: 'Cookies', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No' },
          preferencesModal: { sections: [] },
        },
      },
    },
    ...${JSON.stringify(options)},
  });
</script>`;
const answers = {
  '/style': ['text/css', readFileSync(`${folder}/cookieconsent.css`)],
  '/script': ['text/javascript', readFileSync(`${folder}/cookieconsent.umd.js`)],
  '/banner': ['text/html', page({})],
  '/banner-for-bots': ['text/html', page({ hideFromBots: false })],
};
const server = createServer((request, response) => {
  const [type, body] = answers[request.url] ?? ['text/plain', ''];
  response.setHeader('content-type', type);
  response.end(body);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const isShown = (tab) => tab.evaluate(() => document.documentElement.classList.contains('show--consent'));
for (const [kind, more] of [
  ['driven', []],
  ['as a visitor', ['--disable-blink-features=AutomationControlled']],
]) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', ...more], timeout: 120000 });
  for (const path of ['/banner', '/banner-for-bots']) {
    const tab = await browser.newPage({ userAgent: AGENT });
    await tab.goto(`http://127.0.0.1:${server.address().port}${path}`);
    await tab.waitForTimeout(2000);
    const first = await isShown(tab);
    const accepted = await tab.evaluate(() => CookieConsent.acceptedCategory('analytics'));
    const error = await tab.evaluate(() => CookieConsent.show(true)).catch((reason) => reason.message.split(':').at(1).trim());
    console.log(kind, path, 'shown', first, 'accepted', accepted, 'show()', error ?? 'shown');
  }
  await browser.close();
}
server.close();
JS

seen=$(node drive.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the banner is shown otherwise' >&2; exit 1; }
driven /banner shown false accepted false show() TypeError
driven /banner-for-bots shown true accepted false show() shown
as a visitor /banner shown true accepted false show() shown
as a visitor /banner-for-bots shown true accepted false show() shown
TEXT
echo 'ok: a driven browser gets no banner'
