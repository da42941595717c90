import { basename } from 'node:path';
import { MANIFEST_NAMES } from '../find-manifest.js';
import { TEMPLATES } from './templates.js';
import type { Answers } from './write-manifest.js';

/** What is to be done once, and the text for it: a command, a file of the application, or markup of the page. */
export interface Step {
  readonly title: string;
  /** Where the text goes. */
  readonly into: 'shell' | 'page' | 'vite.config.js' | 'tracking.js';
  readonly text: string;
}

/** Recipients with an adapter of their own: its factory, and the option that says whose account it is. */
const VENDORS: { readonly [collector: string]: readonly [factory: string, option: string] } = {
  amplitude: ['amplitude', 'apiKey'],
  mixpanel: ['mixpanel', 'token'],
  posthog: ['posthog', 'apiKey'],
  segment: ['segment', 'writeKey'],
};

/** Of the page's own origin, so that the commands work as they are; a receiver elsewhere has an address with https. */
const ENDPOINT = '/v1/events';

/** Returns what to paste into the page or the app, so that the manifest is at work. */
export function writeSnippet(answers: Answers, file: string): readonly Step[] {
  return answers.template === 'magento' ? scriptTag(answers, file) : npmImport(answers, file);
}

/** The steps as one text. */
export function describeSteps(steps: readonly Step[]): string {
  const titles = steps.map(({ title }, index) => `${index + 1}. ${title}`);
  return steps.map(({ text }, index) => `${titles[index]}\n\n${text}`).join('\n\n');
}

function scriptTag({ collectors }: Answers, file: string): Step[] {
  const lanes = collectors.map((name) => {
    const [, option] = VENDORS[name] ?? [];
    return ` \\\n  --collector ${name}=${option === undefined ? `json:${ENDPOINT}` : `${name}:${option}=TODO`}`;
  });
  return [
    {
      title: 'Build the file that pages load, now and after each change of the manifest, which is inside of it:',
      into: 'shell',
      text: `npx headgate build ${file} --single --magento --events attributes --events magento${lanes.join('')}`,
    },
    {
      title:
        'Put headgate-build/headgate.min.js into the shop and the line that was printed, which has its hash, into the head:',
      into: 'page',
      text: '<script src="/headgate.min.js" defer></script>',
    },
    {
      title: 'Track, by markup or by a call:',
      into: 'page',
      text: [
        '<button data-headgate-event="add_to_cart" data-headgate-field-sku="24-MB01" data-headgate-field-quantity="1">Buy</button>',
        "<script>(window.headgate = window.headgate || []).push(['track', 'product_viewed', { sku: '24-MB01' }]);</script>",
      ].join('\n'),
    },
  ];
}

function npmImport({ template, source, collectors }: Answers, file: string): Step[] {
  const isOwn = source === 'manual';
  const factories = [...new Set([source, 'gpc'])];
  const calls = factories.map((name) =>
    name === 'manual' ? 'choice' : `${name}(${name === 'magento' ? '{ websiteId: 1 }' : ''})`,
  );
  const adapters = collectors.map((name) => VENDORS[name]?.[0] ?? 'json');
  const names = [...new Set([...factories, ...adapters])].sort();
  const options = (MANIFEST_NAMES as readonly string[]).includes(file) ? '' : `{ manifest: ${quote(file)} }`;
  const [event, { fields }] = Object.entries(TEMPLATES[template].events)[0]!;
  return [
    {
      title: 'Let Vite or Rollup check the manifest, compile it and type it (vite.config.js):',
      into: 'vite.config.js',
      text: `import { headgate } from 'headgate/plugin';\nexport default { plugins: [headgate(${options})] };`,
    },
    {
      title: 'Make the one instance, beside the manifest (tracking.js):',
      into: 'tracking.js',
      text: [
        `import { createHeadgate, ${names.join(', ')} } from 'headgate';`,
        `import manifest from ${quote(`./${basename(file)}`)};`,
        '',
        ...(isOwn ? [`// Where a visitor agrees: choice.grant(${quote(TEMPLATES[template].categories[0]!)});`] : []),
        ...(isOwn ? ['export const choice = manual({ remember: true });', ''] : []),
        'export const headgate = createHeadgate({',
        '  manifest,',
        `  consent: [${calls.join(', ')}],`,
        '  collectors: {',
        ...collectors.map((name) => `    ${/^\w+$/.test(name) ? name : quote(name)}: ${toAdapter(name)},`),
        '  },',
        '  onDiagnostic: console.warn,',
        '});',
        '',
        `headgate.track(${quote(event)}, ${exampleOf(fields)});`,
      ].join('\n'),
    },
  ];
}

function toAdapter(collector: string): string {
  const [factory, option] = VENDORS[collector] ?? [];
  return factory === undefined || option === undefined
    ? `json({ url: ${quote(ENDPOINT)} })`
    : `${factory}({ ${option}: 'TODO' })`;
}

/** Data that the fields take, as code. */
function exampleOf(fields: { readonly [field: string]: { readonly values?: readonly string[] } } = {}): string {
  const values = Object.entries(fields).map(([name, { values }]) => `${name}: ${quote(values?.[0] ?? 'spring')}`);
  return `{ ${values.join(', ')} }`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;
}
