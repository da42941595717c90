/**
 * The frameworks whose example applications are built and driven.
 *
 * @typedef {object} Framework
 * @property {string} name Its folder in `examples/frameworks`.
 * @property {string} title
 * @property {string} main The package whose version is said.
 * @property {boolean} [hasStability] Whether the application tells when nothing of it waits any more.
 */

/** @type {readonly Framework[]} */
export const FRAMEWORKS = [
  { name: 'next', title: 'Next', main: 'next' },
  { name: 'nuxt', title: 'Nuxt', main: 'nuxt' },
  { name: 'sveltekit', title: 'SvelteKit', main: '@sveltejs/kit' },
  { name: 'angular', title: 'Angular, with zone.js', main: '@angular/core', hasStability: true },
];
