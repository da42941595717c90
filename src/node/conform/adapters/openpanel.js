/** Disabled until the visitor consents. https://openpanel.dev/docs/consent-management */
import { OpenPanel } from '@openpanel/web';

let panel;

export function init(collector, { application }) {
  panel = new OpenPanel({ clientId: application, apiUrl: collector, disabled: true });
}
export const grant = () => panel.ready();
// Its guide says: do nothing, or this.
export const deny = () => panel.clear();
export const withdraw = deny;
export const track = (note) => panel.track('product_viewed', { note });
