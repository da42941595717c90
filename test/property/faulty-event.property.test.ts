import { afterAll, beforeAll, beforeEach, it } from 'vitest';
import { readCases } from '../support/collector-contract.js';
import { playFaultyEvent } from '../support/play-faulty-event.js';
import { openReceiver, type Receiver } from '../support/send-to-collector.js';

/** What the contract of collectors samples, at every place: thousands of requests to a real server. */

const { overHttp } = await readCases();
let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
beforeEach(() => receiver.clear());
afterAll(() => receiver.close());

it.each(overHttp)(
  '$name delivers 99 of 100 events with one faulty among them, at each of the hundred places',
  async (subject) => {
    await playFaultyEvent(subject, receiver, Array(100).keys());
  },
);
