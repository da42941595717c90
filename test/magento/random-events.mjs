/** Events such as browsers send, the same ones for the same seed. */

export const DAY = 86_400_000;

/** mulberry32: the same events each time. @param {number} seed */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @typedef {() => number} Random */

/** @template T @param {readonly T[]} items @param {Random} random @returns {T} */
export function pick(items, random) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)]);
}

/** An event that passes, but for its consent now and then. @param {any} manifest @param {number} now @param {Random} random */
export function createEvent(manifest, now, random) {
  const name = pick([...Object.keys(manifest.events), 'consent_receipt'], random);
  const isReceipt = name === 'consent_receipt';
  const definition = isReceipt
    ? { ...manifest.receipts, tier: 'pseudonymous', purpose: name, basis: 'legal_obligation', categories: [] }
    : manifest.events[name];
  const time = now - Math.floor(random() * 3 * DAY);
  const stamp = createStamp(random);
  return {
    id: createId(random),
    event: name,
    time: new Date(time).toISOString(),
    tier: definition.tier,
    purpose: definition.purpose,
    basis: definition.basis,
    categories: [...(definition.categories ?? [])].sort(() => random() - 0.5),
    retentionDays: definition.retentionDays,
    expires: new Date(time + definition.retentionDays * DAY).toISOString(),
    manifest: manifest.version,
    consent: { captured: stamp, ...(random() < 0.3 && { released: createStamp(random) }) },
    data: isReceipt
      ? { action: pick(['granted', 'withdrawn'], random), categories: { analytics: 'granted' } }
      : createData(definition.fields ?? {}, random),
  };
}

/** @param {Random} random */
function createId(random) {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-7${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** @param {Random} random */
function createStamp(random) {
  return {
    state: pick(['granted', 'granted', 'granted', 'granted', 'undecided', 'denied'], random),
    regime: pick(['opt-in', 'opt-in', 'opt-out'], random),
    evidence: pick(['explicit', 'explicit', 'explicit', 'default', 'implied', 'signal'], random),
    source: 'magento',
    ...pick([{}, { version: '7' }], random),
  };
}

const JWE = `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM"}').toString('base64url')}..aaaa.bbbb.cccc`;

/** @param {Record<string, any>} fields @param {Random} random */
function createData(fields, random) {
  /** @type {Record<string, unknown>} */
  const data = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.optional && random() < 0.5) continue;
    if (field.type === 'boolean') data[name] = random() < 0.5;
    else if (field.type !== 'string') data[name] = field.min ?? 1;
    else if (field.protect === 'pseudonymise') data[name] = 'p'.repeat(43);
    else if (field.protect === 'seal') data[name] = JWE;
    else data[name] = field.values?.[0] ?? 'Zelt für zwei 🏕️';
  }
  return data;
}
