import type { Pages } from '../../support/serve-pages.mjs';
import type { Frame } from './engine.js';

/**
 * Drives a page by requests of its own. WebKit's driver ends its session when the network process dies; a page lives on.
 * One page for each puppet, several of them by their names.
 */
export interface Puppet extends Frame {
  /** To be put into the page. */
  readonly script: string;
}

interface Order {
  readonly id: number;
  readonly code: string;
  settle(answer: { value?: unknown; error?: string }): void;
}

export function createPuppet(pages: Pages, name = ''): Puppet {
  let order: Order | undefined;
  let orders = 0;
  pages.set(`/order${name}`, () => ({
    body: order ? JSON.stringify({ id: order.id, code: order.code }) : '',
    type: 'text/plain',
  }));
  pages.set(`/answer${name}`, ({ body }) => {
    const { id, ...answer } = JSON.parse(body) as { id: number; value?: unknown; error?: string };
    if (order?.id === id) order.settle(answer);
    return { body: '', status: 204 };
  });
  return {
    script: toScript(name),
    evaluate: (run, ...args) =>
      new Promise((resolve, reject) => {
        order = {
          id: ++orders,
          code: `(${String(run)})(...${JSON.stringify(args)})`,
          settle({ value, error }) {
            order = undefined;
            if (error) reject(new Error(error));
            else resolve(value as never);
          },
        };
      }),
  };
}

const toScript = (name: string): string => `<script>(async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  for (let last = 0, answer = ''; ; await pause()) {
    try {
      if (!answer) {
        const text = await (await fetch('/order${name}')).text();
        if (!text) continue;
        const { id, code } = JSON.parse(text);
        if (id === last) continue;
        last = id;
        answer = await Promise.resolve().then(() => (0, eval)(code)).then(
          (value) => JSON.stringify({ id, value }),
          (error) => JSON.stringify({ id, error: String(error) }),
        );
      }
      // Again and again until it is there: the network may be gone for a while.
      await fetch('/answer${name}', { method: 'POST', body: answer });
      answer = '';
    } catch {}
  }
})();</script>`;
