import type { CollectorDefinition, Manifest } from '../../manifest/manifest.js';
import { isAdequate, isCountry } from '../adequate-countries.js';
import { when, type Finding, type Rule } from './rule.js';

/** What must be known of those who receive data, and of the controller whose key seals it. */
export const recipientRules: readonly Rule<Manifest>[] = [
  {
    rule: 'no recipient goes undescribed, GDPR Art. 28, 30(1)(d)',
    find: ofCollectors((collector) =>
      DESCRIPTION.map(([key, expected]) => when(collector[key] === undefined, [key], collector[key], expected)),
    ),
  },
  {
    rule: 'a processor acts under a contract, GDPR Art. 28(3)',
    find: ofCollectors(({ role, agreement }) => [
      when(
        role === 'processor' && agreement === undefined,
        ['agreement'],
        agreement,
        'the contract with this processor',
      ),
    ]),
  },
  {
    rule: 'joint controllers act under an arrangement, GDPR Art. 26(1)',
    find: ofCollectors(({ role, agreement }) => [
      when(
        role === 'joint-controller' && agreement === undefined,
        ['agreement'],
        agreement,
        'the arrangement with this joint controller',
      ),
    ]),
  },
  {
    rule: 'a transfer needs a safeguard, GDPR Art. 44-46',
    find: ofCollectors(({ country = '', safeguard }) => [
      when(
        isCountry(country) && !isAdequate(country) && safeguard === undefined,
        ['safeguard'],
        safeguard,
        `a transfer mechanism, such as "SCC": no adequacy decision covers every recipient in ${country}`,
      ),
    ]),
  },
  {
    rule: 'countries are named by ISO 3166-1',
    find: ofCollectors(({ country }) => [
      when(
        country !== undefined && !isCountry(country),
        ['country'],
        country,
        'an assigned code; the United Kingdom is "GB"',
      ),
    ]),
  },
  {
    rule: 'or the regime would never apply, ISO 3166',
    find: ({ regimes = {} }) =>
      Object.keys(regimes).flatMap((region) => {
        const isRegion = region === 'default' || isCountry(region.slice(0, 2));
        return when(!isRegion, ['regimes', region], region, 'an assigned country code in front') ?? [];
      }),
  },
  {
    rule: 'sealing needs the key of who may read, GDPR Art. 32(1)(a)',
    find: (manifest) => {
      const sealed = findSealedField(manifest);
      const key = manifest.controller?.publicKey;
      return when(!!sealed && !key, ['controller', 'publicKey'], key, `a P-256 public JWK, for ${sealed}`);
    },
  },
];

const DESCRIPTION = [
  ['recipient', 'the legal entity that receives the data'],
  ['role', 'its role: "controller", "joint-controller", "processor" or "third-party"'],
  ['country', 'the country in which it processes the data'],
] as const;

type FindInCollector = (collector: CollectorDefinition) => readonly (Finding | undefined)[];

/** Looks at every collector that something is sent to. One that is only declared receives nothing yet. */
function ofCollectors(find: FindInCollector): (manifest: Manifest) => Finding[] {
  return (manifest) => {
    const events = Object.values(manifest.events);
    const used = new Set([...events.flatMap((event) => event.collectors), ...(manifest.receipts?.collectors ?? [])]);
    return Object.entries(manifest.collectors)
      .filter(([name]) => used.has(name))
      .flatMap(([name, collector]) =>
        find(collector).flatMap((finding) => (finding ? { ...finding, at: ['collectors', name, ...finding.at] } : [])),
      );
  };
}

function findSealedField(manifest: Manifest): string | undefined {
  for (const [event, { fields = {} }] of Object.entries(manifest.events)) {
    for (const [field, { protect }] of Object.entries(fields)) if (protect === 'seal') return `${event}.${field}`;
  }
  return undefined;
}
