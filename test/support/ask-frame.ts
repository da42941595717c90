import { vi } from 'vitest';

/** What a page around this one hears and says of one of IAB's APIs. */
export interface AroundPage {
  /** The messages that it got, by what they ask. */
  readonly asked: { readonly command: string; readonly callId: string; readonly parameter?: unknown }[];
  /** Answers the last question, as the window that was asked or as another. */
  answer(returnValue: unknown, options?: AnswerOptions): void;
}

export interface AnswerOptions {
  readonly success?: boolean;
  readonly asText?: boolean;
  readonly source?: unknown;
  readonly callId?: string;
}

/** Puts this page into another that has the API's locator frame; `depth` windows up. */
export function embedUnder(name: '__tcfapi' | '__gpp' | '__uspapi', depth = 1): AroundPage {
  const asked: { command: string; callId: string; parameter?: unknown }[] = [];
  const host: { [name: string]: unknown } = {
    [`${name}Locator`]: {},
    postMessage: (message: { [call: string]: (typeof asked)[number] }) =>
      void asked.push(structuredClone(message[`${name}Call`]!)),
  };
  host['parent'] = host;
  let around = host;
  for (let step = 1; step < depth; step++) around = createForeignWindow(around);
  vi.stubGlobal('parent', around);
  return {
    asked,
    answer(returnValue, { success = true, asText = false, source = host, callId = asked.at(-1)!.callId } = {}) {
      const reply = { [`${name}Return`]: { returnValue, success, callId } };
      const event = new MessageEvent('message', { data: asText ? JSON.stringify(reply) : reply });
      Object.defineProperty(event, 'source', { value: source });
      dispatchEvent(event);
    },
  };
}

/** A window of another origin: all of it throws, but what such windows let others see. */
function createForeignWindow(parent: unknown): { [name: string]: unknown } {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (name === 'parent') return parent;
        throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
      },
    },
  );
}
