/** What trackers did when `npm run conform` ran last, held against the trackers and rows as they are named now. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AskedTracker, Cell, Matrix } from '../../../src/node/conform/matrix.js';
import { ROWS } from '../../../src/node/conform/rows/rows.js';
import { TRACKERS } from '../../../src/node/conform/trackers.js';
import { root } from '../../support/dist.js';

const PAGE = join(root, 'docs/peers.md');

const recorded = JSON.parse(readFileSync(join(root, 'test/conform/recorded/matrix.json'), 'utf8')) as Matrix;

const headgate = recorded.trackers.find(({ name }) => name === 'Headgate')!;

describe('the page of other trackers', () => {
  it('says what the last run saw', () => {
    const text = print(recorded);
    if (process.env['UPDATE_README']) writeFileSync(PAGE, text);
    expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(text);
  });
});

describe('the record of the last run', () => {
  it('has every row of every tracker, as they are worded today', () => {
    expect(recorded.rows).toEqual(ROWS.map(({ id, title, counts }) => ({ id, title, counts })));
    for (const { rows } of recorded.trackers) expect(Object.keys(rows)).toEqual(ROWS.map(({ id }) => id));
  });

  it('is of each tracker that is named today, in the same version and mode', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const named = TRACKERS.map(({ name, packages, files = [], mode }) => ({
      name,
      mode,
      packages:
        name === 'Headgate'
          ? { headgate: version }
          : { ...packages, ...Object.fromEntries(files.map(({ name, version }) => [name, version])) },
    }));
    expect(recorded.trackers.map(({ name, packages, mode }) => ({ name, mode, packages }))).toEqual(named);
  });

  it('excuses two releases only where what fails in it is excused in the rows of its parts', () => {
    const hidden = recorded.trackers.filter(({ name, rows }) => {
      const excuses = TRACKERS.find((tracker) => tracker.name === name)?.notOffered ?? {};
      const fails = [rows['closed-tabs'], rows['two-tabs']].some((part) => part?.verdict === 'fail');
      return fails && ('two-releases' in excuses || rows['two-releases']?.verdict === 'not offered');
    });
    expect(hidden.map(({ name }) => name)).toEqual([]);
  });

  it('has nobody who delivers an event of a page before the grant', () => {
    const those = recorded.trackers.filter(({ rows }) => rows['next-page']?.verdict === 'pass');
    expect(those.map(({ name }) => name)).toEqual([]);
  });

  it('says that Headgate passes every row but that of the event from an earlier page', () => {
    const others = Object.entries(headgate.rows).filter(([, { verdict }]) => verdict !== 'pass');
    expect(others.map(([id]) => id)).toEqual(['next-page']);
  });
});

function print({ browser, rows, trackers }: Matrix): string {
  const names = trackers.map(({ name }) => name);
  return `# Other trackers

Printed from what [\`headgate conform\`](conform.md) saw last. Anyone can run it again: \`npx headgate conform --all\`; in the repository \`npm run conform\`,
then the tests of \`test/unit/conform/\` with \`UPDATE_README=1\`.

How trackers treat a visitor's consent: each in the consent-first mode that its vendor documents, on the same pages, in Chromium ${browser}, before
recording servers on one machine. The witnesses are the requests that the server got, and cookies, localStorage, sessionStorage and
IndexedDB, read past the tracker. Each row starts with a new profile. The shop's own memory of the choice is the server's, so that all that lies
on the device is the tracker's.

${table(
  ['', ...names],
  rows.map(({ id, title }) => [title, ...trackers.map((tracker) => toWord(tracker.rows[id]!))]),
)}

**not offered**: the vendor's documentation promises nothing of the kind in this mode; what was seen stands below.

## What counts

${rows.map(({ title, counts }) => `- **${title}.** ${counts}`).join('\n')}

"Never" is as long as a row waits: twelve seconds on the page, two after leaving it and four on the next one for what was undelivered and withdrawn,
twelve for another tab, the page that comes back and the other application, five for what was denied. What should arrive has thirty seconds; after a
failure thirty by itself, fifteen more with the next event, twenty more from the next page (\`src/node/conform/rows/\`).

## What was seen

${trackers.map((tracker) => printTracker(tracker, recorded)).join('\n\n')}

## What to read out of it, and what not

- **Nobody passes every row.** An event of an earlier page reaches nobody's collector: it waits in the page's memory and ends with it, was never captured, went
  before the choice, or lies on the device unsent. With Headgate too, a visitor who chooses on the second page is counted from there.
- One engine, headless, with a server on the same machine, and a short wait. A repetition that comes minutes later is not seen: "pass" in a row of
  silence says that nothing came in that time.
- One mode of each vendor is asked. PostHog's \`cookieless_mode\`, Snowplow's opt-out cookie and Segment's opt-out model are others.
- The adapters (\`src/node/conform/adapters/\`) are about twenty lines each. A vendor who documents a better mode is welcome to change its own. A site
  that loads a tracker only after the grant passes the first row with each of them, and loses what came before.
- Requests to others than the collector are seen by the DevTools protocol, which misses most of what a page sends while it goes; those to the collector are
  read at the collector.
- A tracker that sends once and forgets passes "undelivered, then withdrawn", and fails the outage.
- Releases: the adapters tell a tracker the application's release where it takes one. Headgate's has the manifest's version.
- What trackers do beside events that a page tracks (session recordings, feature flags, page views by themselves) is not asked, and switched off
  where it can be.

## Not run

Piwik PRO and Adobe's alloy, which need their vendors' servers. Matomo's tracker is not on npm: it is \`matomo.js\` of the release that is named, from its
repository.
`;
}

function printTracker(
  { name, packages, mode, documentation, date, rows }: AskedTracker,
  { rows: all }: Matrix,
): string {
  const versions = Object.entries(packages).map(([name, version]) => `\`${name}\` ${version}`);
  return `### ${name}

${versions.join(', ')}, ${date}. Mode: ${mode} ([documentation](${documentation})).

${table(
  ['row', 'verdict', 'seen'],
  all.map(({ id, title }) => [title, toWord(rows[id]!), rows[id]!.seen]),
)}`;
}

const toWord = ({ verdict }: Cell): string => (verdict === 'pass' ? 'pass' : `**${verdict}**`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
