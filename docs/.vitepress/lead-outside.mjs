/**
 * Pages link to files of the repository by relative paths, which work on code hosts and are checked by a test. In the
 * site, those that are pages lead to their page, and all others to the code host.
 */
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = join(root, 'docs');

/** Generated files elsewhere, each by the page that includes it. */
const INCLUDED = {
  'RELIABILITY.md': '/reliability',
  'src/consent/sources/README.md': '/consent-sources',
  'src/delivery/collectors/README.md': '/collectors-table',
};

/**
 * A rule for markdown-it.
 *
 * @param {string} repository
 */
export function leadOutside(repository) {
  return (state) => {
    const page = String(state.env.path ?? '');
    const included = Object.entries(INCLUDED).find(([, link]) => page === join(docs, `${link.slice(1)}.md`))?.[0];
    for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
      const [name, kind] = token.type === 'link_open' ? ['href', 'blob'] : ['src', 'raw'];
      const target = token.attrGet?.(name);
      if (!target || /^([a-z]+:|#|\/)/.test(target)) continue;
      token.attrSet(name, resolve(target, included ? join(root, included) : page, `${repository}/${kind}/main`));
    }
  };
}

/**
 * @param {string} target
 * @param {string} file The Markdown file that has the link.
 * @param {string} remote
 */
function resolve(target, file, remote) {
  const [path, anchor] = target.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const absolute = join(dirname(file), path);
  const known = relative(root, absolute).split(sep).join('/');
  if (INCLUDED[known]) return `${INCLUDED[known]}${hash}`;
  if (!absolute.startsWith(docs + sep)) return `${posix.join(remote, known).replace(':/', '://')}${hash}`;
  return target;
}
