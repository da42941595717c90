import type { Protocol } from 'puppeteer-core';
import type { StackFrame } from './evidence.js';

const DEEPEST = 12;

/** Returns the calls that started a request, the nearest first, across timers and promises. Lines count from 1. */
export function toStack({ stack, url, lineNumber = 0, columnNumber = 0 }: Protocol.Network.Initiator): StackFrame[] {
  const frames: StackFrame[] = [];
  for (let trace = stack; trace; trace = trace.parent) {
    for (const call of trace.callFrames) {
      if (call.url === '') continue;
      const place = { url: call.url, line: call.lineNumber + 1, column: call.columnNumber + 1 };
      frames.push({ function: call.functionName, ...place });
    }
  }
  if (frames.length > 0) return frames.slice(0, DEEPEST);
  return url === undefined ? [] : [{ function: '', url, line: lineNumber + 1, column: columnNumber + 1 }];
}

/** Returns the calls of an error's stack, without the one that made it. */
export function parseStack(text: string): StackFrame[] {
  return text
    .split('\n')
    .flatMap((line): StackFrame[] => {
      const [, name = '', url, row, column] = /^\s*at (?:(.*?) \()?(https?:.*?):(\d+):(\d+)\)?$/.exec(line) ?? [];
      return url === undefined ? [] : [{ function: name, url, line: Number(row), column: Number(column) }];
    })
    .slice(0, DEEPEST);
}
