import type { EventState } from '../audit/create-ledger.js';
import type { Protect } from '../safety/protect.js';
import type { Epochs } from '../storage/chunk.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { ApplicationEnvironment, Channel } from './environment.js';

/** How long the other tabs have to say what they hold in memory, in milliseconds. */
const ANSWER_TIME = 300;

/**
 * What the tabs of an application tell each other. Nothing in it is trusted: whoever acts on it looks at the device again, and
 * a message that gets lost leaves an event counted as buffered, never a wrong end.
 */
export interface TabMessage {
  /** The last void epoch of categories. */
  readonly closed?: Epochs;
  /** Categories that were opened. */
  readonly opened?: readonly string[];
  /** Events of another page, by their ids or that of their chunk, and how they ended. */
  readonly ended?: readonly [lane: string, names: readonly string[], state: EventState, reason: string];
  /** The visitor asked to be forgotten: memory is emptied too. */
  readonly isForgotten?: true;
  /** What do you hold in memory? */
  readonly question?: string;
  readonly answer?: readonly [question: string, events: readonly TaggedEvent[]];
}

/** The other tabs of this application. */
export interface Tabs {
  /** Called only where something may lie on the device or in other tabs: the channel is an effect too. */
  join(): void;
  leave(): void;
  tell(message: TabMessage): void;
  /** What the other tabs hold in memory, as far as they answer in time. */
  askForEvents(): Promise<readonly TaggedEvent[]>;
}

export interface TabsHost {
  readonly environment: Pick<ApplicationEnvironment, 'openChannel' | 'after'>;
  readonly protect: Protect;
  createId(): string;
  /** What this page holds in memory. */
  events(): readonly TaggedEvent[];
  onTabMessage(message: TabMessage): void;
}

export function createTabs({ environment, protect, createId, events, onTabMessage }: TabsHost): Tabs {
  const { openChannel, after } = environment;
  const answers = new Map<string, TaggedEvent[]>();
  let channel: Channel | undefined;

  const tell = (message: TabMessage): void => channel?.postMessage(message);

  const onMessage = protect((message: TabMessage): void => {
    const { question, answer } = message;
    if (question) tell({ answer: [question, events()] });
    else if (answer) answers.get(answer[0])?.push(...answer[1]);
    else onTabMessage(message);
  });

  return {
    tell,
    join: () => void (channel ??= openChannel(onMessage as (message: unknown) => void)),
    leave() {
      channel?.close();
      channel = undefined;
    },
    async askForEvents() {
      if (!channel) return [];
      const question = createId();
      answers.set(question, []);
      tell({ question });
      await new Promise<void>((resolve) => void after(ANSWER_TIME, resolve));
      const told = answers.get(question) ?? [];
      answers.delete(question);
      return told;
    },
  };
}
