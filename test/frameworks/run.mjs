/**
 * `npm run frameworks`: builds the example application of each framework with the package as it would be published, and
 * visits it in a real Chromium. No part of `npm test`: it installs the frameworks from npm, at exact versions, into a
 * temporary folder. `npm run frameworks -- next nuxt` takes these alone. What was seen is kept in `recorded/frameworks.json`;
 * `npm test` holds it against the examples, and prints their page from it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { createFakeCollector } from '../support/create-fake-collector.mjs';
import { launchOptions } from '../support/open-browser.mjs';
import { FRAMEWORKS } from './frameworks.mjs';
import { buildApplication, packPackage, readPackage } from './support/build-application.mjs';
import { serveApplication } from './support/serve-application.mjs';
import { visit } from './support/visit.mjs';

/** @import { Framework } from './frameworks.mjs' */
/** @import { Finding } from './support/visit.mjs' */

/**
 * @typedef {object} RecordedFramework
 * @property {string} name
 * @property {Record<string, string>} packages What the application was built with.
 * @property {string} browser
 * @property {string} date
 * @property {Finding[]} findings
 */

const FILE = join(import.meta.dirname, 'recorded/frameworks.json');

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !FRAMEWORKS.some((framework) => framework.name === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are ${FRAMEWORKS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'headgate-frameworks-'));
const browser = await chromium.launch(await launchOptions({}));
try {
  const packed = packPackage(folder);
  for (const framework of FRAMEWORKS) {
    if (asked.length > 0 && !asked.includes(framework.name)) continue;
    console.log(`\n${framework.title}`);
    const findings = await tryFramework(framework, packed);
    for (const { title, passed, seen } of findings) console.log(`  ${passed ? 'ok    ' : 'FAILED'} ${title}: ${seen}`);
    if (findings.every(({ passed }) => passed)) record(framework, findings);
    else process.exitCode = 1;
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {Framework} framework @param {string} packed */
async function tryFramework(framework, packed) {
  const application = buildApplication(framework, packed, folder);
  const collector = await createFakeCollector();
  const server = await serveApplication(application, collector);
  try {
    return await visit(browser, framework, server.origin, collector);
  } finally {
    await server.close();
    await collector.close();
    rmSync(application, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {Framework} framework @param {Finding[]} findings */
function record(framework, findings) {
  /** @type {RecordedFramework[]} */
  const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
  const { dependencies, devDependencies } = readPackage(framework);
  const { headgate: _, ...packages } = { ...dependencies, ...devDependencies };
  const date = new Date().toISOString().slice(0, 10);
  const seen = { name: framework.name, packages, browser: browser.version(), date, findings };
  const all = [...before.filter(({ name }) => name !== framework.name), seen];
  const sorted = FRAMEWORKS.flatMap(({ name }) => all.filter((one) => one.name === name));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}
