import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { isEncrypted, judgeStorage } from './compliance-map.js';
import { PROTECTION_EFFECTS } from './legal-words.js';
import type { EventControl, FieldControl, Measure, Report } from './report-schema.js';

/** The third pillar: what protects the data, how it is deleted, and how a person reaches it. */
export function toTechnicalControls(manifest: Manifest): Report['controls'] {
  return {
    fields: Object.entries(manifest.events).flatMap(([event, definition]) => toFieldControls(event, definition)),
    events: Object.entries(manifest.events).map(([event, definition]) => toEventControl(event, definition)),
    measures: listMeasures(manifest),
  };
}

function toFieldControls(event: string, { tier, fields = {} }: EventDefinition): FieldControl[] {
  return Object.entries(fields).map(([field, { data = 'behaviour', protect }]) => {
    const protection = protect ?? 'none';
    return { event, field, data, tier, protection, effect: PROTECTION_EFFECTS[protection] };
  });
}

const BUFFER_TEXTS: { readonly [buffer in EventControl['buffer']]: string } = {
  memory: 'Page memory only; nothing is written to the device.',
  device: 'IndexedDB of this origin, until the collector has confirmed it.',
  encrypted: 'IndexedDB, AES-256-GCM under a key that cannot be exported; memory where the browser has no Web Crypto.',
};

function toEventControl(event: string, definition: EventDefinition): EventControl {
  const buffer = judgeBuffer(definition);
  const withdrawal = judgeStorage(definition) === 'consent' ? ', on withdrawal of consent' : '';
  const objection = definition.basis === 'legitimate_interests' ? ', on objection' : '';
  const days = definition.retentionDays === 1 ? '1 day' : `${definition.retentionDays} days`;
  return {
    event,
    buffer,
    bufferText: BUFFER_TEXTS[buffer],
    deletion:
      buffer === 'memory'
        ? `After the collector’s confirmation${objection}, and with the page at the latest. Recipients delete after ${days}.`
        : `After the collector’s confirmation${withdrawal}${objection}, and after ${days} at the latest.`,
  };
}

export function judgeBuffer(definition: EventDefinition): EventControl['buffer'] {
  if (judgeStorage(definition) === 'memory') return 'memory';
  return isEncrypted(definition.tier) ? 'encrypted' : 'device';
}

/** What the SDK does for every event, and, where the manifest asks for it, for some. */
function listMeasures({ events, receipts }: Manifest): Measure[] {
  const protections = new Set(
    Object.values(events).flatMap(({ fields = {} }) => Object.values(fields).map(({ protect }) => protect)),
  );
  const buffers = new Set(Object.values(events).map(judgeBuffer));
  return [
    ...STANDING,
    ...(buffers.has('encrypted') ? [ENCRYPTED_BUFFER] : []),
    ...(protections.has('pseudonymise') ? [PSEUDONYMS] : []),
    ...(protections.has('seal') ? [SEALED] : []),
    ...(receipts ? [toReceiptMeasure(receipts.retentionDays)] : []),
  ];
}

const STANDING: readonly Measure[] = [
  {
    title: 'Closed until consent',
    article: 'GDPR Art. 25(2), ePrivacy Art. 5(3)',
    text: 'Before an event’s conditions are met, nothing about it touches the device or the network. The gate is asked when the event is tracked and again before every sending.',
  },
  {
    title: 'Data minimisation',
    article: 'GDPR Art. 5(1)(c), 25(1)',
    text: 'Only declared fields leave the page, with the declared type, length and values. No address, referrer, user agent, id or cookie is added.',
  },
  {
    title: 'Purpose and recipient limitation',
    article: 'GDPR Art. 5(1)(b), 28, 30(1)(d)',
    text: 'Each event has one purpose and goes to the collectors that it names and to no other. Each collector gets only its own events.',
  },
  {
    title: 'Withdrawal',
    article: 'GDPR Art. 7(3)',
    text: 'A withdrawal stops requests in every tab of the origin, aborts those that run, and deletes the waiting events from memory and device, also after a reload or crash in the middle of it.',
  },
  {
    title: 'Deletion',
    article: 'GDPR Art. 5(1)(e), 17',
    text: 'A confirmed event is deleted from the device. Its expiry travels with it, so recipients can delete on time. forget() deletes what the device holds and asks the collectors to erase what they have.',
  },
  {
    title: 'Access',
    article: 'GDPR Art. 15',
    text: 'access() returns every event that the device holds. The buffer belongs to the page’s origin: other sites cannot read it.',
  },
  {
    title: 'Accountability',
    article: 'GDPR Art. 5(2)',
    text: 'Every event is in one counted state with a reason, and carries tier, purpose, legal basis, manifest version and the consent under which it was taken.',
  },
  {
    title: 'Transport',
    article: 'GDPR Art. 32(1)(a)',
    text: 'Requests carry no cookies and no referrer, follow no redirects, and count as delivered only after the collector’s own answer. Encryption in transit is that of the collector’s https address.',
  },
];

const ENCRYPTED_BUFFER: Measure = {
  title: 'Encryption at rest',
  article: 'GDPR Art. 32(1)(a)',
  text: 'Events of the tiers personal and sensitive are encrypted on the device with AES-256-GCM. The key cannot be exported and dies with the consent.',
};

const PSEUDONYMS: Measure = {
  title: 'Pseudonymisation',
  article: 'GDPR Art. 4(5), 32(1)(a)',
  text: 'Identifiers are replaced in the page by HMAC-SHA-256 under a random key for this device, which never leaves it and dies with the consent.',
};

const SEALED: Measure = {
  title: 'Encryption to the controller',
  article: 'GDPR Art. 9, 32(1)(a)',
  text: 'Sealed fields are encrypted in the page to the controller’s public key (JWE, ECDH-ES, A256GCM). Neither the page nor a recipient without the private key can read them again.',
};

function toReceiptMeasure(days: number): Measure {
  return {
    title: 'Proof of consent',
    article: 'GDPR Art. 7(1)',
    text: `Each grant and withdrawal makes a receipt with time, regime, source and the platform’s own proof, kept for ${days} days.`,
  };
}
