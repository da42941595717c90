#!/usr/bin/env bash
# A survey that is recorded by rrweb, which session replays of many trackers are built on, with `maskAllInputs: true`, and answered
# in each way that a form has.
#
# Versions: npm rrweb 2.2.2, playwright-core 1.65.1, with any recent Chromium.
# Expected: the recording has none of the answers.
# Seen: what is typed into a field is masked, and so is the value of a list. Which box is ticked and which radio button is chosen
#   is recorded beside their labels, and a text of an editor (`contenteditable`) goes into the recording as it is.
# Why it matters: the answers of most surveys are choices, and their longest ones are typed in editors. A recording that was meant
#   to be free of answers holds all of these. Mark the survey with `rr-block`; `rr-mask` hides the texts alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund rrweb@2.2.2 playwright-core@1.65.1 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > answer.mjs <<'JS'
import { chromium } from 'playwright-core';

const survey = (mark) => `<body><form class="${mark}">
  <input id="field"><textarea id="area"></textarea><div id="editor" contenteditable style="height: 2em"></div>
  <label><input id="box" type="checkbox">I am ill</label>
  <label><input id="radio" type="radio" name="vote">I vote for the blue</label>
  <select id="list"><option>-<option>often</select>
</form>`;
const args = ['--no-sandbox', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
for (const mark of ['unmarked', 'rr-mask', 'rr-block']) {
  const page = await browser.newPage();
  await page.setContent(survey(mark));
  await page.addScriptTag({ path: 'node_modules/rrweb/dist/rrweb.umd.min.cjs' });
  await page.evaluate(() => {
    window.recorded = [];
    rrweb.record({ emit: (event) => recorded.push(event), maskAllInputs: true });
  });
  for (const place of ['field', 'area', 'editor']) {
    await page.click(`#${place}`);
    await page.keyboard.type(`typed into ${place}`);
  }
  await page.check('#box');
  await page.check('#radio');
  await page.selectOption('#list', 'often');
  await page.waitForTimeout(1000);
  const seen = await page.evaluate(() => {
    const text = JSON.stringify(recorded);
    const inputs = recorded.filter(({ data }) => data.source === 5);
    const isTicked = (id) =>
      inputs.some(({ data }) => data.isChecked && data.id === rrweb.record.mirror.getId(document.getElementById(id)));
    const typed = ['field', 'area', 'editor'].filter((place) => text.includes(`typed into ${place}`));
    const ticked = ['box', 'radio'].filter(isTicked);
    return [...typed, ...ticked, ...(inputs.some(({ data }) => data.text === 'often') ? ['list'] : [])];
  });
  console.log(`${mark}: ${seen.join(' ') || 'nothing'}`);
  await page.close();
}
await browser.close();
JS

seen=$(node answer.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: other answers are recorded' >&2; exit 1; }
unmarked: editor box radio
rr-mask: box radio
rr-block: nothing
TEXT
echo 'ok: ticks, choices and editors are recorded although all inputs are masked'
