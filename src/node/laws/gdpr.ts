import type { Law } from './law.js';

/**
 * GDPR with the ePrivacy Directive, and their British and Swiss kin. The rules' own words cite them, so `articles` is
 * empty.
 *
 * No article gives a number of days. The limits are what the French authority takes as proportionate for audience
 * measurement (25 months for data, 13 for a tracker's life); beyond it, a year for personal data and a quarter for Art. 9
 * data are this project's, and a manifest may give its reason for more.
 */
export const gdpr: Law = {
  id: 'gdpr',
  title: 'GDPR and ePrivacy Directive',
  places: [
    ...'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
    'EU',
    'GB',
    'CH',
  ],
  regime: 'opt-in',
  demandsOfficer: false,
  retentionDays: { anonymous: 760, pseudonymous: 396, personal: 366, sensitive: 92 },
  articles: {},
  sources: [
    { title: 'Regulation (EU) 2016/679', url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj' },
    { title: 'Directive 2002/58/EC', url: 'https://eur-lex.europa.eu/eli/dir/2002/58/oj' },
    {
      title: 'EDPB Guidelines 2/2023 on the technical scope of Art. 5(3) of the ePrivacy Directive, v2.0',
      url: 'https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines_en',
    },
    {
      title: 'EDPB Guidelines 2/2019 on Art. 6(1)(b) in the context of online services, v2.0',
      url: 'https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines_en',
    },
    {
      title: 'CNIL, délibération 2020-091, paragraphs 51 and 52',
      url: 'https://www.cnil.fr/fr/cookies-et-autres-traceurs',
    },
  ],
};
