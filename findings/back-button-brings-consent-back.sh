#!/usr/bin/env bash
# Three consent platforms of open source. The visitor grants, goes on to the next page, withdraws there, and goes back with the
# browser's button. The page of before is restored from the browser's back/forward cache, as most are.
#
# Versions: npm vanilla-cookieconsent 3.1.0, klaro 0.7.22, orejime 3.2.1, playwright-core 1.65.1, with any recent Chromium.
# Expected: each keeps the choice in a cookie of the site, so its `acceptedCategory` or `getConsent` knows of the withdrawal.
# Seen: all three answer from the memory of the restored page, "granted", while their own cookie says "refused". Another tab that
#   was open before is the same. A test does not see the first, since Playwright starts Chromium without that cache.
# Why it matters: a withdrawal ends with the button that visitors press most. Read the cookie on `pageshow` with `persisted`, and
#   when a tab becomes visible, or load the page anew then.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund vanilla-cookieconsent@3.1.0 klaro@0.7.22 orejime@3.2.1 \
  playwright-core@1.65.1 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > vanilla.js <<'JS'
CookieConsent.run({
  categories: { necessary: { readOnly: true }, analytics: {} },
  hideFromBots: false,
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: { title: 'Cookies', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No' },
        preferencesModal: { sections: [] },
      },
    },
  },
});
window.platform = {
  choose: (isGranted) => CookieConsent.acceptCategory(isGranted ? 'all' : []),
  isGranted: () => CookieConsent.acceptedCategory('analytics'),
  isStored: () => CookieConsent.getCookie('categories').includes('analytics'),
};
JS
cat > klaro.js <<'JS'
const manager = klaro.getManager({ services: [{ name: 'analytics', purposes: ['analytics'] }] });
window.platform = {
  choose: (isGranted) => {
    manager.changeAll(isGranted);
    manager.saveAndApplyConsents();
  },
  isGranted: () => manager.getConsent('analytics'),
  isStored: () => decodeURIComponent(document.cookie).includes('"analytics":true'),
};
JS
cat > orejime.js <<'JS'
window.platform = {
  choose: (isGranted) => orejime.manager.setConsent('analytics', isGranted),
  isGranted: () => orejime.manager.getConsent('analytics'),
  isStored: () => decodeURIComponent(document.cookie).includes('"analytics":true'),
};
JS
cat > visit.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const scripts = {
  vanilla: 'node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js',
  klaro: 'node_modules/klaro/dist/klaro-no-css.js',
  orejime: 'node_modules/orejime/dist/orejime-standard-en.js',
};
const config = { privacyPolicyUrl: '/privacy', purposes: [{ id: 'analytics', title: 'Analytics', cookies: [] }] };
const server = createServer((request, response) => {
  const [, name, part] = request.url.split('/');
  if (!(name in scripts)) return response.end();
  const isPage = part === 'first' || part === 'second';
  response.setHeader('content-type', `${isPage ? 'text/html' : 'text/javascript'}; charset=utf-8`);
  if (part === 'library') return response.end(readFileSync(scripts[name]));
  if (part === 'use') return response.end(readFileSync(`${name}.js`));
  response.end(`<body><script>
    addEventListener('pageshow', (event) => (window.isRestored = event.persisted));
    window.orejimeConfig = ${JSON.stringify(config)};
  </script><script src="library"></script><script src="use"></script>`);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const args = ['--no-sandbox', '--disable-gpu'];
const ignoreDefaultArgs = ['--disable-back-forward-cache'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, ignoreDefaultArgs, timeout: 120000 });
for (const name of Object.keys(scripts)) {
  const context = await browser.newContext();
  const first = `http://127.0.0.1:${server.address().port}/${name}/first`;
  const tab = await context.newPage();
  const show = async (place, page) => {
    const state = await page.evaluate(() => `the platform says ${platform.isGranted()}, its cookie ${platform.isStored()}`);
    console.log(`${name}, ${place}: ${state}`);
  };
  await tab.goto(first);
  await tab.waitForTimeout(1500);
  await tab.evaluate(() => platform.choose(true));
  const other = await context.newPage();
  await other.goto(first);
  await tab.bringToFront();
  await tab.evaluate(() => void location.assign('second'));
  await tab.waitForTimeout(2500);
  await show('next page', tab);
  await tab.evaluate(() => platform.choose(false));
  await show('withdrawn', tab);
  await tab.evaluate(() => history.back());
  await tab.waitForTimeout(2500);
  const isRestored = await tab.evaluate(() => window.isRestored);
  await show(`back, ${isRestored ? 'restored' : 'loaded anew'}`, tab);
  await show('another tab', other);
  await context.close();
}
await browser.close();
server.close();
JS

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: platforms know of a withdrawal elsewhere' >&2; exit 1; }
vanilla, next page: the platform says true, its cookie true
vanilla, withdrawn: the platform says false, its cookie false
vanilla, back, restored: the platform says true, its cookie false
vanilla, another tab: the platform says true, its cookie false
klaro, next page: the platform says true, its cookie true
klaro, withdrawn: the platform says false, its cookie false
klaro, back, restored: the platform says true, its cookie false
klaro, another tab: the platform says true, its cookie false
orejime, next page: the platform says true, its cookie true
orejime, withdrawn: the platform says false, its cookie false
orejime, back, restored: the platform says true, its cookie false
orejime, another tab: the platform says true, its cookie false
TEXT
echo 'ok: after a withdrawal the page of before says that consent is granted'
