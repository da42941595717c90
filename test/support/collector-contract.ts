import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpCollector } from '../../src/delivery/collector.js';
import { root } from './dist.js';

/**
 * What every collector promises, as data: one file for each in `test/unit/collectors/cases/`. The contract's suite plays
 * each row against the adapter through the real delivery stage; the table in the documentation is printed from the facts.
 */

/** What a receiver answers over the wire; `reset` breaks the connection. */
export type Reply = 'reset' | { readonly status: number; readonly headers?: Headers; readonly body?: string };

type Headers = Readonly<Record<string, string>>;

export interface AnswerRow {
  /** What the receiver says, as in `400 that names an index`. */
  readonly says: string;
  /** Given the ids in the request. The batch has four events; a part of it may be asked again. */
  readonly reply: Reply | ((ids: readonly string[]) => Reply);
  /** Positions in the batch of four; what is named nowhere is expected to be kept. */
  readonly expected: {
    readonly delivered?: 'all' | readonly number[];
    readonly rejected?: { readonly [position: number]: string };
    /** How long to wait with what is kept, in milliseconds. @defaultValue `0`, the backoff's own, where any is kept */
    readonly retryAfter?: number;
    readonly blocked?: true;
    /** @defaultValue `1` */
    readonly requests?: number;
  };
}

/** What people want to know of a collector. Markdown. */
export interface CollectorFacts {
  /** Address by region, as the adapter without `url` asks it. Empty: there is no address but the operator's own. */
  readonly endpoints: { readonly [region: string]: string };
  /** What the receiver says that it takes: events and bytes of a request, bytes of an event. */
  readonly takes: string;
  /** Whether the browser asks the receiver before it posts. */
  readonly preflight: boolean;
  /** Where the event's id goes, so that the receiver counts it once. Missing: the receiver has no such place. */
  readonly dedupe?: string;
  /** How an answer tells of a part of the batch. */
  readonly partial: string;
  /** Where tier, purpose, legal basis, categories, expiry and proof of consent go. */
  readonly consent: string;
  /** What stands for the visitor where an event has no identifier, for a receiver that has a place for one. */
  readonly withoutIdentifier?: string;
  /** What the adapter was held against: documents, and packages as `npm:name`, which the table prints with their version. */
  readonly verified: readonly string[];
}

export interface CollectorCase {
  readonly name: string;
  /** The adapter with the least options: for the test's server, or for a region. */
  create(to: { readonly url?: string; readonly region?: string }): HttpCollector;
  readonly facts: CollectorFacts;
  /** The ids of the events in a body, in its order. */
  ids(body: string): readonly string[];
  /** What the receiver says when it took everything. */
  readonly taken: (ids: readonly string[]) => Reply;
  /** Every documented answer but those that the contract plays for all: see `contract.test.ts`. */
  readonly answers: readonly AnswerRow[];
  /** How the receiver finds fault with one event of many. @defaultValue 400 for a batch that holds it, and nothing else */
  readonly poison?: {
    reply(ids: readonly string[], poison: string): Reply;
    readonly reason: string;
    /** @defaultValue `2·log2(n)+2` */
    readonly maxRequests?: number;
    /** The answer counts only: some event is quarantined, and it need not be the faulty one. */
    readonly isCountOnly?: true;
  };
  /** Replaces answers that the contract plays for all, where this receiver means something else by them. */
  readonly overrides?: { readonly [says: string]: AnswerRow['expected'] };
}

/** A collector in the page, which is asked by a call: its facts for the table. Its tests are its own. */
export interface InPageCase {
  readonly name: string;
  /** What it calls, as in `gtag('event', …)`. */
  readonly call: string;
  readonly maxEvents: number;
  readonly facts: Omit<CollectorFacts, 'endpoints' | 'preflight'>;
}

interface CaseModule {
  readonly collectorCase?: CollectorCase;
  readonly inPageCase?: InPageCase;
}

export interface Cases {
  readonly overHttp: readonly CollectorCase[];
  readonly inPage: readonly InPageCase[];
}

/** Every case, by name: each module of `test/unit/collectors/cases/` exports a `collectorCase` or an `inPageCase`. */
export async function readCases(): Promise<Cases> {
  const folder = join(root, 'test/unit/collectors/cases');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : [];
  const modules = await Promise.all(
    files.sort().map(async (name) => (await import(pathToFileURL(join(folder, name)).href)) as CaseModule),
  );
  return {
    overHttp: modules.flatMap(({ collectorCase }) => collectorCase ?? []),
    inPage: modules.flatMap(({ inPageCase }) => inPageCase ?? []),
  };
}
