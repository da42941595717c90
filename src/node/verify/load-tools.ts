import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PuppeteerNode } from 'puppeteer-core';
import { UsageError } from '../commands/command.js';

/**
 * What a verification needs beside this package. None of it is installed with Headgate, since most who use it never
 * verify a site: a call without them says what to install.
 */
export interface Tools {
  readonly puppeteer: PuppeteerNode;
  readonly banners: BannerRules;
  readonly vendors: VendorDatabase;
  /** Versions by package, for the evidence. */
  readonly versions: { readonly [name: string]: string };
}

/** The rules of autoconsent, and the script that follows them in a page. */
export interface BannerRules {
  readonly script: string;
  /** JSON. */
  readonly rules: string;
}

/** What is used of third-party-web. */
export interface VendorDatabase {
  readonly getEntity: (
    url: string,
  ) => { readonly name: string; readonly company?: string; readonly category: string } | undefined;
  readonly getRootDomain: (url: string) => string | null;
}

const PACKAGES = ['puppeteer-core', '@duckduckgo/autoconsent', 'third-party-web'] as const;
type PackageName = (typeof PACKAGES)[number];

/**
 * Loads them from the folder of the caller's project, or from beside this package.
 *
 * @throws {UsageError} where one is missing.
 */
export async function loadTools(folder: string): Promise<Tools> {
  const found = PACKAGES.map((name) => [name, findPackage(name, folder)] as const);
  const missing = found.filter(([, main]) => main === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new UsageError(
      `To visit a site, install what is needed for it:\n  npm install --save-dev ${missing.join(' ')}\n` +
        'Nothing else of Headgate needs that.',
    );
  }
  const [browser, rules, vendors] = found.map(([, main]) => main ?? '');
  const puppeteerModule = (await import(pathToFileURL(browser ?? '').href)) as { default: PuppeteerNode };
  return {
    puppeteer: puppeteerModule.default,
    banners: readBannerRules(rules ?? ''),
    vendors: createRequire(import.meta.url)(vendors ?? '') as VendorDatabase,
    versions: Object.fromEntries(found.map(([name, main]) => [name, versionOf(name, main ?? '')])),
  };
}

function findPackage(name: PackageName, folder: string): string | undefined {
  for (const from of [join(folder, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not from here.
    }
  }
  return undefined;
}

/** The script is not among the package's exports; it lies beside the module that is. */
function readBannerRules(main: string): BannerRules {
  const folder = rootOf('@duckduckgo/autoconsent', main);
  return {
    script: readFileSync(join(folder, 'dist/autoconsent.playwright.js'), 'utf8'),
    rules: readFileSync(join(folder, 'rules/rules.json'), 'utf8'),
  };
}

function versionOf(name: PackageName, main: string): string {
  const file = JSON.parse(readFileSync(join(rootOf(name, main), 'package.json'), 'utf8')) as { version: string };
  return file.version;
}

function rootOf(name: PackageName, main: string): string {
  for (let folder = dirname(main); folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.replaceAll('\\', '/').endsWith(`node_modules/${name}`)) return folder;
  }
  return dirname(main);
}
