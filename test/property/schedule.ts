import type { Headgate } from '../../src/instance/headgate.js';
import type { HeadgateOptions } from '../../src/instance/options.js';
import type { ConsentSource } from '../../src/consent/consent.js';
import { defineManifest, type Manifest } from '../../src/manifest/manifest.js';
import { json } from '../../src/delivery/collectors/json.js';
import type { Environment } from '../../src/instance/environment.js';
import type { ModelDisk } from '../support/model-disk.js';
import { ModelBrowser, settle, type ModelFlight, type ModelTab } from '../support/model-browser.js';
import { OURS } from '../support/recipient.js';

/** The function under test: the real one, or one from which a check was taken out. */
export type Create = (options: HeadgateOptions<Manifest>, environment: Environment) => Headgate;

/** One step of a schedule. What a real browser does in its own time is a step of its own, so a schedule can order it freely. */
export type Step =
  | {
      readonly kind:
        | 'track'
        | 'note'
        | 'grant'
        | 'deny'
        | 'reset'
        | 'flush'
        | 'hide'
        | 'leave'
        | 'back'
        | 'crash'
        | 'hear'
        | 'timer'
        | 'freeze'
        | 'thaw'
        | 'extra';
      readonly tab: number;
    }
  /** `spill`: the second database works. `hang`: transactions of the first one do not end, until the next such step. */
  | { readonly kind: 'disk' | 'spill' | 'hang' | 'cipher' | 'calm' | 'follow' }
  /**
   * `vanish`: the visitor's choice is gone from the device, and pages that are opened from now on find none. `clock`: it is set
   * back by an hour. `deploy`: pages that are opened from now on are of a release that declares one event more.
   */
  | { readonly kind: 'vanish' | 'clock' | 'deploy' }
  /** The file with the engine comes, or does not. Where a schedule has such steps, it comes by no other. */
  | { readonly kind: 'engine'; readonly with: 'loaded' | 'missing' }
  /** The same visitor at another application of the origin, whose collector has the same name. */
  | { readonly kind: 'other'; readonly step: Step }
  | { readonly kind: 'answer'; readonly with: 'ok' | 'part' | '500' | '400' | '413' | 'html' | 'lost' };

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    step: {
      purpose: 'adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: { number: { type: 'integer' } },
    },
    note: {
      purpose: 'feedback',
      tier: 'personal',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: { number: { type: 'integer' } },
    },
  },
});

/** The next release. */
const later = defineManifest({
  ...manifest,
  version: '2',
  events: { ...manifest.events, extra: { ...manifest.events.step, purpose: 'later' } },
});

interface Page {
  readonly tab: ModelTab;
  readonly headgate: Headgate;
  readonly say: (choice: 'granted' | 'denied' | 'undecided') => void;
  readonly release: Manifest;
  choice: 'granted' | 'denied' | 'undecided';
  /** Another tab closed what this one may still believe in: nothing promises that its events survive. */
  isBehind: boolean;
}

interface Fate {
  readonly page: Page;
  readonly wasDenied: boolean;
  /** Consent closed in its own tab since. */
  wasVoided: boolean;
  /** Its tab's consent let it through. */
  wasAdmitted: boolean;
  /** Consent that stood was withdrawn in any tab since. */
  wasWithdrawn: boolean;
  /** Consent closed in any tab since. */
  wasClosed: boolean;
  wasRejected: boolean;
  arrived: number;
  /** Its page is gone, and left it on the device. */
  wasLeft: boolean;
  /** When it was tracked, and when consent was last given before: its epoch is no older than the later one. */
  since: number;
  /** Pages that found no choice though there was one when it was tracked: a later grant of theirs is not its own. */
  readonly vanishedFor: Set<Page>;
  /** Something was granted anew on such a page: what later pages find is not its own either. */
  isGone: boolean;
}

/**
 * Plays a schedule on the real code over a model of the browser and returns the first broken promise, if any.
 * The visitor has one will: a choice made in one tab is what a new page finds, and what other tabs hear of.
 */
export async function play(create: Create, steps: readonly Step[]): Promise<string | undefined> {
  const { random } = Math;
  // How long a page waits is drawn: the same in every run.
  let drawn = steps.length;
  Math.random = () => (drawn = (drawn * 16_807 + 7) % 2_147_483_647) / 2_147_483_647;
  try {
    const world = new World(create);
    world.browser.isEngineSlow = steps.some(({ kind }) => kind === 'engine');
    for (const step of steps) {
      await world.take(step);
      if (world.broken) return world.broken;
    }
    await world.rest();
    return world.broken;
  } finally {
    Math.random = random;
  }
}

