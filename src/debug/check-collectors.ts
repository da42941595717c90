import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest } from '../manifest/manifest.js';
import { nearestName } from '../manifest/nearest-name.js';
import { attempt } from '../safety/attempt.js';
import { isRecord, kindOf, quote, type Find } from './finding.js';

type Say = (collector: string, field: string, found: string, expected: string, mend: string) => void;

/** Looks at the adapters that the page set up, against what the manifest says of their recipients. */
export function checkCollectors(
  collectors: HeadgateOptions<Manifest>['collectors'] | undefined,
  described: { readonly [name: string]: unknown },
  find: Find,
): void {
  const say: Say = (collector, field, found, expected, mend) =>
    find({ code: 'misconfigured', collector, field, found, expected, mend });

  if (!isRecord(collectors)) {
    const mend = 'Pass `collectors: { warehouse: json({ url }) }`.';
    find({ code: 'misconfigured', field: 'collectors', found: kindOf(collectors), expected: 'an object', mend });
    return;
  }
  for (const [name, given] of Object.entries(collectors)) {
    if (!Object.hasOwn(described, name)) {
      const nearest = nearestName(name, Object.keys(described));
      const mend = nearest ? `Did you mean "${nearest}"?` : 'Describe it in the manifest: recipient, role, country.';
      const expected = `one of ${quote(Object.keys(described))}`;
      say(
        nearest ?? name,
        'recipient',
        'an adapter for a collector that the manifest does not describe',
        expected,
        mend,
      );
    } else if (typeof given === 'function')
      say(name, 'adapter', 'an adapter that was not called', 'such as `json({ url })`', 'Call it with its options.');
    else if (!isRecord(given)) {
      if (given !== undefined)
        say(name, 'adapter', kindOf(given), 'an adapter', 'Pass the address to one: `json({ url })`.');
    } else if ('maxEvents' in given) checkAddress(name, given, say);
    else
      for (const [region, adapter] of Object.entries(given)) {
        if (isRecord(adapter)) checkAddress(name, adapter, say);
        else
          say(name, 'regions', `${kindOf(adapter)} for region "${region}"`, 'an adapter', 'Pass one, or leave it out.');
      }
  }
}

/** By an empty batch: what it would be sent to. Adapters that need an event say nothing here. */
function checkAddress(name: string, adapter: { readonly [part: string]: unknown }, say: Say): void {
  const { encode } = adapter as { encode?: (events: readonly unknown[], sentAt: string) => { url?: unknown } };
  const request = encode && attempt(() => encode([], new Date(0).toISOString()));
  if (request) judgeAddress(name, request.url, say);
}

/** Says what is wrong with the address of a collector, without repeating it: it may hold a key. */
export function judgeAddress(name: string, url: unknown, say: Say): void {
  const fault = findAddressFault(url);
  if (fault) say(name, 'url', fault, 'an address such as "https://events.example/v1/events"', 'Correct its `url`.');
}

function findAddressFault(url: unknown): string | undefined {
  if (typeof url !== 'string' || url === '') return 'no address';
  // Templates put the text of `undefined` and what is left to do into an address.
  if (/\bundefined\b|\bnull\b|\[object /.test(url)) return 'an address with a part that is missing';
  if (/TODO|<[^>]*>|\{\{/.test(url)) return 'an address that is still to be filled in';
  const parsed = attempt(() => new URL(url, document.baseURI));
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'an address that is none';
  const isLocal = /^(localhost|127\.|\[::1\])/.test(parsed.hostname);
  return parsed.protocol === 'http:' && !isLocal && location.protocol === 'https:'
    ? 'an address without https, which a page over https may not ask'
    : undefined;
}
