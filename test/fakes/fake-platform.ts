import type { SourceSteps, Step } from '../support/source-contract.js';

/** Where the visitor is: asked first, allowed until an objection, or not shown anything. */
export type Place = 'opt-in' | 'opt-out' | 'no-banner';

/** What all fakes of consent platforms have in common. */
export interface FakePlatform {
  /** Its script runs: with the stored choice, if there is one. */
  load(place?: Place): void;
  /** Its stub, settings or store alone; where it has none of these, it is there or not. */
  loadHalf?(): void;
  /** The page is left: globals and listeners end, cookies and storage stay. */
  unload(): void;
  /** The visitor chooses. */
  choose(analytics: boolean, marketing: boolean): void;
  /** Everything that it ever stored is deleted. */
  forget(): void;
}

/** The steps of the contract, on a fake. Some platforms lack some. */
export function toSteps(
  fake: FakePlatform,
  { breaks, ...others }: Pick<SourceSteps, 'breaks'> & Partial<Record<'installWithoutBanner' | 'installOptOut', Step>>,
): SourceSteps {
  return {
    install: () => fake.load(),
    leave: () => fake.unload(),
    remove() {
      fake.unload();
      fake.forget();
    },
    acceptAll: () => fake.choose(true, true),
    rejectAll: () => fake.choose(false, false),
    partial: () => fake.choose(true, false),
    withdraw: () => fake.choose(false, false),
    installWithoutBanner: () => fake.load('no-banner'),
    installOptOut: () => fake.load('opt-out'),
    halfLoad: fake.loadHalf ?? { cannot: 'It leaves nothing in a page before it is there.' },
    breaks,
    ...others,
  };
}

/** The page, as a fake sees it. */
// oxlint-disable-next-line no-explicit-any -- What a platform leaves in a page has any shape.
export const page = window as unknown as { [name: string]: any };

/** Deletes globals that a fake has set. */
export function drop(...names: readonly string[]): void {
  for (const name of names) Reflect.deleteProperty(window, name);
}

/** Writes a cookie as it stands, or deletes it. */
export function putCookie(name: string, value?: string): void {
  document.cookie = `${name}=${value ?? ''}; path=/${value === undefined ? `; expires=${new Date(0).toUTCString()}` : ''}`;
}

/** A cookie as it stands. */
export function getCookie(name: string): string | undefined {
  return document.cookie
    .split('; ')
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

export function tell(type: string, detail?: unknown, target: EventTarget = window): void {
  target.dispatchEvent(new CustomEvent(type, { detail }));
}

export function fail(): never {
  throw new TypeError('broken');
}
