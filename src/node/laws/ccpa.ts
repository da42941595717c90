import type { Law } from './law.js';

/** The California Consumer Privacy Act as amended by the CPRA, with its regulations. */
export const ccpa: Law = {
  id: 'ccpa',
  title: 'CCPA/CPRA (California)',
  places: ['US', 'US-CA'],
  regime: 'opt-out',
  demandsOfficer: false,
  retentionDays: {},
  articles: {
    HG010: 'Cal. Civ. Code 1798.100(a)(1)',
    HG032: 'Cal. Civ. Code 1798.121',
    HG033: 'Cal. Civ. Code 1798.100(e)',
    HG038: 'Cal. Civ. Code 1798.100(a)(3)',
    HG040: 'Cal. Civ. Code 1798.135(b), 11 CCR 7025',
    HG041: 'Cal. Civ. Code 1798.120(a)',
    HG050: 'Cal. Civ. Code 1798.110(c)',
    HG051: 'Cal. Civ. Code 1798.100(d), 1798.140(ag)',
    HG057: 'Cal. Civ. Code 1798.130(a)(1)',
    HG060: 'Cal. Civ. Code 1798.140(m), (v)',
    HG070: 'Cal. Civ. Code 1798.140(v)(1)(A)',
    HG074: 'Cal. Civ. Code 1798.140(ae)',
  },
  sources: [
    {
      title: 'California Civil Code, title 1.81.5, sections 1798.100 to 1798.199.100',
      url: 'https://leginfo.legislature.ca.gov/faces/codes_displayText.xhtml?division=3.&part=4.&lawCode=CIV&title=1.81.5',
    },
    {
      title: 'California Code of Regulations, title 11, sections 7000 to 7304; 7025 is on preference signals',
      url: 'https://cppa.ca.gov/regulations/',
    },
  ],
};
