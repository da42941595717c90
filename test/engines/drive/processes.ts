/** The processes of a browser, found as its starter's descendants: nothing else is ever touched. */
import { readFileSync, readdirSync } from 'node:fs';
import type { Frame, PageProcess } from './engine.js';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
  /** How long it has worked, in the kernel's ticks of 10 ms. */
  readonly worked: number;
}

/** SIGKILL to those of a process' descendants whose command line has a text. Returns how many there were. */
export function killDescendants(id: number, named = ''): number {
  const killed = findDescendants(id).filter(({ command }) => command.includes(named));
  for (const process of killed) killProcess(process.id);
  return killed.length;
}

/** SIGKILL to a process and all that it started. */
export function killTree(id: number): void {
  const descendants = findDescendants(id);
  killProcess(id);
  for (const process of descendants) killProcess(process.id);
}

/** How long a page is kept busy, to be told from others by what its process works. */
const BUSY = 300;

/** The process that runs a page: of all that this one started, the one that works while the page does. */
export async function findPageProcess(page: Frame): Promise<PageProcess> {
  const { pid } = process;
  const before = new Map(findDescendants(pid).map((process) => [process.id, process.worked]));
  await page.evaluate((duration) => {
    const end = Date.now() + duration;
    while (Date.now() < end);
  }, BUSY);
  const since = ({ id, worked }: Process): number => worked - (before.get(id) ?? 0);
  const [busiest] = findDescendants(pid).sort((a, b) => since(b) - since(a));
  return {
    kill: () => killProcess(busiest!.id),
    setStopped: (isStopped) => void process.kill(busiest!.id, isStopped ? 'SIGSTOP' : 'SIGCONT'),
  };
}

function findDescendants(id: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const childrenOf = (parent: number): Process[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...childrenOf(child.id)]);
  return childrenOf(id);
}

function readProcess(id: number): Process | undefined {
  try {
    // The name in brackets may have brackets of its own: the parent stands second after the last one.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { id, parent: Number(fields[1]), command, worked: Number(fields[11]) };
  } catch {
    // It ended in between.
    return undefined;
  }
}

function killProcess(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
