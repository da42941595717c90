import { findSealedField } from '../find-sealed-field.js';
import type { CollectorDefinition, Manifest } from '../../manifest/manifest.js';
import { isAdequate, isCountry } from '../adequate-countries.js';
import { when, type Finding, type Rule } from './rule.js';

/** What must be known of those who receive data, and of the controller whose key seals it. */
export const recipientRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG050',
    title: 'A recipient without name, role or country',
    rule: 'a collector of which this is not said does not start, GDPR Art. 28, 30(1)(d)',
    remedy: 'Say who receives the data, as what, and where.',
    find: ofCollectors((collector) =>
      DESCRIPTION.map(([key, expected]) => when(collector[key] === undefined, [key], collector[key], expected)),
    ),
  },
  {
    id: 'HG051',
    title: 'A processor without an agreement',
    isAcceptable: true,
    rule: 'a processor acts under a contract, GDPR Art. 28(3)',
    remedy: 'Name the data processing agreement, or send this recipient nothing until there is one.',
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
    id: 'HG052',
    title: 'Joint controllers without an arrangement',
    isAcceptable: true,
    rule: 'joint controllers act under an arrangement, GDPR Art. 26(1)',
    remedy: 'Name the arrangement.',
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
    id: 'HG053',
    title: 'A transfer without a safeguard',
    isAcceptable: true,
    rule: 'a transfer needs a safeguard, GDPR Art. 44-46',
    remedy: 'Name the mechanism, such as the standard contractual clauses and their module.',
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
    id: 'HG054',
    title: 'A country that does not exist',
    rule: 'countries are named by ISO 3166-1',
    remedy: 'Use the code of ISO 3166-1 alpha-2.',
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
    id: 'HG055',
    title: 'A regime for a region that does not exist',
    rule: 'or the regime would never apply, ISO 3166',
    remedy: 'Use a country code of ISO 3166-1, with a subdivision where there is one.',
    find: ({ regimes = {} }) =>
      Object.keys(regimes).flatMap((region) => {
        const isRegion = region === 'default' || isCountry(region.slice(0, 2));
        return when(!isRegion, ['regimes', region], region, 'an assigned country code in front') ?? [];
      }),
  },
  {
    id: 'HG056',
    title: 'Sealed fields without a key',
    rule: 'sealing needs the key of who may read, GDPR Art. 32(1)(a)',
    remedy: 'Put the public key of the controller into "controller.publicKey".',
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
