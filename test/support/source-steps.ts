import { it } from 'vitest';
import type { Choice } from '../../src/consent/consent.js';
import type { Settled, Step } from './source-case.js';
import { pass, type openSourcePage, type SourcePage } from './source-page.js';

/** Long enough for every poll and time-out of a source. */
export const A_WHILE = 5000;

/** The same choice for both categories. */
export const both = (choice: Choice): [Choice, Choice] => [choice, choice];

/** The page of the test that runs. */
export interface Context {
  open(regimes?: Parameters<typeof openSourcePage>[1]): void;
  page(): SourcePage;
}

export const isStep = (step: Step | undefined): step is () => Settled => typeof step === 'function';

/** A test that needs some steps; a platform without one of them has no such test. */
export function given(steps: readonly (Step | undefined)[], name: string, run: () => Promise<void>): void {
  if (steps.every(isStep)) it(name, run);
}

/** Takes steps one after the other, and lets time pass after each. */
export async function take(...steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (!isStep(step)) throw new Error(step.cannot);
    await step();
    await pass(A_WHILE);
  }
}
