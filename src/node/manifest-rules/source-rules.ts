import type { CategoryCodes, Manifest } from '../../manifest/manifest.js';
import type { SourceName } from '../../manifest/source-settings.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { findCodeProblems } from '../source-codes.js';
import { SOURCE_NAMES } from '../source-settings-schema.js';
import { when, type Finding, type Rule } from './rule.js';

/** Sources that open nothing without a code of the manifest: what their categories mean is each site's own. */
const WITHOUT_DEFAULTS: readonly SourceName[] = ['amasty', 'didomi', 'fides', 'hyva', 'ketch', 'magento', 'tcf'];

/** How the consent categories are tied to the consent platforms. */
export const sourceRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG019',
    title: 'A code for a consent source that does not exist',
    severity: 'warning',
    rule: 'a code that no source reads opens nothing and closes nothing',
    remedy: 'Correct the name. Where the page brings a source of its own by that name, accept this and say so.',
    find: ofCodes((source) => when(!isSource(source), [], source, () => describeChoice(source, SOURCE_NAMES))),
  },
  {
    id: 'HG020',
    title: 'A code that the consent platform does not have',
    rule: 'a category that cannot be granted is never asked for, GDPR Art. 7(1)',
    remedy: 'Use a code as the platform writes it, or remove it.',
    find: ofCodes((source, mapping) =>
      isSource(source)
        ? findCodeProblems(source, mapping).map(({ index, found, expected, choices }) => ({
            at: index === undefined ? [] : [index],
            found,
            expected: choices ? describeChoice(found, choices.map(String)) : expected,
          }))
        : undefined,
    ),
  },
  {
    id: 'HG021',
    title: 'A consent source that is tied to no category',
    severity: 'warning',
    rule: 'its answers would open nothing, GDPR Art. 4(11)',
    remedy: 'Give at least one category a code of this source, or remove the source.',
    find: ({ sources = {}, categories }) =>
      WITHOUT_DEFAULTS.filter((source) => Object.hasOwn(sources, source)).flatMap((source) => {
        const isMapped = Object.values(categories).some(
          ({ sources: codes = {} }) => (codes[source] ?? false) !== false,
        );
        return when(!isMapped, ['sources', source], sources[source], 'a category with a code of this source') ?? [];
      }),
  },
  {
    id: 'HG022',
    title: 'A code of a consent source that is not in use',
    severity: 'note',
    rule: 'a reader would think that this platform is asked',
    remedy: 'Name the source under "sources", or remove the code.',
    find: (manifest) => {
      const { sources } = manifest;
      if (!sources) return undefined;
      return ofCodes((source) =>
        when(isSource(source) && !Object.hasOwn(sources, source), [], source, 'a source that is named under "sources"'),
      )(manifest);
    },
  },
  {
    id: 'HG027',
    title: 'A code of TCF that names purposes and nobody',
    severity: 'note',
    rule: 'consent is given to somebody: whether the visitor allowed your recipient, was told of it, and how the publisher restricts it stays open, TCF 2.3, GDPR Art. 4(11), 7(1)',
    remedy:
      'Name each recipient of the vendor list too, such as "vendor.consents.755", or what you do yourself, such as "publisher.consents.8".',
    find: ofCodes((source, mapping) =>
      when(
        source === 'tcf' && isPurposesAlone(mapping),
        [],
        mapping,
        'a vendor or the publisher beside the purposes: vendor consent, disclosure and restrictions are not asked for',
      ),
    ),
  },
];

type Flags = readonly (string | number)[];

/** A category that asks for purposes alone, of nobody in particular. */
function isPurposesAlone(mapping: CategoryCodes[string]): boolean {
  const flags = [mapping].flat() as Flags;
  return typeof mapping !== 'boolean' && flags.every((flag) => /^(purpose\.|\d+$)/.test(String(flag)));
}

type FindInCode = (
  source: string,
  mapping: string | number | boolean | readonly (string | number)[],
) => Finding | readonly Finding[] | undefined;

/** Looks at every code of every category. */
function ofCodes(find: FindInCode): (manifest: Manifest) => Finding[] {
  return ({ categories }) =>
    Object.entries(categories).flatMap(([category, { sources = {} }]) =>
      Object.entries(sources).flatMap(([source, mapping]) =>
        [find(source, mapping) ?? []]
          .flat()
          .map((finding) => ({ ...finding, at: ['categories', category, 'sources', source, ...finding.at] })),
      ),
    );
}

function isSource(name: string): name is SourceName {
  return SOURCE_NAMES.some((source) => source === name);
}
