import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PuppeteerNode } from 'puppeteer-core';
import { findPackages } from '../find-packages.js';

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
  const found = findPackages(PACKAGES, folder, 'To visit a site');
  return {
    puppeteer: await loadPuppeteer(found['puppeteer-core']),
    banners: readBannerRules(found['@duckduckgo/autoconsent']),
    vendors: createRequire(import.meta.url)(found['third-party-web']) as VendorDatabase,
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name, found[name])])),
  };
}

/** @param main - Where the package begins. */
export async function loadPuppeteer(main: string): Promise<PuppeteerNode> {
  const { default: puppeteer } = (await import(pathToFileURL(main).href)) as { default: PuppeteerNode };
  return puppeteer;
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
