import { CmpApi, CmpDisplayStatus, CmpStatus, SignalStatus, UsCaField, UsNatField } from '@iabgpp/cmpapi';

type Listener = (...answer: unknown[]) => void;

/**
 * A stub as IAB's specification describes it, which is on no registry: it takes listeners, answers them that nothing is
 * ready, and hands them to the platform that replaces it.
 */
export function loadGppStub(): void {
  const events: { id: number; callback: Listener }[] = [];
  const queue: unknown[][] = [];
  const pingData = { cmpStatus: 'stub', signalStatus: 'not ready', applicableSections: [], parsedSections: {} };
  const stub = (...call: unknown[]): unknown => {
    const [command, callback] = call as [string | undefined, Listener];
    if (!call.length) return queue;
    if (command === 'events') return events;
    if (command === 'addEventListener') {
      const id = events.push({ id: events.length + 1, callback });
      return callback({ eventName: 'listenerRegistered', listenerId: id, data: true, pingData }, true);
    }
    return void queue.push(call);
  };
  Object.assign(globalThis, { __gpp: stub });
}

/** What a visitor of a US state chose: `1` opted out, `2` did not. */
export interface GppChoice {
  readonly sale: 1 | 2;
  readonly sharing: 1 | 2;
  readonly advertising?: 1 | 2;
}

export interface GppPlatform {
  readonly api: CmpApi;
  /** The choice is being made: nothing holds any more, or yet. */
  ask(): void;
  choose(choice: GppChoice): void;
  chooseInCalifornia(choice: GppChoice): void;
  /** No section applies to this visitor. */
  exempt(): void;
}

/** A consent platform made of IAB's own `cmpapi`: a genuine `__gpp` in this window. */
export function loadGppPlatform(): GppPlatform {
  const api = new CmpApi(10, 3);
  api.setCmpStatus(CmpStatus.LOADED);

  function ask(): void {
    api.setSignalStatus(SignalStatus.NOT_READY);
    api.setCmpDisplayStatus(CmpDisplayStatus.VISIBLE);
  }

  function answer(section: string, id: number, fields: { readonly [field: string]: number }): void {
    ask();
    for (const [field, value] of Object.entries(fields)) api.setFieldValue(section, field, value);
    api.setSupportedAPIs([`${id}:${section}`]);
    api.setApplicableSections([id]);
    api.fireSectionChange(section);
    api.setCmpDisplayStatus(CmpDisplayStatus.HIDDEN);
    api.setSignalStatus(SignalStatus.READY);
  }

  return {
    api,
    ask,
    choose: ({ sale, sharing, advertising = sharing }) =>
      answer('usnat', 7, {
        [UsNatField.SALE_OPT_OUT_NOTICE]: 1,
        [UsNatField.SHARING_OPT_OUT_NOTICE]: 1,
        [UsNatField.TARGETED_ADVERTISING_OPT_OUT_NOTICE]: 1,
        [UsNatField.SHARING_NOTICE]: 1,
        [UsNatField.SALE_OPT_OUT]: sale,
        [UsNatField.SHARING_OPT_OUT]: sharing,
        [UsNatField.TARGETED_ADVERTISING_OPT_OUT]: advertising,
      }),
    chooseInCalifornia: ({ sale, sharing }) =>
      answer('usca', 8, {
        [UsCaField.SALE_OPT_OUT_NOTICE]: 1,
        [UsCaField.SHARING_OPT_OUT_NOTICE]: 1,
        [UsCaField.SALE_OPT_OUT]: sale,
        [UsCaField.SHARING_OPT_OUT]: sharing,
      }),
    exempt() {
      api.setApplicableSections([-1]);
      api.setSignalStatus(SignalStatus.READY);
    },
  };
}
