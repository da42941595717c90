import { expect, vi } from 'vitest';
import { OURS } from '../recipient.js';
import { pass } from '../source-page.js';
import { A_WHILE, isStep, take } from '../source-steps.js';
import { addCookies, readCookies } from '../source-two-cookies.js';
import { ADDED, openAndWait, closePages } from './open-point-page.js';
import { HELD, type Point } from './point.js';

const DAY = 86_400_000;
/** A platform that serves the laws of the US says where the visitor is, and needs no explicit act. */
const REGIMES = { default: 'opt-in', US: 'opt-out' } as const;

export const cookiesThatDisagree: Point = {
  id: 'A5',
  title: 'Of several cookies of one name that disagree the stricter counts, also of one that comes while the page runs',
  async attempt(one) {
    const { install, acceptAll, rejectAll } = one.steps;
    if (!one.cookies.length) return 'It reads no cookie.';
    if (one.oneCookie) return one.oneCookie.cannot;
    for (const isFirst of [true, false]) {
      await take(install, rejectAll);
      const refused = readCookies(one.cookies);
      await take(acceptAll);
      const older = refused.filter((cookie) => !document.cookie.split('; ').includes(cookie));
      expect(older).not.toEqual([]);
      const page = await openAndWait(one, { regimes: REGIMES });
      expect(page.choice()).toBe('granted');
      const end = addCookies(older, isFirst);
      try {
        await pass(A_WHILE);
        expect(page.choice()).not.toBe('granted');
        const next = await openAndWait(one, { regimes: REGIMES });
        expect(next.choice()).not.toBe('granted');
      } finally {
        end();
      }
      await closePages(one);
    }
    return HELD;
  },
};

/** Codes of what the platform never asked about, where its own words are not text. */
const UNASKED: { readonly [key: string]: string | number } = { iubenda: 99, onetrust: 'C0099', gpp: 'NeverAsked' };

const ONE_ANSWER = 'It is one answer for all that is mapped to it: there is no part that was not asked about.';

/** Platforms whose record cannot tell what nobody was asked about. */
export const TELLS_NO_PARTS: { readonly [key: string]: string } = {
  magento: ONE_ANSWER,
  gpc: ONE_ANSWER,
  usPrivacy: ONE_ANSWER,
  amasty: 'One word of its cookie says yes to all groups, whichever there are.',
  trustarc:
    'Its record lists what was allowed: what was refused and what nobody was asked about are both not in it, and closed.',
  tcf: 'Its string answers all purposes at once; a vendor that was not disclosed is undecided, which A4 tries.',
};

export const unaskedIsUndecided: Point = {
  id: 'A6',
  title: 'A category that nobody was asked about is undecided: neither granted with the others nor denied with them',
  async attempt(one) {
    const { install, acceptAll, rejectAll } = one.steps;
    const reason = TELLS_NO_PARTS[one.key];
    if (reason) return reason;
    const added = UNASKED[one.key] ?? 'nobody_asked';
    for (const answer of [acceptAll, rejectAll]) {
      await take(install);
      const page = await openAndWait(one, { added, regimes: REGIMES });
      await take(answer);
      // It was heard: the others have their answer.
      expect(page.choice()).toBe(answer === acceptAll ? 'granted' : (one.rejected?.is ?? 'denied'));
      expect(page.choice(ADDED)).toBe('undecided');
      await closePages(one);
    }
    return HELD;
  },
};

/** The events that consent to a category is asked for, with so many recipients. */
const askedFor = (...names: readonly string[]) => ({
  collectors: Object.fromEntries(names.map((name) => [name, { ...OURS, recipient: name }])),
  events: {
    step: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: names,
    } as const,
  },
});

export const rememberedIsBound: Point = {
  id: 'A7',
  title: 'A choice that Headgate remembers ends after its age, and asks again for a new purpose or recipient',
  async attempt(one) {
    const { install, acceptAll, leave } = one.steps;
    if (one.key !== 'manual') {
      if (isStep(acceptAll)) {
        await take(install);
        await openAndWait(one);
        await take(acceptAll);
      }
      const kept = [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage));
      expect(kept.filter((key) => /headgate/i.test(key))).toEqual([]);
      return 'Headgate remembers nothing of it: the platform’s own record is read on each page.';
    }
    await openAndWait(one, askedFor('Acme'));
    await take(acceptAll);
    const findNext = async (later: number, ...recipients: readonly string[]) => {
      await take(leave);
      vi.setSystemTime(Date.now() + later);
      return (await openAndWait(one, askedFor(...recipients))).choice();
    };
    expect(await findNext(0, 'Acme')).toBe('granted');
    expect(await findNext(0, 'Acme', 'Other')).toBe('undecided');
    expect(await findNext(181 * DAY, 'Acme')).toBe('granted');
    expect(await findNext(2 * DAY, 'Acme')).toBe('undecided');
    return HELD;
  },
};

export const vanishedIsWithdrawn: Point = {
  id: 'A8',
  title:
    'A grant that has vanished between pages voids what was stored under it; one that is not reported yet does not',
  async attempt(one) {
    const { install, acceptAll, leave, remove } = one.steps;
    if (!isStep(acceptAll)) return 'It never grants.';
    if (one.key === 'googleConsentMode')
      return 'A default is no word on the choice: an update may always be on its way, so nothing of it is known to be gone.';
    await take(install);
    const page = await openAndWait(one, { regimes: REGIMES });
    await take(acceptAll);
    expect(page.choice()).toBe('granted');
    const epoch = page.withdrawals.ownEpoch('analytics');
    await pass(A_WHILE);
    await take(leave);

    // The platform is still on its way: nothing is known.
    const early = await openAndWait(one, { regimes: REGIMES });
    expect(early.withdrawals.isVoid('analytics', epoch)).toBe(false);

    await remove();
    await take(install);
    const next = await openAndWait(one, { regimes: REGIMES });
    expect([next.choice() === 'granted', next.withdrawals.isVoid('analytics', epoch)]).toEqual([false, true]);
    return HELD;
  },
};
