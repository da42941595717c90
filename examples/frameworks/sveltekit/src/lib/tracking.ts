import { createHeadgate, gpc, json, manual } from 'headgate';
import { manifest } from './event-manifest';

export const choice = manual<typeof manifest>({ remember: true });
export const headgate = createHeadgate({
  manifest,
  consent: [choice, gpc()],
  collectors: { warehouse: json({ url: '/v1/events' }) },
  onDiagnostic: console.warn,
});
