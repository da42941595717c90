import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { readManifest } from 'headgate/node';

import { openPolicy, PolicyError } from '../policy/open-policy.mjs';
import { printPolicy } from '../policy/print-policy.mjs';
import { readDefaultPolicy } from '../policy/default-policy.mjs';

export const policyUsage = `usage: headgate-collector policy check --manifest FILE [--former FILE]… [--policy FILE]

Checks the policy against the manifests and prints what each role sees, as a Markdown table. Without a policy file: the one
that holds then. Exit code 1: the policy is not sound.
`;

/**
 * @param {readonly string[]} args
 * @param {{ out: (text: string) => void, err: (text: string) => void }} print
 * @returns {number} The exit code.
 */
export function runPolicyCommand(args, { out, err }) {
  const options = readArguments(args);
  if (options === undefined) {
    err(policyUsage);
    return 2;
  }
  const manifest = readManifest(options.manifest);
  const manifests = [manifest, ...options.former.map((file) => readManifest(file))];
  try {
    const text = options.policy === undefined ? readDefaultPolicy() : readFileSync(options.policy, 'utf8');
    out(printPolicy(openPolicy(text, manifests), manifest));
    return 0;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    err(`${error.message}\n`);
    return 1;
  }
}

/** @param {readonly string[]} args */
function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        manifest: { type: 'string' },
        former: { type: 'string', multiple: true },
        policy: { type: 'string' },
      },
    });
    const { manifest, former = [], policy } = values;
    if (positionals.join(' ') !== 'check' || manifest === undefined) return undefined;
    return { manifest, former, policy };
  } catch {
    return undefined;
  }
}
