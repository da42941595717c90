/** Asks one tracker the rows, each as a new visitor in one browser. */
import type { Browser, PuppeteerNode } from 'puppeteer-core';
import { launchChromium, toBrowserFlags } from '../verify/open-browser.js';
import type { Cell } from './matrix.js';
import { openVisit } from './open-visit.js';
import type { Finding, Row } from './rows/row.js';

/** Most of a row is waiting; more at once than this, and pages wait for the processor. */
const AT_ONCE = 5;

/** Opens a browser to which every name is this machine: nothing leaves it, whatever a tracker asks for. */
export function openConformBrowser(puppeteer: PuppeteerNode, executablePath: string): Promise<Browser> {
  return launchChromium(puppeteer, executablePath, {
    headless: true,
    ignoreDefaultArgs: ['--enable-automation'],
    protocolTimeout: 120_000,
    args: toBrowserFlags(['*=127.0.0.1']),
  });
}

export interface Question {
  readonly browser: Browser;
  /** Puts the adapter's functions under `conform`. */
  readonly script: string;
  readonly rows: readonly Row[];
  readonly notOffered: { readonly [row: string]: string };
  readonly onCell: (row: Row, cell: Cell) => void;
}

/** Resolves to the cells by row, in the order of the rows. */
export async function askTracker({
  browser,
  script,
  rows,
  notOffered,
  onCell,
}: Question): Promise<{ [id: string]: Cell }> {
  const cells = new Map<string, Cell>();
  const left = [...rows];
  async function work(): Promise<void> {
    for (let row = left.shift(); row; row = left.shift()) {
      const cell = toCell(await playRow(browser, script, row), notOffered[row.id]);
      cells.set(row.id, cell);
      onCell(row, cell);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return Object.fromEntries(
    rows.flatMap(({ id }) => {
      const cell = cells.get(id);
      return cell ? [[id, cell] as const] : [];
    }),
  );
}

async function playRow(browser: Browser, script: string, row: Row): Promise<Finding> {
  const visit = await openVisit(browser, script);
  try {
    return await row.play(visit);
  } catch (error) {
    // A tracker that throws into the page, or an adapter that is wrong: the row has not passed.
    return { passed: false, seen: error instanceof Error ? error.message : String(error) };
  } finally {
    await visit.close();
  }
}

/** @param reason - Why a vendor's documentation promises nothing of the kind. */
function toCell({ passed, seen }: Finding, reason: string | undefined): Cell {
  if (passed) return { verdict: 'pass', seen };
  return reason === undefined ? { verdict: 'fail', seen } : { verdict: 'not offered', seen: `${seen}: ${reason}` };
}
