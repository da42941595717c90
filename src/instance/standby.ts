import type { Room } from '../delivery/ask-collector.js';
import type { Item } from '../delivery/item.js';
import { moveItem } from '../intake/move-item.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { createParting } from './create-parting.js';
import type { Engine, EngineHost, EngineModule } from './engine.js';
import { createLoader } from './load-engine.js';

/**
 * Stands where the engine will be. The engine is asked for when something may have an effect, or when there is something void
 * to delete, and not before: a visitor who never agrees does not load it. What the gate lets through until then waits in
 * page memory, and a withdrawal finds it there. Where the engine cannot be had, it is asked for again, by the backoff.
 */
export interface Standby {
  /** The engine, once it is there. */
  engine(): Engine | undefined;
  /** Asks for it. */
  call(): void;
  /** Resolves when it is there: with a page that is closed before, never. */
  loaded(): Promise<Engine>;
  add(item: Item): void;
  /** Gives up what waits and is void. */
  purge(isVoid: (item: Item) => boolean, reason: string): void;
  /** What waits, or is with the engine. */
  events(): readonly TaggedEvent[];
  /** Something is granted. */
  open(): void;
  /** Consent closed. */
  close(): void;
  /** Returns whether it is known what other tabs have withdrawn. */
  agree(): Promise<boolean>;
  /** The page is hidden or left: what may still be sent is. */
  part(room: Room, how: 'hide' | 'leave'): void;
  /** Writes and sends what waits. */
  flush(): Promise<void>;
  /** The same after all that was begun, and what is void is deleted. */
  finish(): Promise<void>;
  stop(): void;
}

export function createStandby(host: Omit<EngineHost, 'intake'> & { intake(): EngineHost['intake'] }): Standby {
  const { environment, move, withdrawals, options, protect, tabs } = host;
  const { after, application, hasStore, readMark } = environment;
  const { maxEvents = 10_000 } = options.buffer ?? {};
  const waiting = new Set<Item>();
  let engine: Engine | undefined;
  let looking: Promise<void> | undefined;
  const parting = createParting(host, waiting);
  let isCalled = false;
  /** Consent closed before there was an engine. */
  let hasClosed = false;
  let isStopped = false;
  let onLoaded: (engine: Engine) => void;
  const loaded = new Promise<Engine>((resolve) => (onLoaded = resolve));

  const loader = createLoader(host, begin);

  function call(): void {
    isCalled = true;
    if (!engine) loader.load();
  }

  function begin({ createEngine }: EngineModule): void {
    if (engine) return;
    const made = createEngine({ ...host, intake: host.intake() });
    engine = made;
    for (const item of waiting) made.add(item);
    waiting.clear();
    if (isStopped) stopLanes();
    onLoaded(made);
    made.begin(hasClosed);
  }

  /** What other tabs withdraw is to be heard from now on, whenever the engine comes. */
  function openLater(): void {
    if (withdrawals.granted().length === 0) return;
    tabs.join();
    call();
  }

  const stopLanes = (): void => engine?.eachLane((lane) => lane.stop());

  function end(item: Item, state: 'dropped' | 'purged', reason: string): void {
    waiting.delete(item);
    moveItem(move, item, 'buffered', state, reason);
  }

  /** Loads the engine where there may be something to delete: nobody who never agreed has a database. */
  async function look(): Promise<void> {
    const names = [application, `${application}-spill`];
    const answers = await Promise.all(names.map(hasStore));
    if (answers.some((isThere) => isThere ?? readMark())) call();
  }

  return {
    engine: () => engine,
    call,
    loaded() {
      call();
      return loaded;
    },
    add(item) {
      call();
      if (engine) engine.add(item);
      else waiting.add(item);
      const [oldest] = waiting;
      if (oldest && waiting.size > maxEvents) end(oldest, 'dropped', 'memory-full');
    },
    purge(isVoid, reason) {
      engine?.purge(isVoid, reason);
      for (const item of waiting) if (isVoid(item)) end(item, 'purged', reason);
    },
    events: () => [...waiting].map(({ event }) => event).concat(engine?.events() ?? []),
    open() {
      if (engine) engine.open();
      else after(0, openLater);
    },
    close() {
      parting.abort();
      hasClosed = !engine;
      if (engine) engine.close();
      else looking = protect(look)();
    },
    agree: async () => (engine ? engine.agree() : !isCalled),
    part(room, how) {
      if (engine) {
        engine.eachLane((lane) => lane[how](room));
        return;
      }
      parting.send(room);
    },
    async flush() {
      if (isCalled) call();
      await engine?.flush();
    },
    async finish() {
      if (!engine && (withdrawals.closures() > 0 || readMark())) looking ??= protect(look)();
      await looking;
      if (isCalled) call();
      await loader.loading();
      await engine?.finish();
    },
    stop() {
      isStopped = true;
      loader.stop();
      stopLanes();
    },
  };
}
