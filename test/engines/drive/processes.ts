/** The processes of a browser, found as its starter's descendants: nothing else is ever touched. */
import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** SIGKILL to those of a process' descendants whose command line has a text. Answers how many there were. */
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
    const [, parent] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return { id, parent: Number(parent), command: readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ') };
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
