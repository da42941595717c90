/** The tiers, weakest first: what the buffer has to evict goes in this order. */
export const TIERS: readonly string[] = ['anonymous', 'pseudonymous', 'personal', 'sensitive'];
