/** The consent platforms of the example pages: what the demo lists, and what a page says of itself. */

/** @typedef {{ name: string, title: string, about: string, source: string, packages: string, note: string }} Platform */

/** @type {Platform[]} */
export const platforms = [
  {
    name: 'vanilla-cookieconsent',
    title: 'CookieConsent',
    about: 'vanilla-cookieconsent',
    source: 'vanillaCookieConsent({ api })',
    packages: 'vanilla-cookieconsent',
    note: 'The banner is the package’s own. A refusal is announced by the same event as a consent, so the event only says: look again.',
  },
  {
    name: 'klaro',
    title: 'Klaro',
    about: 'klaro',
    source: 'klaro({ api })',
    packages: 'klaro',
    note: 'The banner is the package’s own. A switch that is not saved yet changes nothing, and a purpose is on once all its services are.',
  },
  {
    name: 'c15t',
    title: 'c15t',
    about: 'c15t, offline mode',
    source: 'c15t()',
    packages: 'c15t',
    note: 'The package has no interface, so the banner is this page’s. When you withdraw, it reloads the page: what was undelivered is gone before.',
  },
  {
    name: 'tcf',
    title: 'IAB TCF',
    about: '@iabtcf/stub, cmpapi, core',
    source: 'tcf()',
    packages: '@iabtcf/stub, @iabtcf/cmpapi, @iabtcf/core',
    note: 'A genuine __tcfapi by IAB’s own libraries, with a banner of this page. Each event carries the TC string as its proof.',
  },
  {
    name: 'gpp',
    title: 'IAB GPP',
    about: '@iabgpp/cmpapi',
    source: 'gpp()',
    packages: '@iabgpp/cmpapi',
    note: 'A genuine __gpp by IAB’s own library, for the states of the US: open unless you opt out, once the platform is ready.',
  },
];
