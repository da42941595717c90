import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usPrivacy } from '../../src/consent/sources/us-privacy.js';
import { usPrivacyFake } from '../fakes/us-privacy.js';
import { embedUnder } from '../support/ask-frame.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';

const CODES = { marketing: {}, analytics: { usPrivacy: false } };
const probes: SourceProbe[] = [];

function start(): SourceProbe {
  const probe = startSource(usPrivacy(), CODES);
  probes.push(probe);
  return probe;
}

/** An API whose string lies in no cookie. */
function say(uspString: unknown): void {
  const api = (_command: string, _version: number, answer: (...answer: unknown[]) => void): void =>
    answer({ version: 1, uspString }, true);
  Object.assign(globalThis, { __uspapi: api });
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  usPrivacyFake.remove();
  vi.useRealTimers();
});

describe('the US Privacy string', () => {
  it.each([
    ['1YNN', 'granted'],
    ['1YNY', 'granted'],
    ['1YN-', 'granted'],
    ['1ynn', 'granted'],
    ['1YYN', 'denied'],
    ['1NYN', 'denied'],
    ['1-Y-', 'denied'],
    ['1yyn', 'denied'],
    ['1NNN', 'undecided'],
    ['1-N-', 'undecided'],
    ['1Y--', 'undecided'],
  ])('%s is %s', (uspString, choice) => {
    say(uspString);
    const probe = start();
    expect(probe.choice('marketing')).toBe(choice);
    expect(probe.last()).toMatchObject({
      evidence: 'default',
      regime: 'opt-out',
      region: 'US',
      proof: { string: uspString },
    });
  });

  it('binds every category but those that the manifest takes out', () => {
    say('1YYN');
    expect(start().last().categories).toEqual({ marketing: 'denied' });
  });

  it('`1---` does not apply: no opinion', () => {
    say('1---');
    expect(start().last()).toEqual({ source: 'usPrivacy', categories: {}, evidence: 'not-applicable' });
  });

  it.each([['2YNN'], ['1YN'], ['1YNNN'], ['YYN'], ['1XNN'], [5], [{}], [null], [undefined], ['']])(
    'grants nothing where it is %j',
    (uspString) => {
      say(uspString);
      const said: unknown[] = [];
      const stop = usPrivacy()({
        codes: () => ({ marketing: undefined }),
        report: (reading) => void said.push(reading),
      });
      expect(JSON.stringify(said)).not.toContain('granted');
      stop();
    },
  );

  it('has no event, so it is asked again and again', () => {
    usPrivacyFake.install('1YNN');
    const probe = start();
    usPrivacyFake.choose('1YYN');
    vi.advanceTimersByTime(500);
    expect(probe.choice('marketing')).toBe('denied');
  });

  it('in the cookie denies before the API is there, and never grants', () => {
    document.cookie = 'usprivacy=1YNN';
    expect(start().choice('marketing')).toBe('undecided');
    document.cookie = 'usprivacy=1YYN';
    expect(start().choice('marketing')).toBe('denied');
  });

  it('is no looser than the manifest’s law: it opens nothing where that is opt-in', () => {
    say('1YNN');
    const probe = startSource(usPrivacy(), CODES, { default: 'opt-in' });
    probes.push(probe);
    expect(probe.choice('marketing')).toBe('undecided');
  });

  it('that API and cookie disagree on is the stricter', () => {
    say('1YNN');
    document.cookie = 'usprivacy=1YYN';
    expect(start().choice('marketing')).toBe('denied');
    say('1YYN');
    document.cookie = 'usprivacy=1YNN';
    expect(start().choice('marketing')).toBe('denied');
  });

  it('is read through the locator frame of the page around this one', () => {
    const around = embedUnder('__uspapi');
    const probe = start();
    around.answer({ version: 1, uspString: '1YNN' });
    expect(probe.choice('marketing')).toBe('granted');
    vi.advanceTimersByTime(500);
    around.answer({ version: 1, uspString: '1YYN' });
    expect(probe.choice('marketing')).toBe('denied');
    expect(around.asked[0]).toMatchObject({ command: 'getUSPData', version: 1 });
  });
});
