/** The tiers, weakest first: what the buffer has to evict goes in this order. */
export const TIERS: readonly string[] = ['anonymous', 'pseudonymous', 'personal', 'sensitive'];

/** From this rank on, events are encrypted on the device. */
export const ENCRYPTED_RANK = 2;

/** Whether events of this tier must not lie on the device in clear. */
export function mustEncrypt({ tier }: { readonly tier: string }): boolean {
  return TIERS.indexOf(tier) >= ENCRYPTED_RANK;
}
