/** An event of the shop that a page says by being shown, as the Magento module prints it. */
export interface PageEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * Reads the block `headgate-page-events`: what the shop knows of the product or the orders that a page shows, as far as the
 * manifest maps it. A page without the module has none.
 */
export function readPageEvents(): PageEvent[] {
  const block = document.querySelector('script#headgate-page-events[type="application/json"]');
  const events: unknown = block ? JSON.parse(block.textContent) : [];
  return Array.isArray(events) ? events : [];
}
