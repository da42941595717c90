/**
 * Every fault of event pipelines that is known from the field, what Headgate does about it, and the tests that prove it.
 * `RELIABILITY.md` is printed from here, and a test fails where a name is not that of a test any more.
 */
export interface Fault {
  readonly fault: string;
  readonly whatHeadgateDoes: string;
  /** By file: names of tests as they stand there, `…` for what is filled in when they run. */
  readonly tests: { readonly [file: string]: readonly string[] };
  /** What of it is not proven. */
  readonly unproven?: string;
}

export interface Chapter {
  readonly title: string;
  readonly faults: readonly Fault[];
}

const CORE = 'test/unit/core';
const BROWSER = 'test/browser';
const ENGINES = 'test/engines/scenarios';
const STORAGE = `${CORE}/storage.test.ts`;
const KNOWN = `${CORE}/known-faults.test.ts`;
const KNOWN_IN_CHROMIUM = `${BROWSER}/known-faults.browser.test.ts`;
const WITHDRAWAL = `${CORE}/withdrawal.test.ts`;
const IN_ENGINES = `${ENGINES}/events.ts`;

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Storage',
    faults: [
      {
        fault: 'WebKit loses its IndexedDB server (“Connection to Indexed Database server lost”)',
        whatHeadgateDoes:
          'Goes on in memory, and stores again without a reload; no event that was acknowledged as stored is lost.',
        tests: {
          [`${ENGINES}/lost-storage.ts`]: [
            'the next event is on the device after each of … kills of the database server, and none is lost',
            'an event whose page loses the database server arrives once from the next page',
          ],
        },
      },
      {
        fault: 'WebKit transactions hang after a navigation',
        whatHeadgateDoes:
          'Writes at `track()` and never for the first time on the way out; each call has a deadline and one retry. Where both hang, events lie in a second database, and the next page sends them.',
        tests: {
          [IN_ENGINES]: [
            'each event of … pages arrives that are left in the same task or 5 ms later, and no page hangs',
          ],
          [`${ENGINES}/damaged-storage.ts`]: [
            'events of a page whose transactions never run lie in a second database, and the next page sends them',
            'a withdrawal while transactions never run leaves nothing in either database',
          ],
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
        },
      },
      {
        fault: 'A database that never opens, a transaction that never ends',
        whatHeadgateDoes:
          'Gives up after its deadline, turns to a second database, works from memory where that fails too, and tries again.',
        tests: {
          [STORAGE]: [
            '(%s) costs no event: each is sent from memory, once',
            '(%s) holds up no answer of the instance',
            '(%s) and works again takes what waits in memory',
          ],
        },
      },
      {
        fault: 'A connection that is closed, data that are cleared under it',
        whatHeadgateDoes: 'Opens anew and tries again; what lay there is gone, what comes after it is not.',
        tests: {
          [`${ENGINES}/damaged-storage.ts`]: [
            'everything stored is cleared under an open page: what comes later arrives, and nothing is counted twice',
          ],
          [STORAGE]: ['(cleared by the browser) costs what lay there, and nothing that comes after it'],
          [KNOWN_IN_CHROMIUM]: [
            'what lay on the device when its data were cleared is gone, and what is tracked next is stored and arrives',
          ],
        },
      },
      {
        fault: 'No room, a full disk, a record that is corrupt',
        whatHeadgateDoes:
          'Evicts the weakest tier first, then the oldest, and counts it; keeps in memory what the device does not take, and sends from there what lies on one that fails now; skips and counts what it cannot read.',
        tests: {
          [`${ENGINES}/damaged-storage.ts`]: [
            'a record that cannot be read is skipped and counted, and its neighbours arrive',
            'events arrive that find no room on the device',
          ],
          [STORAGE]: [
            'evicts the weakest tier first, then the oldest',
            'is bounded in bytes',
            '(%s) keeps back nothing that it took before',
            '(damaged) loses the record that cannot be read and no other',
          ],
          [KNOWN_IN_CHROMIUM]: ['events arrive, each once, although the device has no room left for them'],
          'test/fuzz/records.fuzz.ts': [
            'goes on whatever lies on the device, and sends nothing of it that consent does not cover',
          ],
        },
      },
      {
        fault: 'Two releases in two tabs: a blocked upgrade, a version error',
        whatHeadgateDoes:
          'Never asks for a version, so it neither blocks nor waits; beside a database of a later one it works from memory.',
        tests: {
          [`${ENGINES}/damaged-storage.ts`]: [
            'a later release in another tab can upgrade the database, and the open tab’s events arrive',
            'a tab that opens after the upgrade works',
          ],
          [KNOWN_IN_CHROMIUM]: [
            'events arrive beside a database of the same name that a later release has changed',
            'a tab goes on while another release waits to change the database',
          ],
        },
      },
      {
        fault: 'IndexedDB, localStorage, locks, channels or cryptography that throw or are missing',
        whatHeadgateDoes: 'Guards each one by itself; without any of them events go from memory.',
        tests: {
          [`${ENGINES}/matrix.ts`]: [
            'events of seven kinds of document arrive without one error where …',
            'an error and a rejection in any of the seven kinds would be seen',
          ],
          [`${BROWSER}/sandbox.browser.test.ts`]: [
            'events arrive where storage …',
            'events arrive in a browser that lets no site store anything',
          ],
        },
      },
      {
        fault: 'A sandboxed frame of no origin',
        whatHeadgateDoes: 'Tracks through the gate of the page around it, and touches no storage.',
        tests: {
          [`${BROWSER}/sandbox.browser.test.ts`]: [
            'events from a sandboxed frame arrive, without one error, with the … build',
          ],
          [`${BROWSER}/bridge-modes.browser.test.ts`]: [
            '… tracks through the shop: once, until the withdrawal, and stores nothing',
          ],
        },
      },
    ],
  },
  {
    title: 'Pages that come and go',
    faults: [
      {
        fault: 'The back/forward cache',
        whatHeadgateDoes: 'Has no unload handler and holds no lock: a page that is left can come back, and goes on.',
        tests: {
          [`${ENGINES}/life-cycle.ts`]: [
            'a page with Headgate is restored from the back/forward cache, and tracks on',
            'a restored page obeys a withdrawal that it did not hear',
          ],
          [KNOWN_IN_CHROMIUM]: ['a page that comes back from the back/forward cache goes on, with what it knew'],
        },
      },
      {
        fault: 'The browser crashes',
        whatHeadgateDoes: 'What was written before is sent by the next page, once after folding by id.',
        tests: {
          [`${BROWSER}/crash.browser.test.ts`]: [
            'every event that was written before one of … renderer kills arrives, once after deduplication',
            'events outlive the kill of the whole browser',
          ],
          [`${ENGINES}/crash.ts`]: ['each event that was written before one of … kills of the whole browser arrives'],
        },
        unproven: 'A power cut: writes are `relaxed`, so the last ones may be lost with the machine.',
      },
      {
        fault: 'An event in the moment in which the page is left',
        whatHeadgateDoes: 'Is queued for writing in the task of `track()`, and sent by the page or by the next one.',
        tests: {
          [`${BROWSER}/leaving.browser.test.ts`]: [
            'an event before a navigation in the shop arrives, with the … build',
            'an event before a navigation to another site arrives without the shop being seen again',
            'an event whose field takes time to protect arrives although the page is left soon after',
            'an event before the page is closed arrives',
          ],
          [IN_ENGINES]: [
            'each event of … pages arrives that are left in the same task or 5 ms later, and no page hangs',
          ],
        },
        unproven:
          'The first moments of a page, until its database is open: what is tracked in them goes with the page’s parting request, and is lost where the collector does not take that. An event with a pseudonymised or sealed field has to be protected first, which takes the device’s key and a hash: some 100 ms at the start of a busy page. Left before, it is lost, and none of it is kept.',
      },
      {
        fault: 'The file with buffer and delivery comes late, or not at all (offline, 404, a policy of the page)',
        whatHeadgateDoes:
          'Holds what the gate lets through in page memory, where a withdrawal finds it; asks for the file again, by the backoff; a page that is left before sends what waits.',
        tests: {
          [`${CORE}/engine.test.ts`]: [
            'is not asked for by a visitor who does not agree',
            'sends what was let through before it came, each event once',
            'finds nothing of what was withdrawn while it was on its way',
            'that does not come is told, and asked for again until it comes',
            'sends what may go, and counts what is acknowledged',
          ],
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
        },
        unproven:
          'With the npm package, until that file has come after the first grant: what is tracked is lost with a page that is killed without a word, that has no room left for its parting request, or whose collector does not take it; so are events with fields that have to be protected first. A page that comes back while that request is under way sends its events twice, with the same ids. The script file has all in one.',
      },
      {
        fault: 'The 64 KiB that requests of a leaving page share with other scripts',
        whatHeadgateDoes: 'Sends what fits; what does not, and what the browser refuses, stays for the next page.',
        tests: {
          [`${BROWSER}/leaving.browser.test.ts`]: [
            'what does not fit into the budget of a page that is left comes from the next page',
          ],
          [KNOWN_IN_CHROMIUM]: ['a foreign beacon of 60 kB on its way costs no event of a page that is left'],
        },
      },
      {
        fault: 'A beacon that says “sent” and is not',
        whatHeadgateDoes: 'Uses none: only an answer that was read to its end deletes an event.',
        tests: {
          [`${BROWSER}/leaving.browser.test.ts`]: [
            'events before a navigation arrive from the next page where the collector was down',
          ],
          [`${CORE}/send-batch.test.ts`]: ['are sent again after an answer that never came'],
        },
      },
    ],
  },
  {
    title: 'Collectors and networks',
    faults: [
      {
        fault: 'Resets, 500, 503, 429, no answer, for days',
        whatHeadgateDoes:
          'Waits longer after each failure, up to 10 minutes and 5 on average, without a limit of attempts; keeps every event.',
        tests: {
          [`${BROWSER}/failing-collector.browser.test.ts`]: ['all events arrive after a time in which the collector …'],
          [`${ENGINES}/failing-collector.ts`]: ['five of five events arrive after a time in which the collector …'],
          [KNOWN]: ['for seven days is asked once in five minutes in the end, and gets every event'],
        },
      },
      {
        fault: '`Retry-After`: seconds, dates, nonsense, hidden by CORS',
        whatHeadgateDoes:
          'Is honoured where it can be read, an hour at most; visitors come back spread, with it and without.',
        tests: {
          [`${CORE}/send-batch.test.ts`]: ['is what the collector asks for in %s', 'is not shortened by more events'],
          [`${CORE}/backoff.test.ts`]: ['is never shorter than the collector asked for'],
          [KNOWN]: [
            'is not asked by a thousand visitors at once when it is back',
            'is not asked by a thousand visitors at once when the wait is over that it asked for',
          ],
        },
      },
      {
        fault: 'A captive portal: HTML, redirects, errors that say 200',
        whatHeadgateDoes: 'Takes none for an answer: not redirected, 2xx, read to its end, and the ids named.',
        tests: {
          [`${BROWSER}/failing-collector.browser.test.ts`]: ['all events arrive after a time in which the collector …'],
          [`${ENGINES}/failing-collector.ts`]: ['five of five events arrive after a time in which the collector …'],
          'test/fuzz/answers.fuzz.ts': [
            'reads any answer over HTTP without a throw, and ends only events that were sent',
          ],
        },
      },
      {
        fault: 'One faulty event among good ones; a batch that is too large',
        whatHeadgateDoes:
          'Halves until the fault is found, rejects that event with its reason, and delivers the others.',
        tests: {
          'test/unit/collectors/contract.test.ts': [
            'delivers 99 of 100 with one faulty among them, wherever it stands',
            'halves a batch that the receiver finds too large, and sends no event twice',
          ],
          [`${BROWSER}/failing-collector.browser.test.ts`]: [
            'a faulty event among a hundred that make a … is found in 15 requests and rejected alone',
          ],
        },
      },
      {
        fault: 'Several tabs: duplicates and losses',
        whatHeadgateDoes:
          'One tab sends a lane at a time, under a lease in the database. What a tab sends in parting, whose answer nobody hears, another one sends again, under the same id.',
        tests: {
          [IN_ENGINES]: ['two tabs that track at the same time send each event once'],
          [`${ENGINES}/tabs.ts`]: [
            'of five tabs with 200 events each, killed, stopped and robbed of their lease at random, nothing is lost, and at most one event in a thousand comes twice',
            'of five tabs that are closed at random nothing is lost, and nothing comes twice but what they sent last',
          ],
          'test/unit/core/leaving.test.ts': ['sends nothing that another tab sends'],
          [`${BROWSER}/tabs.browser.test.ts`]: ['two tabs that send at the same time send each event once'],
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
        },
      },
      {
        fault: 'A leader that is frozen, a lock that is lost',
        whatHeadgateDoes:
          'Uses no lock; a lease ends by itself after ten seconds, and is looked at before each request.',
        tests: {
          [`${ENGINES}/life-cycle.ts`]: [
            'a frozen tab that has the lease does not keep the others from sending for long, and sends nothing twice',
          ],
          [KNOWN]: ['and is frozen in the middle of a request gives way to another within ten seconds'],
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
        },
      },
      {
        fault: 'A clock that is wrong, or is set in the middle of a visit',
        whatHeadgateDoes: 'Loses and doubles nothing; nothing is kept longer than it may be.',
        tests: {
          [KNOWN]: [
            'that is wrong by %d ms costs no event, and they keep their order',
            'that is set back ten years in the middle of a visit loses and doubles nothing, and keeps the order',
            'that is set back while a collector fails holds up nothing once it answers',
            'that is set back does not keep a withdrawal from deleting and silencing',
            'that is set forward ten years ends what is kept, counted, rather than keep it longer',
          ],
        },
        unproven:
          'The order of events of different pages over a clock that is set back between them. Of a page that is killed between ' +
          'a withdrawal and its wipe, on a clock that was set back, nobody knows later that what lies there from the future was ' +
          'before: once the clock has come forward, a later grant may send it.',
      },
    ],
  },
  {
    title: 'Consent',
    faults: [
      {
        fault: 'A withdrawal while events wait, are on their way, or wait for a retry',
        whatHeadgateDoes: 'Deletes what waits, aborts what is on its way, and starts no request any more.',
        tests: {
          [`${BROWSER}/withdraw.browser.test.ts`]: [
            'undelivered events that are withdrawn are neither sent nor kept by the … build',
            'without a withdrawal, the same events arrive',
            'a request on its way is aborted by the withdrawal',
          ],
          [`${ENGINES}/failing-collector.ts`]: [
            'none of five events is sent or kept after a withdrawal while the collector …',
          ],
          [IN_ENGINES]: ['after a withdrawal no request starts, and nothing is left on the device'],
        },
      },
      {
        fault: 'A withdrawal that meets a write, a send or a new grant',
        whatHeadgateDoes: 'Each effect needs the epoch of its consent to be the current one at that very step.',
        tests: {
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
          'test/property/consent-checks.property.test.ts': ['finds $check missing'],
          [WITHDRAWAL]: ['and a new grant before the device has caught up send nothing of the old consent'],
        },
      },
      {
        fault:
          'What nobody foresaw: a page in the back/forward cache, a choice that vanishes, a later release beside an older one',
        whatHeadgateDoes:
          'Asks the device before it sends; leaves alone what it does not know; takes a later grant for another one.',
        tests: {
          'test/property/schedule.property.test.ts': ['keeps its promises in schedules of %s'],
          'test/property/consent-checks.property.test.ts': ['finds $check missing'],
          [`${BROWSER}/random-walks.browser.test.ts`]: [
            'no random walk of a visitor makes anything arrive, or stay on the device, that their consent does not cover',
            'random walks find a package that does not listen to a withdrawal',
          ],
        },
      },
      {
        fault: 'A withdrawal in another tab, and a new grant after it',
        whatHeadgateDoes: 'Silences every tab, also one that wakes up; a wipe is by epoch, so newer events survive it.',
        tests: {
          [`${BROWSER}/withdraw.browser.test.ts`]: [
            'a withdrawal in one tab silences the other, whose choice is …shared',
            'a request that another tab has on its way is aborted too',
          ],
          [IN_ENGINES]: ['a withdrawal silences the other tab, its waiting events included'],
          [`${ENGINES}/life-cycle.ts`]: ['a tab that wakes after a withdrawal sends nothing'],
          'test/model/check-model.mjs': [],
        },
      },
      {
        fault: 'A trace before consent',
        whatHeadgateDoes: 'Makes none: no request, no database, no key, no cookie, no read that would create one.',
        tests: {
          [`${BROWSER}/zero-touch.browser.test.ts`]: [
            'a visitor … is not touched by the … build',
            'every witness sees the … build after a grant',
            'the witnesses see every kind of touch by a page that does not ask',
          ],
          [`${ENGINES}/zero-touch.ts`]: [
            'no witness sees a visitor …, with the … build',
            'every witness sees the same page after a grant',
            'the witnesses see a preconnect, a read that creates a database, and a written note',
          ],
        },
      },
      {
        fault: 'A page that is prerendered for a visitor who never comes',
        whatHeadgateDoes: 'Holds everything in memory until the page is activated.',
        tests: {
          [`${BROWSER}/prerender.browser.test.ts`]: [
            'a prerendered page sends and stores nothing until the visitor comes, with the … build',
          ],
          [`${CORE}/hold.test.ts`]: [
            'touches nothing and sends nothing until it is activated',
            'releases what it held when it is activated',
          ],
        },
      },
      {
        fault: 'A consent platform that never loads, comes late, throws, changes its mind, lies',
        whatHeadgateDoes: 'Unknown is closed, for ever if need be; memory is bounded; a late answer is heard at once.',
        tests: {
          [`${CORE}/consent.test.ts`]: [
            'that never reports keeps everything undecided',
            'that throws at the start keeps closed what another one grants',
          ],
          [KNOWN]: [
            'that comes half a minute late is heard at once',
            'that changes its mind fifty times sends nothing of a time of denial, and counts everything',
            'that knows categories which the manifest does not opens nothing by them',
          ],
          [`${CORE}/hold.test.ts`]: [
            'is one of 200 at most: the oldest are dropped and counted',
            'is held within 64 KiB of text: as many of the oldest go as must',
          ],
          'test/fuzz/sources.fuzz.ts': [
            'takes nothing for a grant that is none, wherever it stands',
            'throws nothing into the page, whatever a platform says and however it lies',
          ],
        },
      },
      {
        fault: 'Consent that runs out; Global Privacy Control that comes and goes',
        whatHeadgateDoes: 'Nothing is sent from that moment on; the signal only ever closes.',
        tests: {
          [KNOWN]: ['whose consent runs out sends nothing from that moment on'],
          'test/property/consent-sources.property.test.ts': [
            'is opened by no signal of the browser, whether it is there, comes or goes',
          ],
          'test/property/merge-consent.property.test.ts': [
            'is not opened by Global Privacy Control, whether it is on or off',
          ],
        },
      },
    ],
  },
  {
    title: 'Hostile input',
    faults: [
      {
        fault: 'A frame that pretends, goes elsewhere, or floods',
        whatHeadgateDoes: 'Believes a port that was handed over once, and closes it for who sends too much.',
        tests: {
          [IN_ENGINES]: ['a survey on another site tracks through the shop’s gate and stores nothing'],
          [`${BROWSER}/bridge-floods.browser.test.ts`]: [
            'a flood of 100,000 events …, and harms no other',
            '100,000 messages of a stranger are …, and others are heard',
          ],
          [`${BROWSER}/bridge.browser.test.ts`]: [
            'a document that took the place of the survey in its frame is not heard on the old port',
            'a window that is no frame of the shop is not heard, whatever it says',
          ],
          'test/fuzz/bridge.fuzz.ts': ['lets no frame open anything, whatever it sends to its host'],
        },
      },
      {
        fault: 'Prototype pollution',
        whatHeadgateDoes: 'Copies declared fields only, as plain values; works where prototypes are frozen.',
        tests: {
          'test/fuzz/payloads.fuzz.ts': [
            'copies declared fields only, as plain values, out of whatever a page passes',
            'takes any payload of a page that has consent without a throw, and sends what is declared',
          ],
          [`${CORE}/select-fields.test.ts`]: ['leave no mark on the prototype of objects'],
          [KNOWN_IN_CHROMIUM]: ['works in a page that froze the prototypes of JavaScript'],
        },
      },
      {
        fault: 'Markup that takes the place of globals (DOM clobbering)',
        whatHeadgateDoes: 'Reads its configuration from script elements alone, and its queue from an array alone.',
        tests: {
          [`${ENGINES}/strict-page.ts`]: ['markup with the names of what Headgate reads does not take it over'],
          [`${BROWSER}/script-tag.browser.test.ts`]: ['is not taken over by …'],
        },
      },
      {
        fault: 'Content security policies and Trusted Types',
        whatHeadgateDoes: 'Makes no code and no markup from text.',
        tests: {
          [`${ENGINES}/strict-page.ts`]: [
            'the … build works under a … policy with Trusted Types, without one violation',
            'a script that makes code of text is seen to violate that policy',
          ],
          [`${BROWSER}/script-tag.browser.test.ts`]: [
            'works under a strict policy with Trusted Types, without one violation',
            'a script that makes code of text is seen to violate that policy',
          ],
          'test/package/forbidden-code.test.ts': ['%s, read as code, makes none and no markup from text', 'sees %s'],
        },
      },
      {
        fault: 'Patterns that read a text again and again (ReDoS)',
        whatHeadgateDoes: 'Cuts text to its declared length; redacts in time that grows with the text and no faster.',
        tests: {
          [`${CORE}/select-fields.test.ts`]: ['comes to an end with half a million characters of %s'],
          'test/bench/measures/redaction.mjs': [],
        },
      },
      {
        fault: 'Personal data in addresses, referrers, titles and errors',
        whatHeadgateDoes: 'Sends, stores and reports declared fields, and nothing else of the page.',
        tests: {
          [`${BROWSER}/canaries.browser.test.ts`]: [
            '200 personal texts all around a page are found nowhere, and one that is declared everywhere',
          ],
          'test/unit/node/canaries.test.ts': [
            'are in no output of %s, though they stand in the code that it reads',
            'are not in the reason why a receiver refuses their event',
          ],
        },
      },
      {
        fault: 'Cryptography: nonces used twice, plain http, lost keys',
        whatHeadgateDoes:
          'A random nonce for each record; without cryptography nothing that needs it is stored; what cannot be read any more is counted.',
        tests: {
          [KNOWN]: ['takes a new random nonce for each record: a hundred thousand differ'],
          [STORAGE]: [
            'keeps events that must be encrypted in memory where the browser cannot encrypt, and says so once',
            'lose what nobody can read any more, and count it',
          ],
          [`${BROWSER}/encryption.browser.test.ts`]: ['on plain http, personal events stay in memory and arrive'],
        },
      },
      {
        fault: 'Formulas in CSV, markup in HTML',
        whatHeadgateDoes: 'Takes the formula out of every cell, and escapes every text; the report runs no script.',
        tests: {
          'test/unit/node/reports/csv.property.test.ts': [
            'no cell is a formula, wherever a spreadsheet splits the line, and each is read back',
            'what is no formula stays as it is',
          ],
          [`${BROWSER}/report.browser.test.ts`]: ['a script, an image or a style in the report would be refused'],
        },
        unproven: 'A spreadsheet program itself: cells are parsed back, not opened.',
      },
    ],
  },
  {
    title: 'The package and the collector',
    faults: [
      {
        fault: 'The supply chain',
        whatHeadgateDoes:
          'Two dependencies, no install script, the same bytes from each build, a signed statement of origin.',
        tests: {
          'test/package/built-files.test.ts': ['writes the same files, byte for byte'],
          'test/package/supply-chain.test.ts': [
            'has one dependency in the published package, and no other',
            '%s runs nothing when it is installed',
            'checks the signatures of what it is built with, and runs no script of it, where it is published',
          ],
        },
      },
      {
        fault: 'A collector on a developer’s machine, asked by strangers',
        whatHeadgateDoes: 'Answers to its own names only, takes 1 MiB at most, and reads no path that it is given.',
        tests: {
          'examples/products/collector/test/hostile-requests.test.ts': [
            'reads nothing: %s',
            'is refused: %s',
            'of ten megabytes that does not tell its length is refused while it comes',
          ],
          'examples/products/collector/test/guard-requests.test.ts': ['answers 421 to the foreign name %s'],
        },
      },
    ],
  },
];

/** What no test here can show. */
export const UNPROVEN: readonly string[] = [
  'Apple Safari itself: WebKit is proven as WebKitGTK, which shares the engine of IndexedDB with Safari and not its processes.',
  'Power cuts: browsers are killed, machines are not.',
  'A browser that is killed within seconds of the choice: it had not yet put cookies and localStorage on the disk. The choice is lost, and with it what was tracked under it; where the platform keeps it elsewhere, it holds.',
  'iOS, which suspends whole processes.',
  'The timers by which browsers delete the storage of sites that are not visited, and prompts of the Storage Access API.',
  'A leak of a key and its data together: encryption protects a copied profile, not from a script of the same origin.',
];
