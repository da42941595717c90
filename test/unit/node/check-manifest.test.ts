import { describe, expect, it } from 'vitest';
import { checkManifest } from 'headgate/node';
import { severityOf } from '../../../src/node/manifest-rules/rule.js';
import { rulesOfEvent, rulesOfField, rulesOfManifest } from '../../../src/node/manifest-rules/rules.js';
import { changeGoodManifest, readGoodManifest, type Change } from '../../fixtures/manifests/change-manifest.js';

interface Case {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly path: readonly (string | number)[];
  readonly found: unknown;
  readonly expected: RegExp;
  readonly rule: RegExp;
}

const page = ['events', 'page opened'];
const toggle = ['events', 'feature_toggle_enabled'];
const order = ['events', 'order_placed'];
const wellbeing = ['events', 'wellbeing_answered'];

const fault = (
  name: string,
  changes: readonly Change[],
  path: readonly (string | number)[],
  found: unknown,
  expected: RegExp,
  rule: RegExp,
): Case => ({ name, changes, path, found, expected, rule });

/** A fault that is a value put where it does not belong. */
const wrong = (name: string, path: readonly (string | number)[], found: unknown, expected: RegExp, rule: RegExp) =>
  fault(name, [[path, found]], path, found, expected, rule);

const references = [
  wrong('an unknown purpose', [...page, 'purpose'], 'shop_reliabilty', /^"shop_reliability"\?/, /5\(1\)\(b\)/),
  wrong(
    'an unknown category',
    [...toggle, 'categories', 0],
    'analytic',
    /^"analytics"\? \(one of "analytics"/,
    /asked/,
  ),
  wrong('an unknown collector', [...toggle, 'collectors', 1], 'mixpannel', /^"mixpanel"\?/, /30\(1\)\(d\)/),
  wrong(
    'an unknown collector of receipts',
    ['receipts', 'collectors', 0],
    'zzz',
    /^one of "warehouse"/,
    /30\(1\)\(d\)/,
  ),
  wrong('a category named twice', [...toggle, 'categories', 1], 'analytics', /once/, /twice/),
  wrong('a collector named twice', [...toggle, 'collectors', 2], 'warehouse', /once/, /twice/),
  wrong('a collector of receipts named twice', ['receipts', 'collectors', 1], 'warehouse', /once/, /twice/),
  fault(
    'the reserved event name',
    [[['events', 'consent_receipt'], readGoodManifest().events['page opened']]],
    ['events', 'consent_receipt'],
    'consent_receipt',
    /reserved/,
    /7\(1\)/,
  ),
];

const legal = [
  fault(
    'consent without a category',
    [[[...toggle, 'categories'], []]],
    [...toggle, 'categories'],
    [],
    /one/,
    /6\(1\)\(a\)/,
  ),
  fault(
    'legitimate interests without a category',
    [[[...page, 'categories'], undefined]],
    [...page, 'categories'],
    undefined,
    /objection/,
    /21\(1\)/,
  ),
  wrong('a sensitive event without consent', [...wellbeing, 'basis'], 'contract', /"consent"/, /9\(2\)\(a\)/),
  fault(
    'a sensitive event with nothing sealed',
    [[[...wellbeing, 'fields', 'answer'], undefined]],
    [...wellbeing, 'fields'],
    {
      participant: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
      question: { type: 'integer', min: 1, max: 20 },
    },
    /"seal"/,
    /32\(1\)\(a\)/,
  ),
  wrong('storage without consent for consent', [...toggle, 'storage'], 'necessary', /basis consent/, /5\(3\)/),
];

const field = (event: readonly string[], name: string, ...keys: (string | number)[]) => [
  ...event,
  'fields',
  name,
  ...keys,
];

const fields = [
  ...['consent_id', 'tcString', 'euconsent-v2', 'consentReceiptId', 'usprivacy', 'gpp_string', 'CookiebotStamp'].map(
    (name) =>
      fault(
        `the id of a consent, ${name}, in tier anonymous`,
        [[[...page, 'fields', name], { type: 'string', maxLength: 64 }]],
        [...page, 'fields', name],
        name,
        /no id or string of a consent/,
        /Recital 26/,
      ),
  ),
  ...['identifier', 'contact', 'special', 'location'].map((data) =>
    wrong(`${data} data in tier anonymous`, field(page, 'kind', 'data'), data, /this is tier anonymous/, /4\(5\)/),
  ),
  ...['contact', 'special'].map((data) =>
    wrong(`${data} data in tier pseudonymous`, field(toggle, 'label', 'data'), data, /tier pseudonymous/, /promise/),
  ),
  wrong('special data in tier personal', field(order, 'city', 'data'), 'special', /below tier sensitive/, /9\(1\)/),
  wrong('a pseudonym in tier anonymous', field(page, 'note', 'protect'), 'pseudonymise', /no pseudonym/, /Recital 26/),
  fault(
    'an open identifier in tier pseudonymous',
    [[field(toggle, 'user', 'protect'), undefined]],
    field(toggle, 'user', 'protect'),
    undefined,
    /"pseudonymise" or "seal" for identifier/,
    /demands/,
  ),
  ...['contact', 'special'].map((data) =>
    fault(
      `${data} data that is only pseudonymised in tier sensitive`,
      [[field(wellbeing, 'participant', 'data'), data]],
      field(wellbeing, 'participant', 'protect'),
      'pseudonymise',
      /^"seal" for/,
      /demands/,
    ),
  ),
  fault(
    'an open identifier in tier sensitive',
    [[field(wellbeing, 'participant', 'protect'), undefined]],
    field(wellbeing, 'participant', 'protect'),
    undefined,
    /"seal" or "pseudonymise"/,
    /demands/,
  ),
  ...['pseudonymise', 'seal', 'redact', 'truncate'].map((protect) =>
    wrong(`${protect} on a boolean`, field(toggle, 'enabled', 'protect'), protect, /none on a boolean/, /only text/),
  ),
  fault(
    'truncate without a length',
    [[field(toggle, 'path', 'maxLength'), undefined]],
    field(toggle, 'path', 'maxLength'),
    undefined,
    /length/,
    /a cut/,
  ),
  wrong('listed values of a number', field(toggle, 'score', 'values'), ['1'], /none on a number/, /listed values/),
  wrong('a length of a number', field(toggle, 'score', 'maxLength'), 3, /none on a number/, /has a length/),
  wrong('a lower bound of text', field(toggle, 'label', 'min'), 1, /none on a string/, /bounds/),
  wrong('an upper bound of a boolean', field(toggle, 'enabled', 'max'), 1, /none on a boolean/, /bounds/),
  wrong('crossed bounds', field(toggle, 'score', 'max'), -2, /at least min, -1.5/, /no number/),
  wrong('a value longer than its field', field(page, 'kind', 'values', 2), 'x'.repeat(257), /at most 256/, /never/),
];

const code = (source: string, ...path: number[]) => ['categories', 'analytics', 'sources', source, ...path];

const collector = (name: string, key: string) => ['collectors', name, key];

const recipients = [
  ...['recipient', 'role', 'country'].map((key) =>
    fault(
      `a collector without ${key}`,
      [[collector('warehouse', key), undefined]],
      collector('warehouse', key),
      undefined,
      /the legal entity|its role|the country/,
      /28, 30\(1\)\(d\)/,
    ),
  ),
  fault(
    'a processor without an agreement',
    [[collector('mixpanel', 'agreement'), undefined]],
    collector('mixpanel', 'agreement'),
    undefined,
    /contract/,
    /28\(3\)/,
  ),
  fault(
    'a joint controller without an arrangement',
    [[collector('survey_lab', 'agreement'), undefined]],
    collector('survey_lab', 'agreement'),
    undefined,
    /arrangement/,
    /26\(1\)/,
  ),
  ...['US', 'CA', 'IN'].map((country) =>
    fault(
      `a recipient in ${country} without a safeguard`,
      [[collector('warehouse', 'country'), country]],
      collector('warehouse', 'safeguard'),
      undefined,
      /transfer mechanism/,
      /44-46/,
    ),
  ),
  ...['UK', 'EU', 'XX'].map((country) =>
    wrong(`the country ${country}`, collector('warehouse', 'country'), country, /assigned code/, /ISO 3166-1/),
  ),
  fault('the region UK', [[['regimes', 'UK'], 'opt-in']], ['regimes', 'UK'], 'UK', /assigned/, /never apply/),
  fault(
    'a sealed field without a public key',
    [[['controller', 'publicKey'], undefined]],
    ['controller', 'publicKey'],
    undefined,
    /for wellbeing_answered.answer/,
    /sealing/,
  ),
];

const trigger = (...path: (string | number)[]) => [...toggle, 'triggers', ...path];

const sourcesAndJourneys = [
  fault(
    'a source that does not exist',
    [[['sources', 'onetrst'], {}]],
    ['sources', 'onetrst'],
    'onetrst',
    /^"onetrust"\?/,
    /no adapter/,
  ),
  wrong(
    'a Consent Mode type that does not exist',
    code('googleConsentMode'),
    'analytics',
    /"analytics_storage"/,
    /granted/,
  ),
  wrong('a TCF purpose that does not exist', code('tcf', 1), 12, /1 to 11/, /granted/),
  wrong('a TrustArc bucket counted from 0', code('trustarc'), 0, /from 1 on/, /granted/),
  wrong('a category of a source that has none', code('magento'), 'analytics', /true or false/, /granted/),
  fault(
    'a foreign event source',
    [[trigger('dataLayr'), { event: 'x' }]],
    trigger('dataLayr'),
    'dataLayr',
    /^"dataLayer"\?/,
    /never happen/,
  ),
  fault(
    'a trigger for an undeclared field',
    [[trigger('zigpoll'), { event: 'x', fields: { togle: 'a.b' } }]],
    trigger('zigpoll', 'fields', 'togle'),
    'togle',
    /^"toggle"\?/,
    /5\(1\)\(c\)/,
  ),
  fault(
    'a duration in a text',
    [
      [[...toggle, 'step'], 'switched'],
      [[...toggle, 'elapsed'], 'label'],
    ],
    [...toggle, 'elapsed'],
    'label',
    /one of "score"/,
    /milliseconds/,
  ),
  wrong('a duration since no step', [...toggle, 'elapsed'], 'score', /"step"/, /two steps/),
  fault(
    'a region that no collector serves',
    [
      [[...page, 'region'], 'DE'],
      [['collectors', 'warehouse', 'regions'], ['US']],
    ],
    [...page, 'region'],
    'DE',
    /one of "US"/,
    /never leave/,
  ),
  wrong('once for each visitor without leave to store', [...page, 'once'], 'visitor', /"session"/, /5\(3\)/),
];

const storageOfSensitive = fault(
  'storage without consent for sensitive data',
  [
    [[...wellbeing, 'storage'], 'necessary'],
    [[...wellbeing, 'basis'], 'contract'],
  ],
  [...wellbeing, 'storage'],
  'necessary',
  /tier sensitive/,
  /never strictly necessary/,
);

const cases = [...references, ...legal, ...fields, ...recipients, ...sourcesAndJourneys];

describe('checkManifest', () => {
  it('finds nothing wrong with a sound manifest of all tiers', () => {
    expect(checkManifest(readGoodManifest())).toEqual([]);
  });

  it.each(cases)('finds $name, and nothing else', ({ changes, path, found, expected, rule }) => {
    expect(checkManifest(changeGoodManifest(...changes))).toMatchObject([
      {
        severity: 'error',
        path,
        found,
        expected: expect.stringMatching(expected) as string,
        rule: expect.stringMatching(rule) as string,
      },
    ]);
  });

  it.each(['consent_shown', 'consentStep', 'category_id', 'string_length', 'accessory_string'])(
    'takes the field %s in tier anonymous: it is no id of a consent',
    (name) => {
      const definition = { type: 'string', maxLength: 64 };
      expect(checkManifest(changeGoodManifest([[...page, 'fields', name], definition]))).toEqual([]);
    },
  );

  it(`finds ${storageOfSensitive.name} beside its wrong basis`, () => {
    const { changes, path, found, rule } = storageOfSensitive;
    const problems = checkManifest(changeGoodManifest(...changes));
    expect(problems).toContainEqual(
      expect.objectContaining({ path, found, rule: expect.stringMatching(rule) as string }),
    );
    expect(problems).toHaveLength(2);
  });

  it('has a faulty manifest here for every rule whose breach is an error', () => {
    const rules = [...rulesOfManifest, ...rulesOfEvent, ...rulesOfField].filter((rule) => severityOf(rule) === 'error');
    const fired = [...cases, storageOfSensitive].flatMap(({ changes }) =>
      checkManifest(changeGoodManifest(...changes)),
    );
    const seen = new Set(fired.map((problem) => problem.id));
    expect(rules.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  });

  it.each(['GB', 'CH', 'JP', 'BR', 'IS', 'GR'])('takes a recipient in %s without a safeguard', (country) => {
    expect(checkManifest(changeGoodManifest([collector('warehouse', 'country'), country]))).toEqual([]);
  });

  it('asks nothing of a collector that receives nothing', () => {
    expect(checkManifest(changeGoodManifest([['collectors', 'planned'], {}]))).toEqual([]);
  });
});

describe('checkManifest on a wrong shape', () => {
  it.each([undefined, null, 5, 'text', [], () => 0])('says so of %s', (input) => {
    expect(checkManifest(input)).toMatchObject([{ path: [], expected: 'object' }]);
  });

  it('names every required part of an empty manifest', () => {
    const paths = checkManifest({}).map((problem) => problem.path.join('.'));
    expect(paths).toEqual(['version', 'categories', 'collectors', 'events']);
  });

  it('survives a manifest that refers to itself', () => {
    const manifest = { ...readGoodManifest(), extra: {} as object };
    manifest.extra = manifest;
    expect(checkManifest(manifest)).toMatchObject([{ path: ['extra'] }]);
  });

  it.each([
    ['a mistyped key', [...page, 'retentiondays'], 3, /^"retentionDays"$/],
    ['a mistyped field key', field(toggle, 'user', 'protekt'), 'seal', /^"protect"$/],
    ['an unknown key', ['telemetry'], true, /^no such key; known are \$schema, id, version/],
    ['a mistyped basis', [...page, 'basis'], 'consnt', /^"consent"\?/],
    ['a retention of no days', [...page, 'retentionDays'], 0, />=1/],
    ['a retention of more than ten years', [...page, 'retentionDays'], 3651, /<=3650/],
    ['a retention of half a day', [...page, 'retentionDays'], 0.5, /whole number/],
    ['an event for nobody', [...page, 'collectors'], [], />=1/],
    ['a category code that is an object', ['categories', 'analytics', 'sources', 'tcf'], {}, /string, or number/],
    ['a field name that is a number', [...page, 'fields', '1st'], { type: 'boolean' }, /a letter first/],
    ['a country in words', ['collectors', 'warehouse', 'country'], 'Germany', /alpha-2/],
    ['a regime that does not exist', ['regimes', 'default'], 'optin', /^"opt-in"\?/],
  ] as const)('finds %s', (_, path, found, expected) => {
    expect(checkManifest(changeGoodManifest([path, found]))).toMatchObject([
      { path, found, expected: expect.stringMatching(expected) as string, rule: expect.any(String) as string },
    ]);
  });

  it('keeps a private key that was put into the manifest out of what it reports', () => {
    const problems = checkManifest(changeGoodManifest([['controller', 'publicKey', 'd'], 'the-private-part']));
    expect(problems).toMatchObject([{ path: ['controller', 'publicKey', 'd'], expected: 'no private key' }]);
    expect(JSON.stringify(problems)).not.toContain('the-private-part');
  });

  it('does not report what only follows from another fault', () => {
    const manifest = changeGoodManifest(
      [['categories', 'analytics'], 5],
      [['collectors', 'warehouse', 'role'], 'boss'],
      [[...wellbeing, 'fields', 'answer', 'protect'], 'encrypt'],
    );
    expect(checkManifest(manifest).map((problem) => problem.path.join('.'))).toEqual([
      'categories.analytics',
      'collectors.warehouse.role',
      'events.wellbeing_answered.fields.answer.protect',
    ]);
  });
});
