import type { ConsentSource } from '../consent.js';
import { followPlatform, type Answer } from '../follow-platform.js';

/** What is read of the page: version 2 or 3 of the platform. Version 3 answers by promise. */
interface Page {
  readonly UC_UI?: Common & { getServicesBaseInfo(): readonly Service[] };
  readonly __ucCmp?: Common & { isConsentRequired(): Eventually<boolean>; getConsentDetails(): Eventually<Details> };
}

interface Common {
  isInitialized(): Eventually<boolean>;
  getControllerId(): Eventually<string>;
}

interface Details {
  /** By id; a list in version 2. */
  readonly services: { readonly [id: string]: Service } | readonly Service[];
  readonly categories: { readonly [slug: string]: { readonly dps: object } | undefined };
}

interface Service {
  /** The key instead, in version 3. */
  readonly id?: string;
  readonly name: string;
  readonly categorySlug?: string;
  readonly consent: { readonly given?: boolean; readonly status?: boolean; readonly type?: string };
}

type Eventually<T> = T | Promise<T>;

const DEFAULTS = { necessary: 'essential', functional: 'functional', marketing: 'marketing' };

/**
 * Usercentrics (https://usercentrics.com/docs/web/), versions 2 and 3. A code is the slug of a category, or the id or name
 * of a service; all services behind it must be allowed. They have a consent before the visitor answers: version 2 notes
 * an answer in its storage only, version 3 in the type of a consent. Both are awaited; until one answers, its last
 * answer holds, except for what its storage refuses.
 */
export function usercentrics(): ConsentSource {
  return (host) => {
    let answer: Answer | undefined;
    let failure: unknown;
    let again = (): void => {};
    let isNew = false;

    async function ask(): Promise<void> {
      try {
        answer = await readUsercentrics(window as Page);
        failure = undefined;
      } catch (error) {
        // A stub throws until the platform is there; what answered before is broken.
        failure = answer && error;
      }
      isNew = true;
      again();
    }

    return followPlatform(host, {
      name: 'usercentrics',
      defaults: DEFAULTS,
      events: ['UC_UI_INITIALIZED', 'UC_UI_CMP_EVENT', 'UC_CONSENT'],
      // To end it, it needs no more than to be called once more: by then it hears nothing.
      listen: (update) => (again = update),
      read() {
        if (!isNew) void ask();
        isNew = false;
        if (failure) throw failure;
        return answer;
      },
    });
  };
}

async function readUsercentrics({ UC_UI, __ucCmp }: Page): Promise<Answer | undefined> {
  const platform = __ucCmp ?? UC_UI;
  if (!platform || !(await platform.isInitialized())) return undefined;
  const { services, categories }: Details = (await __ucCmp?.getConsentDetails()) ?? {
    services: [...UC_UI!.getServicesBaseInfo()],
    categories: {},
  };
  const all = Object.entries(services);
  const isAnswered = __ucCmp
    ? !(await __ucCmp.isConsentRequired()) && all.some(([, { consent }]) => /explicit/i.test(`${consent.type}`))
    : localStorage['uc_user_interaction'] === 'true';
  const id = await platform.getControllerId();
  return {
    allows(code) {
      const found = all.flatMap(([key, { id: one = key, name, categorySlug, consent }]) =>
        [one, name, categorySlug].includes(code) || one in (categories[code]?.dps ?? {})
          ? (consent.given ?? consent.status) === true && !isRefused(one)
          : [],
      );
      return found[0] === undefined ? undefined : !found.includes(false);
    },
    basis: isAnswered ? 'explicit' : 'default',
    proof: isAnswered ? { id } : undefined,
  };
}

/**
 * What lies in the storage of either version: written before the platform answers, and by other tabs too.
 * `{"id":"…","status":false}`, or `"…":{"name":"…","consent":false}`.
 */
function isRefused(id: string): boolean {
  const { uc_settings, ucData } = localStorage as { [key: string]: string | undefined };
  return new RegExp(`"${id}"[^{}]*({[^{}]*)?"(status|consent)":false`).test(`${uc_settings}${ucData}`);
}
