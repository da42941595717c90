import type { ConsentSource } from '../consent.js';
import { followPlatform, strictest, type PlatformAnswer } from '../follow-platform.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page: version 2 or 3 of the platform. Version 3 answers by promise. */
interface Page {
  readonly UC_UI?: Cmp;
  readonly __ucCmp?: Cmp;
}

interface Cmp {
  isInitialized(): Eventually<boolean>;
  getControllerId(): Eventually<string>;
  /** In version 2. */
  getServicesBaseInfo?(): readonly Service[];
  /** In version 3. */
  getConsentDetails?(): Eventually<Details>;
  isConsentRequired?(): Eventually<boolean>;
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
  readonly essential?: boolean;
  readonly consent: { readonly given?: boolean; readonly status?: boolean; readonly type?: string };
}

type Eventually<T> = T | Promise<T>;

const DEFAULTS = { necessary: 'essential', functional: 'functional', marketing: 'marketing' };

/**
 * Usercentrics (https://usercentrics.com/docs/web/), versions 2 and 3. A code is the slug of a category, or the id or name
 * of a service; all services behind it must be allowed. They have a consent before the visitor answers: version 2 notes
 * an answer in its storage only, version 3 in the type of a consent. Both are awaited; until one answers, its last
 * answer holds, except for what its storage refuses.
 *
 * @example
 * ```ts
 * import { createHeadgate, usercentrics } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [usercentrics()], collectors });
 * ```
 */
export function usercentrics(): ConsentSource {
  return (host) => {
    let answer: PlatformAnswer | undefined;
    let isNew = false;

    async function ask(update: () => void): Promise<void> {
      try {
        answer = await readUsercentrics(window as Page);
      } catch (error) {
        // A stub throws until the platform is there; what answered before is broken.
        answer &&= {
          allows() {
            throw error;
          },
        };
      }
      isNew = true;
      update();
      isNew = false;
    }

    return followPlatform(host, {
      name: 'usercentrics',
      defaults: DEFAULTS,
      events: ['UC_UI_INITIALIZED', 'UC_UI_CMP_EVENT', 'UC_CONSENT'],
      read(update) {
        if (!isNew) void ask(update);
        return answer;
      },
    });
  };
}

async function readUsercentrics({ UC_UI, __ucCmp }: Page): Promise<PlatformAnswer | undefined> {
  const platform = (__ucCmp ?? UC_UI)!;
  if (!(await platform?.isInitialized())) return undefined;
  const { services, categories }: Partial<Details> = (await __ucCmp?.getConsentDetails!()) ?? {
    services: [...UC_UI!.getServicesBaseInfo!()],
  };
  const isAnswered = __ucCmp
    ? !(await __ucCmp.isConsentRequired!()) &&
      Object.values(services).some(({ consent }: Service) => /explicit/i.test(`${consent.type}`))
    : localStorage['uc_user_interaction'] === 'true';
  const id = await platform.getControllerId();
  return {
    allows(code) {
      // Written before the platform answers, and by other tabs too: `{"id":"…","status":false,"history":[…]}` in version 2,
      // `"…":{"name":"…","consent":false}` in version 3.
      const { uc_settings, ucData } = localStorage as { [key: string]: string | undefined };
      const found = Object.entries(services).flatMap(([key, service]) => {
        const { id: one = key, categorySlug, name, essential, consent } = service;
        if (
          ![one, name, categorySlug].includes(code) &&
          !Object.hasOwn(Object(categories && readOwn(categories, code)?.dps), one)
        )
          return [];
        // A service that is newer than the visitor's choice.
        if (isAnswered && !essential && /implicit/i.test(`${consent.type}`)) return [undefined];
        const isGiven = (consent.given ?? consent.status) === true;
        return [isGiven && !new RegExp(`"${one}"[^[}]*"(status|consent)":false`).test(`${uc_settings}${ucData}`)];
      });
      return strictest(found);
    },
    ...(isAnswered && { evidence: 'explicit', proof: { id } }),
  };
}
