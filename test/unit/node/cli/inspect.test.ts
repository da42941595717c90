import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.js';

describe('a wrong call of headgate inspect', () => {
  it.each<[string, readonly string[], string]>([
    ['no address', [], 'Name one address to open.'],
    ['what is no address', ['shop.example'], 'shop.example is no address such as https://shop.example/.'],
    ['a file', ['file:///etc/hosts'], 'is no address such as'],
    ['a time that is none', ['https://a.example', '--wait', 'long'], '--wait takes milliseconds'],
    ['a place that is none', ['https://a.example', '--resolve', 'a'], '--resolve takes HOST=ADDRESS, not a.'],
    ['a browser that is not there', ['https://a.example', '--browser', 'nowhere'], 'There is no browser at'],
  ])('with %s is said', async (_what, args, message) => {
    const { code, notes } = await runCommand(['inspect', ...args]);
    expect([code, notes]).toEqual([2, expect.stringContaining(message)]);
  });

  it('with a browser that does not start says so, and how to do without a screen', async () => {
    const { code, notes } = await runCommand(['inspect', 'https://a.example', '--browser', '/bin/false']);
    expect([code, notes]).toEqual([
      2,
      expect.stringContaining('/bin/false did not start. Without a screen, --screenshot'),
    ]);
  });
});