const NEW = {
  wasVoided: false,
  wasWithdrawn: false,
  wasClosed: false,
  wasRejected: false,
  wasLeft: false,
  isGone: false,
  arrived: 0,
};

/** What a page that opens in the same moment may not have got yet, in milliseconds: it has not vanished. */
const ON_ITS_WAY = 2_000;

class World {
  readonly pages: Page[] = [];
  readonly fates = new Map<string, Fate>();
  /** What the visitor's banner has stored. */
  stored: 'granted' | 'denied' | 'undecided' = 'undecided';
  isEverGranted = false;
  isEverClosed = false;
  /** A transaction was given up: what it was to do is done later. */
  isDelayed = false;
  /** Transactions did not end for a while. */
  wasHung = false;
  number = 0;
  release: Manifest = manifest;
  lastGrant = 0;
  violation: string | undefined;
  private neighbour: World | undefined;

  /** `id`: the application's, where it is not the only one of its origin. */
  constructor(
    private readonly create: Create,
    readonly browser = new ModelBrowser(),
    private readonly id = '',
  ) {
    const { onRequest } = browser;
    browser.onRequest = (flight) => (this.isMine(flight) ? this.inspect(flight) : onRequest(flight));
    for (let count = 0; count < 2; count++) this.openPage();
  }

  /** The other application. It is there once its visitor does something. */
  private get other(): World {
    return (this.neighbour ??= new World(this.create, this.browser, 'blog'));
  }

  get broken(): string | undefined {
    return this.violation ?? (this.neighbour?.violation && `the other application: ${this.neighbour.violation}`);
  }

  private isMine = ({ url }: ModelFlight): boolean => url === this.url;

  private get url(): string {
    return `/${this.id || 'events'}`;
  }

  async take(step: Step): Promise<void> {
    this.browser.clock++;
    // What was put off by one task has run by the time that the device or the network has moved.
    if (!('tab' in step)) while (this.fireDue()) await settle();
    if ('tab' in step) await this.takeIn(this.pages[step.tab]!, step.kind);
    else if (step.kind === 'disk') this.browser.stepDisk();
    else if (step.kind === 'spill') this.browser.spill.step();
    else if (step.kind === 'hang') this.hang();
    else if (step.kind === 'cipher') this.browser.ciphers.shift()?.();
    else if (step.kind === 'calm') await this.calm();
    else if (step.kind === 'follow') for (const page of this.pages) this.choose(page, this.stored);
    else if (step.kind === 'answer') this.answer(step.with);
    else if (step.kind === 'engine') this.bringEngine(step.with === 'loaded');
    else if (step.kind === 'vanish') this.stored = 'undecided';
    else if (step.kind === 'deploy') this.release = later;
    else if (step.kind === 'clock') this.browser.setClock(-3_600_000);
    else if (step.kind === 'other') await this.other.take(step.step);
    await settle();
    this.checkTallies();
  }

  private async takeIn(page: Page, kind: Extract<Step, { tab: number }>['kind']): Promise<void> {
    if (page.tab.isFrozen && kind !== 'thaw' && kind !== 'crash') return;
    switch (kind) {
      case 'extra':
        return page.release === later ? this.track(page, 'extra') : undefined;
      case 'freeze':
        return this.freeze(page);
      case 'thaw':
        return this.thaw(page);
      case 'track':
        return this.track(page, 'step');
      case 'note':
        return this.track(page, 'note');
      case 'grant':
        return this.decide(page, 'granted');
      case 'deny':
        return this.decide(page, 'denied');
      case 'reset':
        return this.decide(page, 'undecided');
      case 'flush':
        return void page.headgate.flush().catch(() => {});
      case 'hide':
        return page.tab.page?.hidden();
      case 'back':
        page.tab.page?.left();
        page.tab.page?.shown();
        return;
      case 'hear':
        return page.tab.readMessage();
      case 'timer':
        this.isDelayed ||= this.disks.some(({ pending }) => pending.length);
        return page.tab.fireTimer();
      case 'leave':
        page.tab.page?.left();
        await settle();
        return this.end(page);
      case 'crash':
        return this.end(page);
    }
  }

