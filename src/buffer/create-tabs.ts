import type { EventState } from '../audit/create-ledger.js';
import type { Channel, Environment } from '../environment.js';

/** What the tabs of an origin tell each other. Nothing in it is trusted: whoever acts on it looks at the buffer again. */
export type TabMessage =
  /** These epochs are void. */
  | { readonly kind: 'closed'; readonly epochs: { readonly [category: string]: string } }
  | { readonly kind: 'opened'; readonly categories: readonly string[] }
  /** Events of a chunk that another page wrote have reached their end. */
  | {
      readonly kind: 'ended';
      readonly lane: string;
      readonly chunk: string;
      readonly state: EventState;
      readonly reason: string;
      readonly count: number;
    };

export interface Tabs {
  /** Joins the channel. Called only once consent allows an effect. */
  join(): void;
  tell(message: TabMessage): void;
  leave(): void;
}

/** The channel between the tabs of one origin; silent where the browser has none. */
export function createTabs(open: Environment['openChannel'], onMessage: (message: TabMessage) => void): Tabs {
  let channel: Channel | undefined;
  return {
    join() {
      channel ??= open((message) => {
        if (typeof message === 'object' && message && 'kind' in message) onMessage(message as TabMessage);
      });
    },
    tell: (message) => channel?.post(message),
    leave() {
      channel?.close();
      channel = undefined;
    },
  };
}
