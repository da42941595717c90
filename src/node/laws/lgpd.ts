import type { Law } from './law.js';

/**
 * The Lei Geral de Proteção de Dados of Brazil. Its authority excuses small controllers without risky processing from naming
 * an officer (Resolução CD/ANPD 2/2022): a manifest can say so under `accept`.
 */
export const lgpd: Law = {
  id: 'lgpd',
  title: 'LGPD (Brazil)',
  places: ['BR'],
  regime: 'opt-in',
  demandsOfficer: true,
  retentionDays: {},
  articles: {
    HG010: 'LGPD Art. 6 I, 8 § 4',
    HG030: 'LGPD Art. 7 I, 8 § 4',
    HG031: 'LGPD Art. 18 § 2',
    HG032: 'LGPD Art. 11 I',
    HG033: 'LGPD Art. 46',
    HG037: 'LGPD Art. 8 § 4',
    HG038: 'LGPD Art. 15, 16',
    HG039: 'LGPD Art. 8',
    HG049: 'LGPD Art. 8 § 2',
    HG050: 'LGPD Art. 9 V, 37',
    HG051: 'LGPD Art. 39',
    HG053: 'LGPD Art. 33',
    HG057: 'LGPD Art. 9 III, IV',
    HG058: 'LGPD Art. 41',
    HG060: 'LGPD Art. 5 I-III, 12',
    HG070: 'LGPD Art. 5 I, 12',
    HG074: 'LGPD Art. 5 II',
  },
  sources: [
    {
      title: 'Lei nº 13.709, de 14 de agosto de 2018',
      url: 'https://www.planalto.gov.br/ccivil_03/_ato2015-2018/2018/lei/l13709.htm',
    },
    {
      title: 'Resolução CD/ANPD nº 2, de 27 de janeiro de 2022, on small controllers',
      url: 'https://www.gov.br/anpd/pt-br',
    },
  ],
};
