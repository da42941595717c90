import type { Answers } from './write-manifest.js';

/** The names of the factories in `headgate`, by the manifest's names. */
const FACTORIES: { readonly [source: string]: string } = {
  gpc: 'globalPrivacyControl',
  onetrust: 'oneTrust',
  trustarc: 'trustArc',
  cookieyes: 'cookieYes',
};

/** Returns what to paste into the page or the app, so that the manifest is at work. */
export function writeSnippet({ template, source, collectors }: Answers, file: string): string {
  return template === 'magento' ? scriptTag(source, collectors, file) : npmImport(source, collectors, file);
}

function scriptTag(source: string, collectors: readonly string[], file: string): string {
  const sources = { [source]: source === 'magento' ? { websiteId: 1 } : {}, gpc: {} };
  const lanes = Object.fromEntries(
    collectors.map((name) => [name, { type: 'json', url: 'https://TODO.example/v1/events' }]),
  );
  return [
    `<!-- The table of "${file}" goes where "manifest" is: headgate build writes a script file that has it inside. -->`,
    '<script type="application/json" id="headgate-config">',
    `{ "manifest": {}, "sources": ${JSON.stringify(sources)}, "collectors": ${JSON.stringify(lanes)} }`,
    '</script>',
    '<script src="headgate.min.js" defer></script>',
    '',
    '<button data-headgate-event="add_to_cart" data-headgate-field-sku="24-MB01" data-headgate-field-quantity="1">',
    '',
    "(window.headgate = window.headgate || []).push(['track', 'product_viewed', { sku: '24-MB01' }]);",
  ].join('\n');
}

function npmImport(source: string, collectors: readonly string[], file: string): string {
  const factory = FACTORIES[source] ?? source;
  const factories = [...new Set([factory, 'globalPrivacyControl'])];
  const calls = factories.map((name) => `${name}(${name === 'magento' ? '{ websiteId: 1 }' : ''})`);
  const lanes = collectors.map((name) => `    ${name}: json({ url: 'https://TODO.example/v1/events' }),`);
  return [
    `import { createHeadgate, ${[...factories, 'json'].sort().join(', ')} } from 'headgate';`,
    `import manifest from './${file}';`,
    '',
    'export const headgate = createHeadgate({',
    '  manifest,',
    `  sources: [${calls.join(', ')}],`,
    '  collectors: {',
    ...lanes,
    '  },',
    '});',
  ].join('\n');
}
