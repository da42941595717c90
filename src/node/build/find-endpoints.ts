import { createContext, Script } from 'node:vm';
import { RECEIPT_EVENT, type TaggedEvent } from '../../tag/tagged-event.js';
import type { Collector, HttpCollector } from '../../delivery/collector.js';
import type { BuildOptions } from './build-options.js';
import { toVariable } from './choose-parts.js';
import type { Part } from './read-parts.js';

/** Where the collectors of a file send to. */
export interface Endpoints {
  /** Origins, and `'self'` for addresses of the page's own; each once, in order. */
  readonly origins: readonly string[];
  /** Lanes of which that cannot be told. */
  readonly unknown: readonly string[];
}

const PAGE = 'https://page.invalid/';

/** Asks the adapters themselves, since each knows its vendor's hosts: makes it as the page will, and looks where it would send. */
export function findEndpoints({ collectors = {} }: BuildOptions, parts: readonly Part[]): Endpoints {
  const origins = new Set<string>();
  const unknown: string[] = [];
  for (const [lane, { endpoints = { '': {} }, ...options }] of Object.entries(collectors)) {
    const part = parts.find(({ name }) => name === `collectors-${options.type}`);
    try {
      for (const more of Object.values(endpoints)) {
        for (const url of listUrls(evaluate(part!, { ...options, ...more }))) origins.add(toOrigin(url));
      }
    } catch {
      unknown.push(lane);
    }
  }
  return { origins: [...origins].sort(), unknown };
}

function evaluate({ name, code }: Part, options: object): Collector {
  const context = createContext({
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    btoa,
    atob,
    structuredClone,
    crypto,
  });
  const script = new Script(`"use strict";${code}\n;${toVariable(name)}(${JSON.stringify(options)})`);
  return script.runInContext(context, { timeout: 1000 }) as Collector;
}

/** A collector in the page sends nothing itself. */
function listUrls(collector: Collector): string[] {
  if (!('encode' in collector)) return [];
  return [collector.encode([SAMPLE], SAMPLE.time).url, ...listErasures(collector)];
}

function listErasures(collector: HttpCollector): string[] {
  const request = collector.erase?.([SAMPLE.id], {});
  return request ? [request.url] : [];
}

function toOrigin(url: string): string {
  const { origin } = new URL(url, PAGE);
  return `${origin}/` === PAGE ? "'self'" : origin;
}

const TIME = '2026-01-01T00:00:00.000Z';

const SAMPLE: TaggedEvent = {
  id: '01900000-0000-7000-8000-000000000000',
  event: RECEIPT_EVENT,
  time: TIME,
  tier: 'pseudonymous',
  purpose: RECEIPT_EVENT,
  basis: 'legal_obligation',
  categories: [],
  retentionDays: 1,
  expires: '2026-01-02T00:00:00.000Z',
  manifest: '0',
  consent: {
    captured: { state: 'granted', regime: 'opt-in', evidence: 'explicit', source: 'manual' },
  },
  data: {},
};
