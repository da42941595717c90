import { TIERS } from '../../manifest/vocabulary.js';
import { badge, element, heading, paragraph, table, toTime } from '../element.js';
import type { Device } from '../read-device.js';
import type { View } from '../view.js';

/** What waits: in the memory of open pages, and on the device, whose records are read past Headgate. */
export const waitingView: View = {
  title: 'Waiting',
  render({ waiting, headgate }) {
    if (!waiting) return [paragraph('Asking the device …')];
    const { events, device } = waiting;
    const tallies = Object.entries(headgate.status().collectors);
    const held = Math.max(0, ...tallies.map(([, tally]) => tally.held));
    const rows = events.map(({ event, tier, time, expires }) => [
      event,
      tier,
      toTime(Date.parse(time)),
      expires.slice(0, 10),
    ]);
    return [
      heading('Events'),
      paragraph(
        `${held} held in this page until the visitor has chosen; ${events.length} in all, with other tabs and the device.`,
      ),
      ...(rows.length > 0 ? [table('Not delivered yet', ['event', 'tier', 'tracked', 'expires'], rows)] : []),
      heading('On this device'),
      ...toDevice(device),
    ];
  },
};

function toDevice({ stored, keys }: Device): Node[] {
  if (stored.length === 0 && keys.length === 0) return [paragraph('Nothing of Headgate lies on this device.')];
  const rows = stored.map(({ collector, rank, count, bytes, expires }) => [
    collector,
    badge(TIERS[rank] ?? 'unknown'),
    String(count),
    String(bytes),
    new Date(expires).toISOString().slice(0, 10),
  ]);
  const listed =
    rows.length > 0
      ? table('Records of events', ['collector', 'tier', 'events', 'bytes', 'expires'], rows)
      : paragraph('No event lies in IndexedDB.');
  return [
    listed,
    ...(keys.length > 0 ? [paragraph('Keys of web storage: ', element('code', {}, keys.join(', ')))] : []),
  ];
}
