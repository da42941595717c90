import { Ajv, type AnySchema } from 'ajv';
import formats from 'ajv-formats';

/**
 * What Snowplow's schemas on Iglu Central demand, as far as its collectors' payloads go. There is no npm package of them: these
 * say the same in fewer words, `iglu:com.snowplowanalytics.snowplow/<name>/jsonschema/<version>`.
 */

const text = (maxLength?: number) => ({ type: 'string', ...(maxLength ? { maxLength } : {}) });
const names = { type: 'array', items: text(1024), minItems: 1 };
const basis = {
  enum: ['consent', 'contract', 'legal_obligation', 'vital_interests', 'public_task', 'legitimate_interests'],
};

const closed = (properties: object, required: string[]): AnySchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const selfDescribing = closed({ schema: { type: 'string', pattern: '^iglu:' }, data: {} }, ['schema', 'data']);

/** Those parameters of the protocol that an event of ours could use. */
const parameters = [
  'e',
  'eid',
  'p',
  'tv',
  'tna',
  'aid',
  'dtm',
  'stm',
  'ttm',
  'uid',
  'duid',
  'ue_pr',
  'ue_px',
  'co',
  'cx',
];

const schemas: { readonly [address: string]: AnySchema } = {
  'payload_data/jsonschema/1-0-4': {
    type: 'array',
    minItems: 1,
    items: closed(Object.fromEntries(parameters.map((name) => [name, text()])), ['tv', 'p', 'e']),
  },
  'unstruct_event/jsonschema/1-0-0': selfDescribing,
  'contexts/jsonschema/1-0-0': { type: 'array', items: selfDescribing },
  'gdpr/jsonschema/1-0-0': closed(
    {
      basisForProcessing: basis,
      documentId: text(255),
      documentVersion: text(16),
      documentDescription: text(4096),
    },
    ['basisForProcessing'],
  ),
  'consent_preferences/jsonschema/1-0-0': closed(
    {
      eventType: {
        enum: ['deny_all', 'allow_all', 'allow_selected', 'pending', 'implicit_consent', 'withdrawn', 'expired'],
      },
      basisForProcessing: basis,
      consentUrl: { type: 'string', format: 'uri' },
      consentVersion: text(16),
      consentScopes: names,
      domainsApplied: names,
      gdprApplies: { type: ['boolean', 'null'] },
    },
    ['eventType', 'consentVersion', 'domainsApplied', 'consentScopes', 'consentUrl', 'basisForProcessing'],
  ),
};

const ajv = new Ajv({ allErrors: true, strict: false });
formats.default(ajv);

/** What is wrong with self-describing data whose schema is Snowplow's own; nothing for another's. */
export function igluFaults({ schema, data }: { readonly schema: string; readonly data: unknown }): string[] {
  const own = /^iglu:com\.snowplowanalytics\.snowplow\/(.+)$/.exec(schema)?.[1];
  if (!own) return [];
  if (!schemas[own]) return [`There is no ${schema}.`];
  const validate = ajv.compile(schemas[own]);
  return validate(data) ? [] : validate.errors!.map(({ instancePath, message }) => `${own}${instancePath} ${message}`);
}
