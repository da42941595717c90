import type { Choice, ConsentReading } from '../../../src/consent/consent.js';
import { putCookie } from '../../fakes/fake-platform.js';
import type { SourceCase } from '../source-case.js';

const COOKIE = 'careless';

/** The platform: a cookie. */
const choose = (choices?: { readonly [code: string]: boolean }): void => putCookie(COOKIE, JSON.stringify(choices));

/**
 * A source that knows nothing of what is tried: the first cookie counts, what is not a yes is a no, a default is an act of the
 * visitor, nobody has ever not answered yet, and what it waits for it keeps to itself. It shows that the attempts can fail.
 */
export const carelessCase: SourceCase = {
  name: 'careless',
  key: 'careless',
  title: 'A careless source',
  against: { browser: 'a cookie' },
  codes: { analytics: 'stats', marketing: 'ads' },
  globals: [],
  cookies: [COOKIE],
  storage: [],
  create: () => (host) => {
    const read = (): void => {
      const cookie = document.cookie.split('; ').find((one) => one.startsWith(`${COOKIE}=`));
      const answers = JSON.parse(cookie?.slice(COOKIE.length + 1) ?? 'null') as { [code: string]: boolean } | null;
      const readings = Object.entries(host.codes('careless')).map(([category, code]): [string, Choice] => [
        category,
        (answers ? answers[String(code)] : location.hash === '#opt-out') ? 'granted' : 'denied',
      ]);
      const reading: ConsentReading = {
        source: 'careless',
        categories: Object.fromEntries(answers || location.hash ? readings : []),
        evidence: 'explicit',
        ...(!answers && { isPending: true }),
      };
      if (answers) localStorage.setItem('headgate:careless', JSON.stringify(answers));
      host.report(reading);
    };
    read();
    const timer = setInterval(read, 1000);
    return () => clearInterval(timer);
  },
  steps: {
    install: () => {},
    leave: () => {},
    remove() {
      putCookie(COOKIE);
      localStorage.removeItem('headgate:careless');
      location.hash = '';
    },
    acceptAll: () => choose({ stats: true, ads: true }),
    rejectAll: () => choose({ stats: false, ads: false }),
    partial: () => choose({ stats: true, ads: false }),
    withdraw: () => choose({ stats: false, ads: false }),
    installWithoutBanner: { cannot: 'It asks everybody.' },
    installOptOut: () => void (location.hash = '#opt-out'),
    halfLoad: { cannot: 'It is a cookie.' },
    breaks: { cannot: 'It is a cookie.' },
  },
};
