import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceCase } from '../../support/source-contract.js';

/** The cases of all sources, or of the one that the environment names. */
export async function loadCases(only = process.env['SOURCE']): Promise<SourceCase[]> {
  const files = readdirSync(join(import.meta.dirname, 'cases')).filter((file) => file.endsWith('.ts'));
  const cases: SourceCase[] = [];
  for (const file of files) {
    const module = (await import(`./cases/${file.replace('.ts', '')}.ts`)) as { [name: string]: SourceCase };
    cases.push(...Object.values(module));
  }
  return cases.filter(({ name }) => !only || name === only);
}