  /** Into the back/forward cache. Browsers let no page in that has a transaction open, and end its requests. */
  private async freeze(page: Page): Promise<void> {
    await this.calm();
    page.tab.page?.left();
    await settle();
    if (this.disks.some(({ pending }) => pending.some(({ owner }) => owner === page.tab))) {
      // What it does then takes its time: nobody waits for it here.
      page.tab.page?.shown();
      return;
    }
    page.tab.isFrozen = true;
    page.tab.inbox.length = 0;
    for (const flight of this.browser.flights.filter(({ tab }) => tab === page.tab)) flight.fail();
  }

  private thaw(page: Page): void {
    if (!page.tab.isFrozen) return;
    page.tab.isFrozen = false;
    page.tab.page?.shown();
  }

  /** Nothing of the page runs on, nobody hears what its collector answers, and the next one takes its place. */
  private end(page: Page): void {
    const disk = JSON.stringify(this.disks.flatMap(({ records }) => records.map(([, chunk]) => chunk)));
    for (const [id, fate] of this.fates) if (fate.page === page) fate.wasLeft = disk.includes(id);
    this.browser.closeTab(page.tab);
    this.pages.splice(this.pages.indexOf(page), 1, this.openPage());
    this.pages.pop();
  }

  private openPage(): Page {
    const tab = this.browser.openTab();
    let report: ((choice: Page['choice']) => void) | undefined;
    let count = 0;
    const source: ConsentSource = (host) => {
      report = (choice) =>
        host.report({
          source: 'banner',
          categories: { analytics: choice },
          evidence: 'explicit',
          proof: { version: String(count++) },
        });
      report(this.stored);
      page.choice = this.stored;
      return () => {};
    };
    const { release } = this;
    const { id } = this;
    const headgate = this.create(
      {
        manifest: id ? { ...release, id } : release,
        consent: [source],
        collectors: { warehouse: json({ url: this.url, maxEvents: 4 }) },
      },
      tab.environment,
    );
    const page: Page = {
      tab,
      headgate,
      release,
      isBehind: this.isEverClosed,
      choice: this.stored,
      say: (choice) => report?.(choice),
    };
    this.pages.push(page);
    for (const fate of this.fates.values()) if (fate.isGone) fate.vanishedFor.add(page);
    if (this.stored === 'undecided' && !this.browser.wasClockSet) this.noteVanished(page);
    return page;
  }

  /** The page finds no choice: what was tracked under one that is gone is not its own, whatever is granted to it later. */
  private noteVanished(page: Page): void {
    for (const fate of this.fates.values()) {
      const isOld = this.browser.clock - Math.max(fate.since, this.lastGrant) > ON_ITS_WAY;
      if (isOld && fate.wasAdmitted) fate.vanishedFor.add(page);
    }
  }

  private track(page: Page, name: string): void {
    const { id } = page.headgate.track(name, { number: this.number++ });
    if (!id) return;
    const wasDenied = page.choice === 'denied';
    const wasClosed = page.isBehind;
    const since = this.browser.clock;
    const wasAdmitted = page.choice === 'granted';
    this.fates.set(id, { page, wasDenied, ...NEW, wasClosed, wasAdmitted, since, vanishedFor: new Set() });
    if (wasDenied) this.violation ??= 'an event captured while denied was kept';
  }

  private decide(page: Page, choice: Page['choice']): void {
    this.stored = choice;
    this.choose(page, choice);
  }

  private choose(page: Page, choice: Page['choice']): void {
    if (page.tab.isFrozen) return;
    if (choice === 'granted') {
      this.lastGrant = this.browser.clock;
      for (const fate of this.fates.values()) fate.isGone ||= fate.vanishedFor.has(page);
    }
    const isWithdrawal = page.choice === 'granted' && choice !== 'granted';
    const isClosing = choice === 'denied' || isWithdrawal;
    page.choice = choice;
    this.isEverGranted ||= choice === 'granted';
    this.isEverClosed ||= isClosing;
    if (isClosing) for (const other of this.pages) other.isBehind ||= other !== page;
    for (const fate of this.fates.values()) {
      fate.wasClosed ||= isClosing;
      fate.wasWithdrawn ||= (isWithdrawal && fate.wasAdmitted) || (isClosing && fate.page === page);
      fate.wasAdmitted ||= choice === 'granted' && fate.page === page;
      fate.wasVoided ||= isClosing && fate.page === page;
    }
    page.say(choice);
    const isOpen = this.browser.flights.some(
      ({ tab, events, signal }) =>
        tab === page.tab && !signal.aborted && events.some(({ id }) => this.fates.get(id)?.wasVoided),
    );
    if (isClosing && isOpen) this.violation ??= 'a request in flight was not aborted';
  }

