import type { Manifest } from '../../manifest/manifest.js';
import type { BuildOptions } from './build-options.js';

/** What is wrong with the choice of collectors: a file is written all the same, but its events would reach nobody. */
export function findBuildProblems(manifest: Manifest, { collectors = {} }: BuildOptions): string[] {
  const used = new Set([
    ...Object.values(manifest.events).flatMap((event) => event.collectors),
    ...(manifest.receipts?.collectors ?? []),
  ]);
  const missing = [...used].filter((name) => !Object.hasOwn(collectors, name));
  return [
    ...missing.map((name) => `No adapter for ${name}: its events are refused unless the page's own block names one.`),
    ...Object.entries(collectors).flatMap(([name, { endpoints = {}, ...options }]) => [
      ...judgeOptions(name, options),
      ...Object.values(endpoints).flatMap((more) => judgeOptions(name, more)),
    ]),
  ];
}

function judgeOptions(collector: string, options: { readonly [option: string]: unknown }): string[] {
  return Object.entries(options).flatMap(([option, value]) => {
    if (typeof value !== 'string') return [];
    if (/\bTODO\b/.test(value)) return [`${collector}: ${option} is still ${JSON.stringify(value)}.`];
    const isAddress =
      /^(url|endpoint|host|apiHost|address)$/i.test(option) && (/url|endpoint/i.test(option) || value.includes(':'));
    return isAddress ? judgeAddress(collector, option, value) : [];
  });
}

/** What an address lacks; one of the page's own origin, `/v1/events`, lacks nothing. */
function judgeAddress(collector: string, option: string, value: string): string[] {
  if (/^\/(?!\/)/.test(value)) return [];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return [
      `${collector}: ${option} ${JSON.stringify(value)} is no address: expected https://… or a path such as /v1/events.`,
    ];
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return [];
  return [`${collector}: ${option} ${JSON.stringify(value)} is not encrypted: expected https://…, GDPR Art. 32.`];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
