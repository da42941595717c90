import swagger from '@fastify/swagger';

/**
 * The OpenAPI document, made from the routes that there are: `GET /openapi.json`. Bodies are described here and checked where they
 * are read.
 *
 * @param {import('fastify').FastifyInstance} server
 */
export async function describeRoutes(server) {
  await server.register(swagger, {
    openapi: {
      info: { title: 'headgate-collector', version: '1', description: 'Errors are { error: code }.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ url, route }) => ({ url, schema: /** @type {any} */ (schemaOf(String(route.method), url)) }),
  });
  server.get('/openapi.json', async () => server.swagger());
}

const text = { type: 'string' };
const reason = {
  type: 'string',
  minLength: 3,
  maxLength: 500,
  description: 'Why it is asked; it goes into the access log.',
};
const names = { type: 'array', items: text };
const question = {
  event: text,
  where: { type: 'object', description: 'A value, or a list of values, by field.' },
  from: { type: 'string', description: 'YYYY-MM-DD; for rows also ISO 8601 in UTC.' },
  to: text,
  limit: { type: 'integer', minimum: 1 },
  reason,
};
const selection = {
  secret: { type: 'string', description: 'Of the device whose events they are: it needs no token.' },
  ids: names,
  subject: { type: 'object', description: 'A pseudonym by field.' },
  reason,
};
const batch = {
  sentAt: { type: 'string', format: 'date-time' },
  subject: { type: 'string', description: 'The hash of the device’s secret.' },
  events: { type: 'array', maxItems: 1000, items: { type: 'object' } },
};

/** @type {{ readonly [route: string]: { summary: string, body?: object, required?: string[], isOpen?: boolean } }} */
const routes = {
  'POST /v1/events': { summary: 'Takes events', body: batch, required: ['events'], isOpen: true },
  'POST /access': { summary: 'Everything held of a device or a person', body: selection, isOpen: true },
  'POST /v1/events/access': { summary: 'The same as /access', body: selection, isOpen: true },
  'POST /erase': { summary: 'Erases the events of a device or a person', body: selection, isOpen: true },
  'POST /v1/events/erase': { summary: 'The same as /erase', body: selection, isOpen: true },
  'GET /v1/access': { summary: 'Refused: identifiers do not go into addresses', isOpen: true },
  'GET /v1/stats': { summary: 'Counts by event, tier and purpose' },
  'GET /v1/recent': { summary: 'What was received last, as it was sent' },
  'POST /v1/query/rows': {
    summary: 'Rows of an event as the role sees them',
    body: { ...question, fields: names },
    required: ['event'],
  },
  'POST /v1/query/counts': {
    summary: 'Counts of an event by fields and days, small groups withheld',
    body: { ...question, by: names },
    required: ['event'],
  },
  'POST /v1/query/export': {
    summary: 'Rows of an event as a file',
    body: { ...question, fields: names, format: { enum: ['csv', 'parquet'] } },
    required: ['event'],
  },
  'GET /v1/log': { summary: 'Entries of the access log' },
  'GET /v1/log/checkpoint': { summary: 'A signed checkpoint over the access log' },
  'POST /v1/policy/reload': { summary: 'Takes the policy file into force', body: { reason } },
  'GET /health': { summary: 'Whether the database answers', isOpen: true },
  'GET /ready': { summary: 'Whether events can be taken now', isOpen: true },
  'GET /metrics': { summary: 'Figures for Prometheus' },
  'GET /openapi.json': { summary: 'This document', isOpen: true },
};

/**
 * @param {string} method
 * @param {string} url
 */
function schemaOf(method, url) {
  const described = routes[`${method} ${url}`];
  if (described === undefined) return { hide: true };
  const { summary, body, required = [], isOpen = false } = described;
  return {
    summary,
    ...(isOpen ? {} : { security: [{ token: [] }] }),
    ...(body === undefined ? {} : { body: { type: 'object', properties: body, required } }),
    response: { '2XX': { description: 'Done', type: 'object', additionalProperties: true } },
  };
}

export const describedRoutes = Object.keys(routes);