  /** Every request, when it starts. */
  private inspect({ tab, events }: ModelFlight): void {
    const page = this.pages.find((candidate) => candidate.tab === tab);
    if (!page) return;
    if (page.choice !== 'granted') this.violation ??= `a request started while ${page.choice}`;
    for (const { id } of events) {
      const fate = this.fates.get(id);
      if (!fate) this.violation ??= 'an event of another application was sent';
      if (fate?.vanishedFor.has(page))
        this.violation ??= 'an event was sent under a grant that came after its own had vanished';
      // Every tab can read the mark; once it is gone, long after, a tab that slept all the while has yet to hear of it.
      const isKnown = fate?.page === page || this.isMarked || !page.tab.inbox.length;
      if (fate?.wasWithdrawn && isKnown) this.violation ??= 'an event was sent after its consent was withdrawn';
      if (fate?.wasDenied) this.violation ??= 'an event captured while denied was sent';
    }
    // Of a clock that was set back two tabs may think differently of an epoch; of a withdrawal they may not.
    if (!this.browser.wasClockSet) this.inspectEpochs(events.map(({ id }) => id));
  }

  /** What is sent as it lies on the disk must lie there under an epoch that is current there. */
  private inspectEpochs(ids: readonly string[]): void {
    for (const { records } of this.disks) {
      const control = records.find(([key]) => key === 'control')?.[1] as { epochs: { analytics?: string } } | undefined;
      for (const [key, chunk] of records) {
        const { data } = chunk as { data?: unknown };
        if (!Array.isArray(key) || typeof data !== 'string' || key[3] === control?.epochs.analytics) continue;
        if (ids.some((id) => data.includes(id)))
          this.violation ??= 'an event was sent that another tab had voided on the disk';
      }
    }
  }

  private answer(how: Extract<Step, { kind: 'answer' }>['with']): void {
    const flight = this.browser.flights.find(this.isMine);
    if (!flight) return;
    const ids = flight.events.map(({ id }) => id);
    // From the next batch on it is compressed, which takes a step of its own.
    const accepts = ['rows', 'gzip'];
    const accepted = how === 'ok' ? ids : how === 'part' ? ids.slice(0, 1) : [];
    for (const id of accepted) this.arrive(id);
    if (how === 'lost') {
      for (const id of ids) this.arrive(id);
      flight.fail();
    } else if ((how === '400' || how === '413') && ids.length === 1) {
      this.fates.get(ids[0]!)!.wasRejected = true;
      flight.answer({ status: Number(how), body: '' });
    } else if (how === 'html') flight.answer({ status: 200, body: '<html>' });
    else if (how === 'ok' || how === 'part')
      flight.answer({ status: 200, body: JSON.stringify({ accepted, accepts }) });
    else flight.answer({ status: Number(how), body: '' });
  }

  private arrive(id: string): void {
    const fate = this.fates.get(id);
    if (fate) fate.arrived++;
  }

  private checkTallies(): void {
    for (const { headgate } of this.pages) {
      const { tracked, reasons: _, ...states } = headgate.status().collectors['warehouse']!;
      const counts = Object.values(states);
      const sum = counts.reduce((total, count) => total + count, 0);
      if (sum !== tracked || counts.some((count) => count < 0))
        this.violation ??= `tallies do not add up: ${sum} of ${tracked}`;
    }
    if (!this.isEverGranted && this.disks.some(({ touches }) => touches))
      this.violation ??= 'the device was touched before the first grant';
  }

  /** The mark says that something was withdrawn; `~` stands before what only had vanished. */
  private get isMarked(): boolean {
    return [...new URLSearchParams(this.browser.mark).keys()].some((category) => !category.startsWith('~'));
  }

  private get disks(): readonly ModelDisk[] {
    const name = this.id ? `headgate.${this.id}` : 'headgate';
    return [this.browser.diskOf(name), this.browser.diskOf(`${name}-spill`)];
  }

