import type { Manifest } from '../../manifest/manifest.js';
import { lawIn } from '../laws/laws.js';
import type { Path } from '../manifest-error.js';
import { when, type Finding, type NamedEvent, type Rule } from './rule.js';

/** What single laws ask for, beyond what all of them do. */
export const lawRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG039',
    title: 'A regime that is more open than the law of its region',
    severity: 'warning',
    rule: 'silence is no consent, GDPR Art. 4(11), Recital 32, ePrivacy Art. 5(3)',
    remedy: 'Set the region, or the default, to "opt-in".',
    find: ({ regimes = {} }) =>
      Object.entries(regimes).flatMap(([region, regime]) => {
        const law = lawIn(region);
        const isClosed = region === 'default' || law?.regime === 'opt-in';
        const expected =
          region === 'default' ? '"opt-in": visitors of unknown regions are under it' : `"opt-in" under ${law?.title}`;
        return when(regime === 'opt-out' && isClosed, ['regimes', region], regime, expected) ?? [];
      }),
  },
  {
    id: 'HG040',
    title: 'An opt-out regime that does not read the opt-out signal',
    severity: 'warning',
    laws: ['ccpa'],
    rule: 'an opt-out preference signal is an opt-out',
    remedy: 'Add "gpc": {} to "sources".',
    find: ({ sources, regimes = {} }) => {
      const isOpen = Object.entries(regimes).some(([region, regime]) => regime === 'opt-out' && isAmerican(region));
      const isWithoutSignal = sources !== undefined && !sources.gpc;
      return when(isOpen && isWithoutSignal, ['sources', 'gpc'], undefined, 'Global Privacy Control among the sources');
    },
  },
  {
    id: 'HG057',
    title: 'No controller',
    severity: 'warning',
    rule: 'the record and the notice name the controller, GDPR Art. 13(1)(a), 30(1)(a)',
    remedy: 'Add "controller" with a name and a contact.',
    find: ({ controller }) => when(!controller, ['controller'], controller, 'who answers for the processing'),
  },
  {
    id: 'HG058',
    title: 'No data protection officer',
    severity: 'warning',
    rule: 'a data protection officer is named',
    remedy: 'Add "controller.dpo", or accept this with the reason where the law excuses a small controller.',
    laws: ['lgpd', 'pdpa'],
    find: ({ controller }) =>
      when(
        controller !== undefined && controller.dpo === undefined,
        ['controller', 'dpo'],
        undefined,
        'how to reach the officer',
      ),
  },
];

const PLACEHOLDER = /^\W*(todo|tbd|tba|fixme|pending|xxx+|n\/a|none|unknown|-+|\?+)\W*$/i;

/** What was put in only so that something is there. */
export const placeholderRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG076',
    title: 'A placeholder where somebody has to say something',
    severity: 'warning',
    rule: 'a record that says nothing proves nothing, GDPR Art. 5(2), 28(3), 30(1)',
    remedy: 'Put in what is true. As long as there is no agreement, send this recipient nothing.',
    find: ({ controller, collectors }) => [
      ...findPlaceholders(['controller'], controller),
      ...Object.entries(collectors).flatMap(([name, collector]) => findPlaceholders(['collectors', name], collector)),
    ],
  },
];

function findPlaceholders(at: Path, record: object = {}): Finding[] {
  return Object.entries(record).flatMap(([key, value]) => {
    const isPlaceholder = typeof value === 'string' && PLACEHOLDER.test(value);
    return when(isPlaceholder, [...at, key], value, 'what is true') ?? [];
  });
}

/** What the law of consumers asks of an event. */
export const saleRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG041',
    title: 'A third party without a way to opt out',
    severity: 'warning',
    laws: ['ccpa'],
    rule: 'a consumer can opt out of sale and sharing',
    remedy: 'Put the event on "consent" or "legitimate_interests" with a category that the signal closes.',
    find: ({ event }, { manifest }) => {
      const { basis, categories = [] } = event;
      const isDeciding = basis === 'consent' || basis === 'legitimate_interests';
      const canClose = categories.some((name) => ownValue(manifest.categories, name)?.sources?.['gpc'] !== false);
      if (event.tier === 'anonymous' || (isDeciding && canClose)) return undefined;
      return event.collectors.flatMap((name, index): Finding[] => {
        const isThird = ownValue(manifest.collectors, name)?.role === 'third-party';
        const expected = 'no third party for an event that a visitor cannot opt out of';
        return isThird ? [{ at: ['collectors', index], found: name, expected }] : [];
      });
    },
  },
];

function isAmerican(region: string): boolean {
  return region === 'default' || region === 'US' || region.startsWith('US-');
}

function ownValue<Value>(record: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
