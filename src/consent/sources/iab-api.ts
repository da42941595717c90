import type { ConsentReading, SourceHost } from '../consent.js';

type Api = Pick<Window, 'postMessage'> | ((...args: unknown[]) => void);

/** After how many looks without an answer an API is said to be missing, or to be a stub that nobody stands behind. */
const PATIENCE = 40;

/**
 * Listens to one of IAB's page APIs, in this page or by messages in one around it. It is looked for on a timer, so a platform
 * may load late, replace its stub, or vanish. Only the window that was asked is believed: any frame of a page can post.
 *
 * `parse` makes a reading of what the API says, and throws on what it does not know. This, an API that throws or refuses, and
 * one that vanishes are said by a reading that is none; one that is not there after some looks, or a stub alone, is said, once.
 *
 * @example
 * ```ts
 * import { listenToIab, type ConsentSource } from 'headgate';
 *
 * // An API of the IAB's form that the package has no source for.
 * const ours: ConsentSource = (host) => listenToIab('__ours', [1], host, (answer: { allowed: boolean }) => ({
 *     source: 'ours',
 *     categories: { analytics: answer.allowed ? 'granted' : 'denied' },
 *     evidence: 'explicit',
 *   }));
 * ```
 */
export function listenToIab(
  name: string,
  /** Of the API; `__gpp` takes none. */
  versions: readonly number[],
  { report, problem }: Pick<SourceHost, 'report' | 'problem'>,
  parse: (value: never) => ConsentReading,
  /** Is asked on each look of the timer, where an API has no events. */
  question?: string,
): () => void {
  let api: Api | undefined;
  let listenerId: unknown;
  let isAnswered = false;
  let looks = 0;

  function call(command: string, answer: (...answer: never[]) => void, parameter?: unknown): void {
    api = findApi(name);
    if (typeof api === 'function') api(command, ...versions, answer, parameter);
    else api!.postMessage({ [`${name}Call`]: { command, version: versions[0], callId: name, parameter } }, '*');
  }

  function attempt(run: () => void): void {
    try {
      run();
    } catch {
      report(undefined as never);
    }
  }

  /** A stub and the platform after it may both take the question: after the end, each answer removes its own listener. */
  function onAnswer(value: unknown, isSuccess?: unknown): void {
    attempt(() => {
      ({ listenerId } = (isSuccess === false ? null : value) as { readonly listenerId?: unknown });
      if (!timer) return leave();
      const reading = parse(value as never);
      isAnswered ||= !reading.isPending;
      report(reading);
    });
  }

  /** The first id of a TCF platform is 0. */
  function leave(): void {
    if (listenerId != null) call('removeEventListener', () => {}, listenerId);
  }

  function look(): void {
    attempt(() => {
      const found = findApi(name);
      if (!isAnswered && ++looks === PATIENCE) problem?.(`${name}:${found ? 'no-answer' : 'not-found'}`);
      if ((question && api) || api !== found) call(question ?? 'addEventListener', onAnswer);
    });
  }

  function onMessage({ source, data }: MessageEvent): void {
    try {
      const key = `${name}Return`;
      const reply = data[key] ?? JSON.parse(data)[key];
      if (source === api && reply.callId === name) onAnswer(reply.returnValue, reply.success);
    } catch {
      // Another conversation.
    }
  }

  addEventListener('message', onMessage);
  let timer: ReturnType<typeof setInterval> | undefined = setInterval(look, 500);
  look();
  return () => {
    clearInterval(timer);
    timer = undefined;
    removeEventListener('message', onMessage);
    attempt(leave);
  };
}

/** The function itself, or the window that answers for it by messages. */
function findApi(name: string): Api | undefined {
  let frame = window as unknown as Window & { readonly [name: string]: Window | undefined };
  const own = frame[name];
  if (typeof own === 'function') return own;
  for (;;) {
    try {
      if (frame[`${name}Locator`]) return frame;
    } catch {
      // A window of another origin without such a frame.
    }
    if (frame === frame.parent) return undefined;
    frame = frame.parent as typeof frame;
  }
}
