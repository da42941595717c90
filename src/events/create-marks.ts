import { toJson } from '../safety/to-json.js';

/**
 * What happened when, by name: in this page's memory, and, where it may, in the device's storage. A name may have marks for
 * single values (`name#…`): they are stored and forgotten with it, and only the last of them are kept.
 */
export interface Marks {
  /** `isStored`: what other pages noted counts too. Without it, the device is not even read. */
  get(name: string, isStored: boolean): number | undefined;
  set(name: string, time: number, isStored: boolean): void;
  /** Puts what memory has of it onto the device. */
  store(name: string): void;
  /** From memory, and where it may lie there from the device. */
  forget(name: string, isStored: boolean): void;
  clear(isStored: boolean): void;
}

const KEY = 'headgate:journeys';
/** Most values of one name that are remembered. */
const MAX_VALUES = 100;

/**
 * Storage is blocked in some pages, where the mere read of it throws; then there is memory alone. `application`: the manifest's
 * `id`, whose marks no other application of the origin reads or deletes.
 */
export function createMarks(kind: 'sessionStorage' | 'localStorage', application: string | undefined): Marks {
  const key = application ? `${KEY}:${application}` : KEY;
  const memory = new Map<string, number>();

  function read(): { [name: string]: number } {
    try {
      return { ...(JSON.parse(window[kind].getItem(key)!) as { [name: string]: number }) };
    } catch {
      return {};
    }
  }

  function write(stored: { readonly [name: string]: number }): void {
    try {
      if (Object.keys(stored).length) window[kind].setItem(key, toJson(stored));
      else window[kind].removeItem(key);
    } catch {
      // Blocked or full: memory has it.
    }
  }

  const isOf =
    (name: string) =>
    (mark: string): boolean =>
      mark === name || mark.startsWith(`${name}#`);

  /** Those that came first go first. */
  function dropOldest(marks: readonly string[], name: string): readonly string[] {
    const [bare] = name.split('#');
    return marks.filter(isOf(bare!)).slice(0, -MAX_VALUES);
  }

  function writeWith(times: { readonly [mark: string]: number }): void {
    const stored = { ...read(), ...times };
    for (const name of Object.keys(times)) for (const old of dropOldest(Object.keys(stored), name)) delete stored[old];
    write(stored);
  }

  return {
    get(name, isStored) {
      const stored = isStored ? read() : {};
      return memory.get(name) ?? (Object.hasOwn(stored, name) ? stored[name] : undefined);
    },
    set(name, time, isStored) {
      memory.set(name, time);
      for (const old of dropOldest([...memory.keys()], name)) memory.delete(old);
      if (isStored) writeWith({ [name]: time });
    },
    store(name) {
      const times = [...memory].filter(([mark]) => isOf(name)(mark));
      if (times.length) writeWith(Object.fromEntries(times));
    },
    forget(name, isStored) {
      for (const mark of [...memory.keys()].filter(isOf(name))) memory.delete(mark);
      if (isStored) write(Object.fromEntries(Object.entries(read()).filter(([mark]) => !isOf(name)(mark))));
    },
    clear(isStored) {
      memory.clear();
      if (isStored) write({});
    },
  };
}
