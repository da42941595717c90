import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { build, transformSync } from 'esbuild';
import { createFakeCollector, type FakeCollector } from '../support/create-fake-collector.mjs';
import { root } from '../support/dist.js';
import { launchOptions } from '../support/open-browser.mjs';
import { IMPORT_MAP, servePages, type Pages } from '../support/serve-pages.mjs';
import { findSnippet, toScript, type Snippet } from './readme-snippets.js';

/** A page in which a snippet of the README runs, and what is seen of it. */
export interface Stage {
  readonly page: Page;
  readonly collector: FakeCollector;
  /** Where the page comes from, as another origin sees it. */
  readonly pages: Pages;
  /** What the page wrote to the console, one line each. */
  readonly logs: readonly string[];
  /** What went wrong uncaught, or against the page's policy. */
  readonly errors: readonly string[];
}

export interface Theatre {
  /** Runs a snippet in a new visitor's browser, under a policy if one is given. */
  open(snippet: Snippet, policy?: string): Promise<Stage>;
  /** Ends the visit. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the README's modules and pages, its addresses replaced by those of this machine and nothing else. */
export async function openTheatre(snippets: readonly Snippet[]): Promise<Theatre> {
  const [collector, pages, browser] = await Promise.all([createFakeCollector(), servePages(), launch()]);
  const scriptFile = readFileSync(join(root, 'dist/headgate.min.js'), 'utf8');
  const { integrity } = JSON.parse(readFileSync(join(root, 'dist/integrity.json'), 'utf8'))['headgate.min.js'];

  const localise = (text: string): string =>
    text
      .replaceAll('https://events.example', collector.origin)
      .replaceAll('https://shop.example', pages.origin)
      .replaceAll('https://survey.example', pages.otherOrigin)
      .replaceAll('{{integrity}}', integrity);

  pages.set('/js/headgate.min.js', { body: scriptFile, type: 'text/javascript' });
  const files = snippets.flatMap(({ file }) => (file ? [`./${toScript(file)}`] : []));
  for (const { language, name, file, program } of snippets) {
    if (language === 'ts') pages.set(`/${toPath(file ?? name)}`, toModule(localise(program)));
    if (language === 'tsx') pages.set(`/${toPath(name)}`, await toBundle(localise(program), files));
    if (language === 'json' && file) pages.set(`/${file}`, { body: program, type: 'application/json' });
    if (language.startsWith('ts')) pages.set(`/run/${name}`, toPage(toPath(file ?? name)));
  }
  const setPage = ({ name, code }: Snippet, policy: string | undefined): void =>
    pages.set(`/run/${name}`, {
      body: `<!doctype html><title>Shop</title>${localise(code)}`,
      headers: policy === undefined ? {} : { 'content-security-policy': localise(policy) },
    });

  return {
    async open(snippet, policy) {
      const { language, name, after, code } = snippet;
      const path = language === 'js' ? after! : name;
      if (language === 'html') setPage(snippet, policy);
      if (language === 'js') setPage(findSnippet(snippets, path), policy);
      const context = await browser.newContext();
      const stage = watch(await context.newPage(), collector, pages);
      await stage.page.goto(`${pages.origin}/run/${path}`, { waitUntil: 'load' });
      if (language === 'js') await stage.page.evaluate(code);
      return stage;
    },
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      collector.clear();
    },
    async close() {
      await browser.close();
      await Promise.all([collector.close(), pages.close()]);
    },
  };
}

/** A page that runs one of the README's modules. */
function toPage(path: string): string {
  return `<!doctype html><title>App</title>${IMPORT_MAP}<script type="module" src="/${path}"></script>`;
}

async function launch(): Promise<Browser> {
  return chromium.launch(await launchOptions());
}

function toPath(file: string): string {
  return file.includes('.') ? toScript(file) : `${file}.js`;
}

type Script = { body: string; type: string; headers: { [name: string]: string } };

function toModule(code: string): Script {
  return toScriptPage(transformSync(code, { loader: 'ts', target: 'es2022' }).code);
}

/** With React, which has no ES module of its own; the README's other modules stay the page's. */
async function toBundle(code: string, files: readonly string[]): Promise<Script> {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'tsx', resolveDir: root },
    ...{ bundle: true, format: 'esm', write: false, jsx: 'automatic', external: [...files], logLevel: 'silent' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return toScriptPage(outputFiles[0]!.text);
}

function toScriptPage(body: string): Script {
  return { body, type: 'text/javascript', headers: { 'access-control-allow-origin': '*' } };
}

function watch(page: Page, collector: FakeCollector, pages: Pages): Stage {
  const logs: string[] = [];
  const errors: string[] = [];
  page.on('console', (message) => (message.type() === 'error' ? errors : logs).push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, collector, pages, logs, errors };
}
