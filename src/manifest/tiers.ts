/** The tiers, weakest first: what the buffer has to evict goes in this order. */
export const TIERS: readonly string[] = ['anonymous', 'pseudonymous', 'personal', 'sensitive'];

/** From this rank on, events are encrypted on the device. */
export const ENCRYPTED_RANK = 2;
