/** The languages that receivers are written in, each with what brings it. */
import { spawnSync } from 'node:child_process';

/** @typedef {'go' | 'python' | 'java' | 'php'} Tool */

/** @type {Record<Tool, { programs: [string, ...string[]][], needs: string }>} */
const TOOLS = {
  go: { programs: [['go', 'version']], needs: 'Go 1.26' },
  python: { programs: [['python3', '-m', 'venv', '--help']], needs: 'Python 3.11 with venv' },
  java: {
    programs: [
      ['javac', '-version'],
      ['mvn', '--version'],
    ],
    needs: 'a JDK 17 with Maven',
  },
  php: { programs: [['php', '--version']], needs: 'PHP 8.2' },
};

/** @param {Tool} tool */
export function hasTool(tool) {
  return TOOLS[tool].programs.every(([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0);
}

/** What is missing here, in words. */
export function findMissing() {
  const tools = /** @type {Tool[]} */ (Object.keys(TOOLS));
  return tools.filter((tool) => !hasTool(tool)).map((tool) => TOOLS[tool].needs);
}
