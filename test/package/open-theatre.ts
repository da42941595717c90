import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { build, transformSync } from 'esbuild';
import { createFakeCollector, type FakeCollector } from '../support/create-fake-collector.mjs';
import { root } from '../support/dist.js';
import { launchOptions } from '../support/open-browser.mjs';
import { IMPORT_MAP, servePages, type Pages } from '../support/serve-pages.mjs';
import { compileComponent } from './compile-component.js';
import { findSnippet, toScript, type Snippet } from './read-snippets.js';

/** A page in which a snippet of the documents runs, and what is seen of it. */
export interface Stage {
  readonly page: Page;
  readonly collector: FakeCollector;
  /** Where the page comes from, as another origin sees it. */
  readonly pages: Pages;
  /** What the page wrote to the console by `log`, one line each. */
  readonly logs: readonly string[];
  /** What it warned of. */
  readonly warnings: readonly string[];
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

/** Serves the documents' modules and pages, its addresses replaced by those of this machine and nothing else. */
export async function openTheatre(snippets: readonly Snippet[]): Promise<Theatre> {
  const [collector, pages, browser] = await Promise.all([createFakeCollector(), servePages(), launch()]);
  const scriptFile = readFileSync(join(root, 'dist/headgate.min.js'), 'utf8');
  const requireJs = readFileSync(join(root, 'node_modules/requirejs/require.js'), 'utf8');
  const { integrity } = JSON.parse(readFileSync(join(root, 'dist/integrity.json'), 'utf8'))['headgate.min.js'];

  const localise = (text: string): string =>
    text
      .replaceAll('https://events.example', collector.origin)
      .replaceAll('https://shop.example', pages.origin)
      .replaceAll('https://survey.example', pages.otherOrigin)
      .replaceAll('{{integrity}}', integrity);

  pages.set('/js/headgate.min.js', { body: scriptFile, type: 'text/javascript' });
  for (const file of ['headgate-engine.min.js', 'headgate-debug.min.js', 'headgate-inspector.min.js']) {
    pages.set(`/js/${file}`, { body: readFileSync(join(root, 'dist', file), 'utf8'), type: 'text/javascript' });
  }
  const files = snippets.flatMap(({ file }) => (file ? [`./${toScript(file)}`] : []));
  for (const snippet of snippets.filter(({ isOnlyCompiled, isForNode }) => !isOnlyCompiled && !isForNode)) {
    const { language, name, file, program } = snippet;
    if (language === 'json' && file) pages.set(`/${file}`, { body: program, type: 'application/json' });
    const code = toProgram(snippet);
    if (code === undefined) continue;
    const path = toPath(file ?? name);
    pages.set(`/${path}`, needsBundler(code) ? await toBundle(localise(code), files) : toModule(localise(code)));
    pages.set(`/run/${name}`, toPage(path));
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
      if (language !== 'js') return stage;
      // A shop has RequireJS before anything else asks for it.
      if (code.includes('require(')) await stage.page.addScriptTag({ content: requireJs });
      await stage.page.evaluate(code);
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

/** What runs in a page, as TypeScript; nothing where the page is the snippet itself. */
function toProgram(snippet: Snippet): string | undefined {
  const { language, program } = snippet;
  if (language === 'ts' || language === 'tsx') return program;
  if (language !== 'vue' && language !== 'svelte') return undefined;
  const { component, mount } = compileComponent(snippet);
  return `${component}\n${mount}`;
}

/** Whether it imports what a page has no ES module of: a framework, or Headgate's own hooks for one. */
function needsBundler(code: string): boolean {
  return /from '(?!\.|headgate'|headgate\/(debug|frame|inspector|seal)')/.test(code);
}

/** A page that runs one of the documents' modules. */
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

/** With its framework; the documents' other modules stay the page's. */
async function toBundle(code: string, files: readonly string[]): Promise<Script> {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'tsx', resolveDir: root },
    // The package as its users resolve it, not the sources to which this repository's own settings lead.
    tsconfigRaw: '{}',
    bundle: true,
    format: 'esm',
    write: false,
    jsx: 'automatic',
    external: [...files],
    logLevel: 'silent',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      ngDevMode: 'false',
    },
  });
  return toScriptPage(outputFiles[0]!.text);
}

function toScriptPage(body: string): Script {
  return { body, type: 'text/javascript', headers: { 'access-control-allow-origin': '*' } };
}

function watch(page: Page, collector: FakeCollector, pages: Pages): Stage {
  const logs: string[] = [];
  const warnings: string[] = [];
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
    if (message.type() === 'log') logs.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, collector, pages, logs, warnings, errors };
}
