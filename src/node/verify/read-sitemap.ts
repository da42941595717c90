import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../commands/command.js';

/** A sitemap has up to 50,000 addresses in 50 MB; what is larger is none. */
const MOST_BYTES = 52_428_800;
const DEADLINE = 30_000;

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export interface SitemapHost {
  readonly start: URL;
  readonly folder: string;
  /** How many pages are visited at most. */
  readonly most: number;
}

/**
 * Returns pages of the site by its sitemap, a file or an address of the site: as XML or as lines of text, by gzip too. Where there
 * are more than `most`, they are taken at even distances, the same each time: sitemaps list pages of one kind one after the
 * other.
 *
 * @see https://www.sitemaps.org/protocol.html
 * @throws {UsageError} where it names no page of the site.
 */
export async function readSitemap(named: string, { start, folder, most }: SitemapHost): Promise<readonly string[]> {
  const bytes = /^https?:/.test(named) ? await load(named, start) : readFileSync(resolve(folder, named));
  const text = unpack(bytes).toString('utf8');
  if (/<(?:\w+:)?sitemapindex[\s>]/.test(text)) {
    throw new UsageError(
      `${named} is a list of sitemaps: name one of them, such as ${listAddresses(text)[0] ?? 'its first'}.`,
    );
  }
  const pages = listAddresses(text).filter((page) => URL.canParse(page) && new URL(page).origin === start.origin);
  if (pages.length === 0) throw new UsageError(`${named} names no page of ${start.origin}.`);
  const all = [...new Set(pages)];
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]!);
}

/** One site at a time: nobody else is asked, by a redirect neither. */
async function load(address: string, start: URL): Promise<Buffer> {
  if (new URL(address).origin !== start.origin) throw new UsageError(`${address} is no sitemap of ${start.origin}.`);
  try {
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(DEADLINE) });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    throw new UsageError(`${address} answers ${answer.status}.`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${address} cannot be had: pass the sitemap as a file.`);
  }
}

function unpack(bytes: Buffer): Buffer {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isPacked ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
}

/** By `<loc>`, with or without a prefix; else one a line. */
function listAddresses(text: string): string[] {
  const markup = text.replaceAll(/<!--[\s\S]*?-->/g, '');
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/.test(markup)) {
    return text.split(/\r?\n/).flatMap((line) => line.trim() || []);
  }
  return [...markup.matchAll(/<(?:\w+:)?loc>([\s\S]*?)<\/(?:\w+:)?loc>/g)].map(([, content]) => toText(content!));
}

function toText(content: string): string {
  const [, literal] = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(content) ?? [];
  return (literal ?? content.replaceAll(/&(#x?)?(\w+);/g, decode)).trim();
}

function decode(entity: string, numeric: string | undefined, name: string): string {
  if (numeric === undefined) return ENTITIES[name] ?? entity;
  const code = Number.parseInt(name, numeric === '#x' ? 16 : 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}
