import type { ConsentState } from '../consent/consent.js';
import type { EventDefinition } from '../manifest/manifest.js';
import type { ConsentStamp, TaggedEvent } from './tagged-event.js';

const DAY = 86_400_000;

export interface Tagger {
  /** Gives an event its id, time and legal metadata. */
  tag(name: string, rule: EventDefinition, data: TaggedEvent['data']): TaggedEvent;
  /** The consent of this moment for one rule's categories. */
  stamp(rule: EventDefinition): ConsentStamp;
  /** Forgets the stamps: consent changed. */
  renew(): void;
}

interface Dependencies {
  readonly version: string;
  readonly now: () => number;
  readonly createId: () => string;
  readonly consent: {
    state(): ConsentState;
    explain(categories: readonly string[]): Pick<ConsentState, 'basis' | 'source' | 'proof'>;
  };
}

export function createTagger({ version, now, createId, consent }: Dependencies): Tagger {
  const stamps = new Map<EventDefinition, ConsentStamp>();
  const toIso = createToIso();
  let since = now();

  function stamp(rule: EventDefinition): ConsentStamp {
    let known = stamps.get(rule);
    if (!known) {
      const { categories = [] } = rule;
      const { categories: choices, regime } = consent.state();
      const states = categories.map((category) => choices[category]);
      known = {
        state: states.includes('denied')
          ? 'denied'
          : states.every((state) => state === 'granted')
            ? 'granted'
            : 'undecided',
        regime,
        ...consent.explain(categories),
        since: toIso(since),
      };
      stamps.set(rule, known);
    }
    return known;
  }

  return {
    tag(name, rule, data) {
      const { tier, purpose, basis, categories = [], retentionDays } = rule;
      const time = now();
      return {
        id: createId(),
        event: name,
        time: toIso(time),
        tier,
        purpose,
        basis,
        categories,
        retentionDays,
        expires: toIso(time + retentionDays * DAY),
        manifest: version,
        consent: { captured: stamp(rule) },
        data,
      };
    },
    stamp,
    renew() {
      stamps.clear();
      since = now();
    },
  };
}

/** In a burst, most events share their millisecond: its text is made once. */
function createToIso(): (time: number) => string {
  const known = new Map<number, string>();
  return (time) => {
    let text = known.get(time);
    if (text === undefined) {
      if (known.size > 16) known.clear();
      known.set(time, (text = new Date(time).toISOString()));
    }
    return text;
  };
}
