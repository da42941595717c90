import { evaluate } from './answer-banner.js';
import type { DeviceItem, DeviceKind } from './evidence.js';
import { READ_STORES, type ReadStores } from './page-scripts.js';
import type { Watch } from './watch-browser.js';

const DAY = 86_400;
const LONGEST_READ = 3000;

/** Returns what lies on the device: cookies of all sites, and the stores of each origin that has a document open. */
export async function readDevice(watch: Watch): Promise<DeviceItem[]> {
  const { cookies } = await watch.session.send('Storage.getCookies');
  const now = Date.now() / 1000;
  const items = cookies.map(({ domain, name, value, expires, session }): DeviceItem => ({
    kind: 'cookie',
    owner: domain.replace(/^\./, ''),
    name,
    value,
    ...(!session && { days: Math.ceil((expires - now) / DAY) }),
  }));
  const stores = await Promise.all(watch.frames().map((frame) => readStores(frame.session, frame.own)));
  const all = [...items, ...stores.flat()];
  // Frames of one origin share their stores.
  const byPlace = new Map(all.map((item) => [`${item.kind} ${item.owner} ${item.name}`, item]));
  return [...byPlace].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

async function readStores(session: Watch['session'], context: number): Promise<DeviceItem[]> {
  // A database that another document wants to change may keep ours waiting.
  const text = await Promise.race([evaluate({ session, context, expression: READ_STORES }), wait(LONGEST_READ)]);
  if (typeof text !== 'string') return [];
  const { origin, items } = JSON.parse(text) as ReadStores;
  if (origin === 'null') return [];
  const owner = new URL(origin).host;
  return items.map(({ kind, name, value }) => ({ kind: kind as DeviceKind, owner, name, value }));
}

/** Resolves to nothing after some time. */
export function wait(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(() => resolve(undefined), milliseconds));
}
