import type { CDPSession } from 'puppeteer-core';
import type { SeenWrite } from './evidence.js';
import { reportClicks, reportWrites, SIGNAL_SCRIPT, type ToldWrite } from './page-scripts.js';
import { parseStack } from './read-stack.js';

/** The world of scripts in which ours run, beside the page's own and unseen by it. */
const OWN_WORLD = 'headgate-verify';
const OWN_BINDING = 'headgateTell';

/** A document of the visited pages, with the two worlds of scripts in it. */
export interface WatchedFrame {
  readonly session: CDPSession;
  readonly frameId: string;
  /** The context of our scripts. */
  readonly own: number;
  /** Returns the context of the page's scripts. */
  readonly page: () => number | undefined;
}

/** What our scripts in a page tell. */
export interface ToldMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Where all that watch documents write to. */
export interface DocumentLog {
  readonly frames: Map<string, WatchedFrame>;
  readonly writes: SeenWrite[];
  readonly listeners: ((message: ToldMessage, frame: WatchedFrame) => void)[];
  /** The name under which scripts of the page's world tell of writes. */
  readonly pageBinding: string;
  /** Returns when what was last seen to be asked for was asked. */
  readonly lastAsked: () => number;
}

/** Follows the documents of a page or frame, and puts our scripts into each before the page's own. */
export function watchDocuments(session: CDPSession, hasSignal: boolean, log: DocumentLog): Promise<unknown>[] {
  followContexts(session, log);
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const told: unknown = JSON.parse(payload);
    if (name === log.pageBinding) return void log.writes.push(toWrite(told as ToldWrite));
    const frame = log.frames.get(keyOf(session, executionContextId));
    const message = inOrder(told as ToldMessage, log.lastAsked());
    if (frame) for (const listener of log.listeners) listener(message, frame);
  });
  const early = (source: string, world: { readonly worldName?: string } = {}): Promise<unknown> =>
    session.send('Page.addScriptToEvaluateOnNewDocument', { source, runImmediately: true, ...world });
  return [
    session.send('Page.enable'),
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: OWN_BINDING, executionContextName: OWN_WORLD }),
    session.send('Runtime.addBinding', { name: log.pageBinding }),
    early(reportClicks(OWN_BINDING), { worldName: OWN_WORLD }),
    early(reportWrites(log.pageBinding)),
    ...(hasSignal ? [early(SIGNAL_SCRIPT)] : []),
  ];
}

/** A page's clock leaves out parts of milliseconds: what it asked for in the same one, and we heard of first, came first. */
function inOrder(message: ToldMessage, lastAsked: number): ToldMessage {
  const { at } = message;
  return typeof at === 'number' ? { ...message, at: Math.max(at, lastAsked + MOMENT) } : message;
}

/** A microsecond, which is what the browser counts in. */
const MOMENT = 0.001;

function followContexts(session: CDPSession, { frames }: DocumentLog): void {
  const pageWorlds = new Map<string, number>();
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { frameId = '', isDefault = false } = (context.auxData ?? {}) as { frameId?: string; isDefault?: boolean };
    if (isDefault) pageWorlds.set(frameId, context.id);
    if (context.name !== OWN_WORLD) return;
    frames.set(keyOf(session, context.id), { session, frameId, own: context.id, page: () => pageWorlds.get(frameId) });
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    frames.delete(keyOf(session, executionContextId));
  });
  session.on('Runtime.executionContextsCleared', () => {
    for (const [key, frame] of frames) if (frame.session === session) frames.delete(key);
  });
}

function keyOf(session: CDPSession, context: number): string {
  return `${session.id()} ${context}`;
}

function toWrite({ kind, name, at, document, stack }: ToldWrite): SeenWrite {
  return { at, kind, name, document, stack: parseStack(stack) };
}
