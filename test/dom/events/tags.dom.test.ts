import { afterEach, describe, expect, it } from 'vitest';
import type { Choice, ConsentState } from '../../../src/consent/consent.js';
import { startTags } from '../../../src/events/start-tags.js';

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.innerHTML = '';
});

function start(categories: ConsentState['categories'] = {}) {
  let listener: (state: ConsentState) => void = () => {};
  const stateOf = (now: ConsentState['categories']): ConsentState => ({
    ...{ categories: now, regime: 'opt-in', evidence: 'explicit', source: 'banner', proof: {} },
  });
  const onConsent = (heard: typeof listener) => {
    listener = heard;
    heard(stateOf(categories));
    return () => (listener = () => {});
  };
  const stop = startTags({ onConsent });
  stops.push(stop);
  return { stop, say: (now: { [category: string]: Choice }) => listener(stateOf(now)) };
}

const tag = (attributes: string): string => `<script type="text/plain" ${attributes}></script>`;
const types = (): (string | null)[] =>
  [...document.querySelectorAll('script')].map((script) => script.getAttribute('type'));
const observed = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

describe('a third-party tag', () => {
  it.each<[string, { [category: string]: Choice }, boolean]>([
    ['marketing', { marketing: 'granted' }, true],
    ['marketing', { marketing: 'undecided' }, false],
    ['marketing', { marketing: 'denied' }, false],
    ['marketing', { analytics: 'granted' }, false],
    ['marketing analytics', { marketing: 'granted', analytics: 'granted' }, true],
    ['marketing,analytics', { marketing: 'granted', analytics: 'denied' }, false],
    ['', { marketing: 'granted' }, false],
    ['constructor', { marketing: 'granted' }, false],
    ['__proto__', {}, false],
  ])('of the categories "%s" under %j is started: %s', (names, categories, isStarted) => {
    document.body.innerHTML = tag(`data-headgate-category="${names}"`);
    start(categories);
    expect(types()).toEqual([isStarted ? 'text/javascript' : 'text/plain']);
  });

  it('starts at the grant, with its attributes, and as a module where it says so', () => {
    document.body.innerHTML =
      tag('data-headgate-category="marketing" nonce="n1" data-account="7" async') +
      tag('data-headgate-category="marketing" data-headgate-type="module"');
    const { say } = start();
    expect(types()).toEqual(['text/plain', 'text/plain']);
    say({ marketing: 'granted' });
    expect(types()).toEqual(['text/javascript', 'module']);
    const script = document.querySelector('script')!;
    expect([script.getAttribute('data-account'), script.hasAttribute('async')]).toEqual(['7', true]);
  });

  it('that is added later starts if its category is granted', async () => {
    start({ marketing: 'granted' });
    document.body.innerHTML = tag('data-headgate-category="marketing"') + tag('data-headgate-category="social"');
    await observed();
    expect(types()).toEqual(['text/javascript', 'text/plain']);
  });

  it('is told of the withdrawal, once', () => {
    document.body.innerHTML = tag('data-headgate-category="marketing"') + tag('data-headgate-category="analytics"');
    const { say } = start({ marketing: 'granted', analytics: 'granted' });
    const heard: unknown[] = [];
    const hear = (event: Event): void => void heard.push((event as CustomEvent).detail);
    document.addEventListener('headgate:withdrawn', hear);
    say({ marketing: 'denied', analytics: 'granted' });
    say({ marketing: 'denied', analytics: 'granted' });
    document.removeEventListener('headgate:withdrawn', hear);
    expect(heard).toEqual([{ categories: ['marketing'] }]);
  });

  it('stays as it is once stopped', async () => {
    const { stop, say } = start();
    stop();
    document.body.innerHTML = tag('data-headgate-category="marketing"');
    say({ marketing: 'granted' });
    await observed();
    expect(types()).toEqual(['text/plain']);
  });
});
