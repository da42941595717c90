import { toJson } from '../safety/to-json.js';

/** What happened when, by name: in this page's memory, and, where it may, in the device's storage. */
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

const KEY = 'headgate.journeys';

/** Storage is blocked in some pages, where the mere read of it throws; then there is memory alone. */
export function createMarks(kind: 'sessionStorage' | 'localStorage'): Marks {
  const memory = new Map<string, number>();

  function read(): { [name: string]: number } {
    try {
      return { ...(JSON.parse(window[kind].getItem(KEY)!) as { [name: string]: number }) };
    } catch {
      return {};
    }
  }

  function write(stored: { readonly [name: string]: number }): void {
    try {
      if (Object.keys(stored).length) window[kind].setItem(KEY, toJson(stored));
      else window[kind].removeItem(KEY);
    } catch {
      // Blocked or full: memory has it.
    }
  }

  return {
    get(name, isStored) {
      const stored = isStored ? read() : {};
      return memory.get(name) ?? (Object.hasOwn(stored, name) ? stored[name] : undefined);
    },
    set(name, time, isStored) {
      memory.set(name, time);
      if (isStored) write({ ...read(), [name]: time });
    },
    store(name) {
      const time = memory.get(name);
      if (time !== undefined) write({ ...read(), [name]: time });
    },
    forget(name, isStored) {
      memory.delete(name);
      if (!isStored) return;
      const { [name]: _, ...rest } = read();
      write(rest);
    },
    clear(isStored) {
      memory.clear();
      if (isStored) write({});
    },
  };
}
