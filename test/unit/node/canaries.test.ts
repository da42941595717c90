import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkTaggedEvent } from 'headgate/node';
import { createCanaries, findCanaries } from '../../support/create-canaries.js';
import { manifest, now, toggleEvent } from '../../../examples/products/collector/test/collector-fixture.js';
import { runCommand } from './cli/run-command.js';

/** What the Node side says of code and of events: their names, and none of the texts in them. */

const canaries = createCanaries();
const folder = mkdtempSync(join(tmpdir(), 'headgate-canaries-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('personal texts', () => {
  it.each([
    ['scan', ['--json']],
    ['scan', ['--sarif']],
    ['scan', []],
  ])('are in no output of %s, though they stand in the code that it reads', async (command, flags) => {
    const calls = canaries.map((text, index) => {
      const value = JSON.stringify(text);
      return `headgate.track('unknown_event_${index}', { note: ${value}, user: [${value}] });\nthrow new Error(${value});`;
    });
    writeFileSync(join(folder, 'page.js'), `import { createHeadgate } from 'headgate';\n${calls.join('\n')}`);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const { out, notes } = await runCommand([command, '.', '--manifest', 'manifest.json', ...flags], { folder });
    expect(findCanaries(canaries, [out, notes])).toEqual([]);
    expect(out).toContain('unknown_event_199');
  });

  it('are not in the reason why a receiver refuses their event', () => {
    const said = canaries.flatMap((text) => [
      checkTaggedEvent(manifest, toggleEvent({ data: { toggle: 'x', enabled: true, [text]: text } as never }), now),
      checkTaggedEvent(manifest, toggleEvent({ event: text }), now),
      checkTaggedEvent(manifest, toggleEvent({ id: text }), now),
      checkTaggedEvent(manifest, { ...toggleEvent(), [text]: text }, now),
    ]);
    expect(findCanaries(canaries, said.map(String))).toEqual([]);
    expect(new Set(said)).toContain('unknown-event');
  });
});
