import { afterEach, expect, it, vi } from 'vitest';
import { hotjar } from '../../../src/delivery/collectors/hotjar.js';
import { sampleEvents } from '../../support/sample-event.js';

/**
 * A fake of Hotjar's page side, after its published loader: the snippet's stub that queues, what the first script adds to
 * the stub, and the inner part that really listens.
 */
interface Hotjar {
  (...call: unknown[]): void;
  q?: unknown[][];
  metrics?: object;
  scriptDomain?: string;
  _init?: object;
}

const page = globalThis as unknown as { hj?: unknown };

function installStub(): Hotjar {
  const stub: Hotjar = (...call) => void (stub.q ??= []).push(call);
  page.hj = stub;
  return stub;
}

afterEach(() => void delete page.hj);

it('waits while there is no Hotjar', () => {
  expect(hotjar().deliver(sampleEvents(2))).toBeUndefined();
});

it("is not fooled by the snippet's stub, and leaves nothing in its queue", () => {
  const stub = installStub();
  expect(hotjar().deliver(sampleEvents(2))).toBeUndefined();
  expect(stub.q).toBeUndefined();
});

it('is not fooled by the first script, which only decorates the stub', () => {
  const stub = installStub();
  Object.assign(stub, { metrics: {}, scriptDomain: 'https://script.hotjar.com/' });
  expect(hotjar().deliver(sampleEvents(2))).toBeUndefined();
});

it('calls Hotjar once for each event, with its name and nothing else', () => {
  const hj = vi.fn();
  page.hj = Object.assign(hj, { _init: { _verifyInstallation() {} } });
  const events = sampleEvents(2);
  expect(hotjar().deliver(events)).toEqual({ accepted: events.map(({ id }) => id), rejected: [] });
  expect(hj.mock.calls).toEqual([
    ['event', 'newsletter_signup'],
    ['event', 'newsletter_signup'],
  ]);
});

it('says which event made Hotjar throw', () => {
  const hj = vi.fn().mockImplementationOnce(() => {
    throw new Error('no session');
  });
  page.hj = Object.assign(hj, { _init: {} });
  const [first, second] = sampleEvents(2);
  expect(hotjar().deliver([first!, second!])).toEqual({
    accepted: [second!.id],
    rejected: [{ id: first!.id, reason: 'tag-threw' }],
  });
});

it.each([null, 5, 'text', {}, { _init: {} }])('waits where %o stands in its place', (nonsense) => {
  page.hj = nonsense;
  expect(hotjar().deliver(sampleEvents(1))).toBeUndefined();
});
