import type { ConsentSource } from '../consent.js';
import { followPlatform, type Answer } from '../follow-platform.js';

/** What is read of the page: version 2 or 3 of the platform. */
interface Page {
  readonly UC_UI?: Two;
  readonly __ucCmp?: Three;
}

interface Two {
  isInitialized(): boolean;
  getServicesBaseInfo(): readonly {
    readonly id: string;
    readonly name: string;
    readonly categorySlug: string;
    readonly consent: { readonly status: boolean };
  }[];
  getControllerId(): string;
}

interface Three {
  isInitialized(): Eventually<boolean>;
  isConsentRequired(): Eventually<boolean>;
  getControllerId(): Eventually<string>;
  getConsentDetails(): Eventually<{
    readonly services: {
      readonly [id: string]: {
        readonly name: string;
        readonly consent: { readonly given?: boolean; readonly status?: boolean; readonly type?: string };
      };
    };
    readonly categories: { readonly [slug: string]: { readonly dps: object } };
  }>;
}

type Eventually<T> = T | Promise<T>;

/** The id of a service, the other names that a code may call it by, and whether it is allowed. */
type Service = readonly [isAllowed: boolean | undefined, id: string, ...names: string[]];

const DEFAULTS = { necessary: 'essential', functional: 'functional', marketing: 'marketing' };

/**
 * Usercentrics (https://usercentrics.com/docs/web/), versions 2 and 3. A code is the slug of a category, or the id or name
 * of a service; all services behind it must be allowed. They have a consent before the visitor answers: version 2 notes
 * an answer in its storage only, version 3 in the type of a consent. Version 3 answers by promise; until it does, its
 * last answer holds, except for what its storage refuses.
 */
export function usercentrics(): ConsentSource {
  return (host) => {
    let answer: Answer | undefined;
    let failure: unknown;
    let isNew = false;
    let again: () => void;

    async function ask(platform: Three): Promise<void> {
      try {
        if (await platform.isInitialized()) answer = await readThree(platform);
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
      listen: (update) => (again = update) && (() => {}),
      read() {
        const { UC_UI, __ucCmp } = window as Page;
        if (!__ucCmp) return UC_UI && readTwo(UC_UI);
        if (!isNew) void ask(__ucCmp);
        isNew = false;
        if (failure) throw failure;
        return answer;
      },
    });
  };
}

function readTwo(platform: Two): Answer | undefined {
  if (!platform.isInitialized?.()) return undefined;
  const services = platform
    .getServicesBaseInfo()
    .map(({ id, name, categorySlug, consent }): Service => [consent.status, id, name, categorySlug]);
  return toAnswer(services, localStorage['uc_user_interaction'] === 'true', platform.getControllerId());
}

async function readThree(platform: Three): Promise<Answer> {
  const { services, categories } = await platform.getConsentDetails();
  const isAsked = await platform.isConsentRequired();
  const all = Object.entries(services);
  return toAnswer(
    all.map(([id, { name, consent }]) => [
      consent.given ?? consent.status,
      id,
      name,
      ...Object.keys(categories).filter((slug) => id in categories[slug]!.dps),
    ]),
    !isAsked && all.some(([, { consent }]) => /explicit/i.test(`${consent.type}`)),
    await platform.getControllerId(),
  );
}

function toAnswer(services: readonly Service[], isAnswered: boolean, id: string): Answer {
  return {
    allows(code) {
      const found = services.filter(([, ...names]) => names.includes(code));
      return found.length ? found.every(([isAllowed, one]) => isAllowed === true && !isRefused(one)) : undefined;
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
