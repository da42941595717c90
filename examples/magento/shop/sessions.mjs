/** What the shop knows of its visitors, in memory, by the session cookie. */
import { randomBytes } from 'node:crypto';

const COOKIE = 'PHPSESSID';
/** The oldest go first: a demo that runs for weeks does not grow. */
const MAX_SESSIONS = 1000;

export function createSessions() {
  const sessions = new Map();
  return {
    /** The visitor's session; none before the first POST, as with pages from a cache. */
    find: (request) => sessions.get(readCookies(request)[COOKIE]),
    open(request) {
      const id = readCookies(request)[COOKIE];
      if (sessions.has(id)) return sessions.get(id);
      const session = createSession();
      sessions.set(session.id, session);
      if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value);
      return session;
    },
    toCookie: ({ id }, path) => `${COOKIE}=${id}; path=${path}; httponly; samesite=lax`,
  };
}

function createSession() {
  return {
    id: randomBytes(16).toString('hex'),
    /** What REST calls name the cart by: whoever has it, has the cart. */
    maskedCartId: randomBytes(16).toString('hex'),
    nextItem: 1,
    cart: [],
    coupon: '',
    wishlist: [],
    compare: [],
    customer: undefined,
    order: undefined,
  };
}

export function readCookies({ headers }) {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => {
    const [name, ...value] = pair.split('=');
    return [name, value.join('=')];
  });
  return Object.fromEntries(pairs);
}
