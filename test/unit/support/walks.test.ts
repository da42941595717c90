import { Session } from 'node:inspector/promises';
import { describe, expect, it } from 'vitest';
import { setUp } from '../../support/core-collector.js';
import { readText } from '../../support/dist.js';

/**
 * How far a reader has to go who follows one event to its acknowledgement, or one withdrawal to the empty device: the files
 * whose functions the profiler saw, and which functions of the root, where all is put together, the stages called back.
 */

interface Walk {
  readonly files: readonly string[];
  readonly backUp: readonly string[];
}

/** What the surroundings and the page call by themselves is no way back up. */
const ROOT = /^src\/instance\/(?:assemble|device|on-consent-change|page-lifecycle)\.ts$/;

async function follow(act: () => Promise<void>): Promise<Walk> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  // What ran until now is counted as read.
  await session.post('Profiler.takePreciseCoverage');
  await act();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const ran = result.flatMap(({ url, functions }) => {
    const file = /\/(src\/(?!node\/)[^?]+)/.exec(url)?.[1];
    const names = functions.filter(({ ranges }) => ranges.some(({ count }) => count > 0));
    return file ? names.map(({ functionName }) => ({ file, functionName })) : [];
  });
  const named = ran.filter(({ file, functionName }) => ROOT.test(file) && functionName);
  return {
    files: [...new Set(ran.map(({ file }) => file))],
    backUp: [...new Set(named.map(({ functionName }) => functionName))].sort(),
  };
}

/** A figure of CONTRIBUTING.md, by the words before it. */
const figureOf = (words: string): number =>
  Number(new RegExp(`${words} (\\d+) files`).exec(readText('CONTRIBUTING.md').replaceAll('\n', ' '))?.[1]);

describe('the way', () => {
  it('of an event from track to its acknowledgement is as short as CONTRIBUTING says', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    const { files, backUp } = await follow(async () => {
      page.headgate.track('step', { number: 1 });
      await page.pass(10_000);
    });
    expect(collector.events().at(-1)?.data).toEqual({ number: 1 });
    expect(files.length).toBeGreaterThan(20);
    expect(files.length).toBeLessThanOrEqual(figureOf('An event runs through'));
    expect(backUp).toEqual(['isBehind', 'isRefusing', 'track']);
  });

  it('of a withdrawal to the empty device is as short as CONTRIBUTING says', async () => {
    const { page, banner } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    const { files, backUp } = await follow(async () => {
      banner.say({ analytics: 'denied' });
      await page.pass(10_000);
    });
    expect(files.length).toBeGreaterThan(15);
    expect(files.length).toBeLessThanOrEqual(figureOf('a withdrawal through'));
    expect(backUp).toEqual(['countRemoved', 'tellClosed', 'wipe']);
  });
});
