import type { BannerRules } from './load-tools.js';
import type { Watch } from './watch-browser.js';
import type { ToldMessage, WatchedFrame } from './watch-documents.js';

/** How long autoconsent may look for a banner and click through it. */
const LONGEST_SEARCH = 8000;

/** A banner that was answered: by which rule, and when it was acted on last. */
export interface Answered {
  readonly rule: string;
  readonly at: number;
}

/**
 * Answers the banner by the rules of autoconsent, in a world of scripts of its own: what runs in browsers as a content script
 * is put into each frame now, and asks us for what only we can do.
 *
 * @returns how, or `undefined` where no rule knows the banner.
 */
export async function answerBanner(
  watch: Watch,
  wish: 'accept' | 'reject',
  { script, rules }: BannerRules,
): Promise<Answered | undefined> {
  const config = JSON.stringify({ ...CONFIG, autoAction: wish === 'accept' ? 'optIn' : 'optOut' });
  let hasEnded = false;
  let actedAt: number | undefined;
  const answered = new Promise<Answered | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), LONGEST_SEARCH);
    watch.onTold((message, frame) => {
      if (hasEnded) return;
      if (message.type === 'click') actedAt = Number(message['at']);
      if (message.type === 'init') void receive(frame, `{ type: 'initResp', config: ${config}, rules: ${rules} }`);
      if (message.type === 'eval') {
        // A rule may act through the platform's own functions instead of a click.
        actedAt = Date.now();
        void evaluateForRule(frame, message);
      }
      if ((message.type === 'optInResult' || message.type === 'optOutResult') && message['result'] === true) {
        clearTimeout(timer);
        resolve({ rule: String(message['cmp']), at: actedAt ?? Date.now() });
      }
    });
  });
  for (const frame of watch.frames()) void inject(frame, script);
  const result = await answered;
  hasEnded = true;
  return result;
}

/** Nothing cosmetic: a banner that is only hidden was not answered. */
const CONFIG = {
  enabled: true,
  enablePrehide: false,
  enableCosmeticRules: false,
  enableGeneratedRules: true,
  heuristicMode: 'reject',
  detectRetries: 5,
};

/** The script sends objects, and what takes them takes text. It may have run here before. */
async function inject({ session, own }: WatchedFrame, script: string): Promise<void> {
  const before = `
    delete globalThis.autoconsentReceiveMessage;
    globalThis.autoconsentSendMessage = (message) => { headgateTell(JSON.stringify(message)); return Promise.resolve(); };`;
  await evaluate({ session, context: own, expression: `${before}\n${script};undefined` });
}

function receive({ session, own }: WatchedFrame, message: string): Promise<unknown> {
  return evaluate({ session, context: own, expression: `autoconsentReceiveMessage(${message}).then(() => undefined)` });
}

async function evaluateForRule(frame: WatchedFrame, { code, id }: ToldMessage): Promise<void> {
  const context = frame.page();
  const value =
    context === undefined ? undefined : await evaluate({ session: frame.session, context, expression: String(code) });
  const result = JSON.stringify(value ?? null);
  await receive(frame, `{ type: 'evalResp', id: ${JSON.stringify(id)}, result: ${result} }`);
}

/** Runs code in one of a document's worlds. Returns nothing where the document has gone, or the code throws. */
export async function evaluate({
  session,
  context,
  expression,
}: {
  readonly session: WatchedFrame['session'];
  readonly context: number;
  readonly expression: string;
}): Promise<unknown> {
  try {
    const { result } = await session.send('Runtime.evaluate', {
      expression,
      contextId: context,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    return result.value as unknown;
  } catch {
    return undefined;
  }
}