  private hang(): void {
    this.browser.disk.isHung = !this.browser.disk.isHung;
    this.isDelayed = true;
    this.wasHung = true;
  }

  /** Lets everything come to rest with a healthy collector, then looks at what is left where. */
  async rest(): Promise<void> {
    this.browser.disk.isHung = false;
    for (const page of this.pages) this.thaw(page);
    // What lies in the second database may wait for the next page, and what an older release does not know for a newer one.
    if (this.wasHung || this.release === later) this.openPage();
    for (const page of this.pages) {
      this.browser.clock++;
      while (page.tab.inbox.length) {
        page.tab.readMessage();
        await settle();
      }
      this.choose(page, this.stored);
    }
    for (let round = 0; round < 12 && !this.violation && (round < 2 || this.hasWork()); round++) {
      for (const page of this.pages) void page.headgate.flush().catch(() => {});
      await this.drainAll();
      // Nothing has to pass for a withdrawal to be done with.
      if (round === 0 && this.stored === 'denied' && !this.isDelayed) this.checkNothingLeft();
      this.browser.clock += 11_000;
      for (const page of this.pages) while (page.tab.inbox.length) page.tab.readMessage();
    }
    this.checkTallies();
    if (this.stored === 'denied') this.checkNothingLeft();
    if (this.stored === 'granted') this.checkNothingWaits();
    if (this.stored === 'granted' && this.browser.wasClockSet && !this.violation) await this.checkNextPage();
    await this.neighbour?.rest();
  }

  private hasWork(): boolean {
    return this.disks.some(({ records }) => records.some(([key]) => Array.isArray(key)));
  }

  /** Fires one timer whose time has come; answers whether there was one. */
  private fireDue(): boolean {
    const page = this.pages.find(({ tab }) => tab.isDue());
    page?.tab.fireTimer();
    return !!page;
  }

  /** The next engine that a page waits for comes, or does not; answers whether there was one. */
  private bringEngine(isLoaded: boolean): boolean {
    const { engines } = this.browser;
    const asked = engines.find(({ tab }) => !tab.isFrozen);
    if (!asked) return false;
    engines.splice(engines.indexOf(asked), 1);
    if (isLoaded) asked.load();
    else asked.fail();
    return true;
  }

  /** One transaction, or one piece of cryptography; answers whether there was one. */
  private stepDevice(): boolean {
    if (this.browser.stepDisk()) return true;
    const cipher = this.browser.ciphers.shift();
    cipher?.();
    return !!cipher;
  }

  /** The device catches up; the network does not. */
  private async calm(): Promise<void> {
    for (let count = 0; count < 20; count++) {
      if (!this.stepDevice() && !this.fireDue()) return;
      await settle();
    }
  }

  private async drainAll(): Promise<void> {
    for (let idle = 0; idle < 3;) {
      await settle();
      if (this.stepDevice() || this.bringEngine(true)) continue;
      if (this.browser.flights.some(this.isMine)) this.answer('ok');
      else if (!this.fireDue()) idle++;
    }
  }

  private checkNothingLeft(): void {
    if (this.hasWork()) this.violation ??= 'events are left on the device after the withdrawal';
    for (const { headgate } of this.pages) {
      const { held, buffered } = headgate.status().collectors['warehouse']!;
      if (held + buffered) this.violation ??= 'events are left in memory after the withdrawal';
    }
  }

  /** Whatever the clock was set to: consent that stands works on the next page. */
  private async checkNextPage(): Promise<void> {
    const page = this.openPage();
    this.track(page, 'step');
    void page.headgate.flush().catch(() => {});
    await this.drainAll();
    if ([...this.fates.values()].at(-1)!.arrived === 0) this.violation ??= 'consent does not work on the next page';
  }

  private checkNothingWaits(): void {
    for (const { headgate } of this.pages) {
      const { held } = headgate.status().collectors['warehouse']!;
      if (held) this.violation ??= 'events are still held after the grant';
    }
    for (const fate of this.browser.wasClockSet ? [] : this.fates.values()) {
      const isKept = !fate.page.tab.isClosed || (fate.wasLeft && fate.vanishedFor.size === 0);
      const wasLost = !fate.arrived && !fate.wasClosed && !fate.wasRejected && isKept;
      if (wasLost) this.violation ??= 'an event was lost';
    }
    if (this.hasWork()) this.violation ??= 'events still wait though consent is granted and the collector is well';
  }
}
