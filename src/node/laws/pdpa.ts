import type { Law } from './law.js';

/**
 * The Personal Data Protection Act 2012 of Singapore. Consent is the rule (s. 13); it can be deemed by notification with a
 * time to opt out, after an assessment (s. 15A), so no regime is wrong by itself.
 */
export const pdpa: Law = {
  id: 'pdpa',
  title: 'PDPA (Singapore)',
  places: ['SG'],
  regime: undefined,
  demandsOfficer: true,
  retentionDays: {},
  articles: {
    HG010: 'PDPA s. 18, 20',
    HG030: 'PDPA s. 13, 14',
    HG031: 'PDPA s. 15A, 17(1), First Schedule',
    HG037: 'PDPA s. 14(1)',
    HG038: 'PDPA s. 25',
    HG050: 'PDPA s. 20(1)',
    HG051: 'PDPA s. 4(2)',
    HG053: 'PDPA s. 26',
    HG056: 'PDPA s. 24',
    HG057: 'PDPA s. 11(5), 20(1)',
    HG058: 'PDPA s. 11(3), (5)',
  },
  sources: [{ title: 'Personal Data Protection Act 2012', url: 'https://sso.agc.gov.sg/Act/PDPA2012' }],
};
