import { afterEach, describe, expect, it } from 'vitest';
import type { Choice, ConsentState } from '../../../src/consent/consent.js';
import { startTags, type TagsOptions } from '../../../src/events/start-tags.js';

/** What the page's server wrote into its policy, and into its own scripts. */
const NONCE = 'n1';
const stops: (() => void)[] = [];

// This DOM does not know nonces. Browsers do, and there they are tested too.
Object.defineProperty(HTMLScriptElement.prototype, 'nonce', {
  configurable: true,
  get(this: Element) {
    return this.getAttribute('nonce') ?? '';
  },
});

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.innerHTML = '';
});

function start(categories: ConsentState['categories'] = {}, options: TagsOptions = { nonce: NONCE }) {
  let listener: (state: ConsentState) => void = () => {};
  const stateOf = (now: ConsentState['categories']): ConsentState => ({
    categories: now,
    regime: 'opt-in',
    evidence: 'explicit',
    source: 'banner',
    proof: {},
  });
  const onConsent = (heard: typeof listener) => {
    listener = heard;
    heard(stateOf(categories));
    return () => (listener = () => {});
  };
  const stop = startTags({ onConsent }, options);
  stops.push(stop);
  return { stop, say: (now: { [category: string]: Choice }) => listener(stateOf(now)) };
}

const tag = (attributes: string, nonce = NONCE): string =>
  `<script type="text/plain" nonce="${nonce}" ${attributes}></script>`;
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
      tag('data-headgate-category="marketing" data-account="7" async') +
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
    const onWithdrawn = (event: Event): void => void heard.push((event as CustomEvent).detail);
    document.addEventListener('headgate:withdrawn', onWithdrawn);
    say({ marketing: 'denied', analytics: 'granted' });
    say({ marketing: 'denied', analytics: 'granted' });
    document.removeEventListener('headgate:withdrawn', onWithdrawn);
    expect(heard).toEqual([{ categories: ['marketing'] }]);
  });

  it.each<[string, TagsOptions, string, boolean]>([
    ['has the page’s nonce', { nonce: NONCE }, 'nonce="n1"', true],
    ['has another nonce', { nonce: NONCE }, 'nonce="n2"', false],
    ['has none', { nonce: NONCE }, '', false],
    ['has a nonce in a page without', {}, 'nonce="n2"', false],
    [
      'comes from an origin on the list',
      { allow: ['https://vendor.example'] },
      'src="https://vendor.example/a.js"',
      true,
    ],
    [
      'comes from a folder on the list',
      { allow: ['https://cdn.example/v/'] },
      'src="https://cdn.example/v/a.js"',
      true,
    ],
    ['is on the list', { allow: ['https://cdn.example/v/a.js'] }, 'src="https://cdn.example/v/a.js"', true],
    ['comes from beside that folder', { allow: ['https://cdn.example/v/'] }, 'src="https://cdn.example/a.js"', false],
    ['leaves that folder', { allow: ['https://cdn.example/v/'] }, 'src="https://cdn.example/v/../a.js"', false],
    [
      'comes from a host that begins alike',
      { allow: ['https://vendor.ex'] },
      'src="https://vendor.example/a.js"',
      false,
    ],
    [
      'has a name before its host',
      { allow: ['https://vendor.example'] },
      'src="https://vendor.example@evil.example/"',
      false,
    ],
    ['is text, where only places are on the list', { allow: ['https://vendor.example', ''] }, '', false],
    [
      'comes from anywhere, where the list is a text',
      { allow: 'https://a.example' as never },
      'src="https://a.example/"',
      false,
    ],
  ])('that %s: with %j, <script %s> starts: %s', (_, options, attributes, isStarted) => {
    const heard: unknown[] = [];
    document.body.innerHTML = `<script type="text/plain" data-headgate-category="marketing" ${attributes}></script>`;
    start({ marketing: 'granted' }, { ...options, onDiagnostic: (diagnostic) => void heard.push(diagnostic) });
    expect(types()).toEqual([isStarted ? 'text/javascript' : 'text/plain']);
    expect(heard).toEqual(isStarted ? [] : [{ code: 'misconfigured', field: 'allow' }]);
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
