import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from './commands/command.js';

/**
 * Returns where packages begin that are not installed with this one: those of the caller's project, or those beside this
 * package.
 *
 * @param purpose - What they are needed for, as a message begins: `To visit a site`.
 * @throws {UsageError} where one is missing; the message says how to install it.
 */
export function findPackages<Name extends string>(
  names: readonly Name[],
  folder: string,
  purpose: string,
): { readonly [name in Name]: string } {
  const found = names.map((name) => [name, findPackage(name, folder)] as const);
  const missing = found.filter(([, main]) => main === undefined).map(([name]) => name);
  if (missing.length === 0) return Object.fromEntries(found) as { readonly [name in Name]: string };
  throw new UsageError(
    `${purpose}, install what is needed for it:\n  npm install --save-dev ${missing.join(' ')}\n` +
      'Nothing else of Headgate needs that.',
  );
}

function findPackage(name: string, folder: string): string | undefined {
  for (const from of [join(folder, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not from here.
    }
  }
  return undefined;
}
