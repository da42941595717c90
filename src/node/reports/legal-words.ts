import type { DataCategory, LegalBasis, Protection, Tier } from '../../manifest/manifest.js';

/** The words of the law for the words of the manifest. */

export const BASES: { readonly [basis in LegalBasis]: { readonly title: string; readonly article: string } } = {
  consent: { title: 'Consent', article: 'GDPR Art. 6(1)(a)' },
  contract: { title: 'Contract', article: 'GDPR Art. 6(1)(b)' },
  legal_obligation: { title: 'Legal obligation', article: 'GDPR Art. 6(1)(c)' },
  vital_interests: { title: 'Vital interests', article: 'GDPR Art. 6(1)(d)' },
  public_task: { title: 'Public task', article: 'GDPR Art. 6(1)(e)' },
  legitimate_interests: { title: 'Legitimate interests', article: 'GDPR Art. 6(1)(f)' },
};

export const TIER_MEANINGS: { readonly [tier in Tier]: string } = {
  anonymous: 'Singles nobody out: no identifier can be declared (Recital 26).',
  pseudonymous: 'About a person who cannot be named without further knowledge (Art. 4(5)).',
  personal: 'About a person who can be named (Art. 4(1)).',
  sensitive: 'A special category of data: explicit consent, encrypted to the controller (Art. 9).',
};

export const DATA_TITLES: { readonly [data in DataCategory]: string } = {
  behaviour: 'Behaviour',
  commerce: 'Commerce',
  contact: 'Contact details',
  content: 'Free text',
  identifier: 'Identifier',
  location: 'Location',
  special: 'Special category (Art. 9)',
  technical: 'Technical',
};

export const PROTECTION_EFFECTS: { readonly [protection in Protection | 'none']: string } = {
  none: 'Leaves as declared: type, length and allowed values are enforced in the page.',
  truncate: 'Cut to its length in the page.',
  redact: 'E-mail addresses, long numbers and links are replaced in the page.',
  pseudonymise: 'Replaced in the page by HMAC-SHA-256 under a random key that never leaves the device.',
  seal: 'Encrypted in the page to the controller (JWE: ECDH-ES, A256GCM); recipients cannot read it.',
};

export const ROLE_TITLES = {
  controller: 'Controller (Art. 4(7))',
  'joint-controller': 'Joint controller (Art. 26)',
  processor: 'Processor (Art. 28)',
  'third-party': 'Third party (Art. 4(10))',
} as const;

export const TRANSFER_TITLES = {
  none: 'Within the EEA',
  adequate: 'Adequate (Art. 45)',
  safeguarded: 'Safeguard (Art. 46)',
  unprotected: 'No safeguard named',
  unknown: 'Country not named',
} as const;

/** The manifest does not say who its people are; every event is captured from those who use the controller's pages. */
/** What `subject: "device"` of a collector means to the person whose device it is. */
export const KNOWN_DEVICE =
  'The device can ask for what it sent, and have it erased. With events that are not anonymous goes an identifier of it, the hash of a secret that stays on the device: another for each recipient, and gone with the consent.';

export const DATA_SUBJECTS = 'Visitors and users of the controller’s web pages and applications';
