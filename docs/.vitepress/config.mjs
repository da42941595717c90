/** The documentation as a site: `npm run docs` builds it into `docs/.vitepress/dist`, without the network. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { leadOutside } from './lead-outside.mjs';
import { sidebar } from './sidebar.mjs';

const REPOSITORY = 'https://github.com/headgate/headgate';
/** Where code hosts serve a project's pages, and where `npm start` serves them too. */
const BASE = '/headgate/';

export default defineConfig({
  title: 'Headgate',
  description: 'Browser tracking SDK with consent gating.',
  base: BASE,
  lang: 'en',
  lastUpdated: false,
  metaChunk: true,
  head: [['link', { rel: 'icon', href: `${BASE}favicon.svg`, type: 'image/svg+xml' }]],
  markdown: { config: (md) => md.core.ruler.push('lead-outside', leadOutside(REPOSITORY)) },
  themeConfig: {
    logo: '/favicon.svg',
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'How it works', link: '/how-it-works' },
      { text: 'API', link: '/api/' },
      { text: 'Rules', link: '/rules' },
    ],
    sidebar: { '/api/': readApiSidebar(), '/': sidebar },
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    footer: { message: 'Apache-2.0' },
  },
});

/** Printed by TypeDoc beside the pages. */
function readApiSidebar() {
  const file = fileURLToPath(new URL('../api/typedoc-sidebar.json', import.meta.url));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}
