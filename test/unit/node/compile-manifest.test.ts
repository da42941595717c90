import { describe, expect, it } from 'vitest';
import { compileManifest, ManifestError, parseManifest } from 'headgate/node';
import { changeGoodManifest, readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

function catchError(run: () => unknown): ManifestError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ManifestError);
    return error as ManifestError;
  }
  throw new Error('nothing was thrown');
}

describe('parseManifest', () => {
  it('returns a sound manifest unchanged', () => {
    expect(parseManifest(readGoodManifest())).toEqual(readGoodManifest());
  });

  it('throws problems of the shape and of the rules at once, one a line', () => {
    const faulty = changeGoodManifest(
      [['version'], 7],
      [['events', 'order_placed', 'purpose'], 'order_handing'],
      [['events', 'page opened', 'fields', 'kind', 'data'], 'contact'],
      [['collectors', 'mixpanel', 'safeguard'], undefined],
    );
    const { message, problems } = catchError(() => parseManifest(faulty));
    expect(problems).toHaveLength(4);
    expect(message.split('\n')).toEqual([
      'The manifest has 4 problems:',
      expect.stringMatching(/^ {2}version: found 7, expected string \(/),
      expect.stringMatching(
        /^ {2}collectors\.mixpanel\.safeguard: found nothing, expected a transfer mechanism.* \(.*44-46\)/,
      ),
      expect.stringMatching(
        /^ {2}events\["page opened"\]\.fields\.kind\.data: found "contact", expected no contact data/,
      ),
      expect.stringMatching(/^ {2}events\.order_placed\.purpose: found "order_handing", expected "order_handling"\? /),
    ]);
  });
});

describe('compileManifest', () => {
  const table = compileManifest(readGoodManifest());

  it('throws for a manifest that is not sound', () => {
    expect(catchError(() => compileManifest({})).problems).not.toEqual([]);
  });

  it('says nothing that the manifest does not say, and less of it', () => {
    expect(readGoodManifest()).toMatchObject(table);
    expect(JSON.stringify(table).length).toBeLessThan(JSON.stringify(readGoodManifest()).length * 0.75);
  });

  it('keeps whose manifest it is, and everything of a collector that the browser obeys', () => {
    const { id, collectors } = compileManifest(
      changeGoodManifest(
        [['id'], 'shop'],
        [['collectors', 'warehouse', 'subject'], 'device'],
        [['collectors', 'warehouse', 'regions'], ['EU']],
      ),
    );
    expect(id).toBe('shop');
    expect(collectors['warehouse']).toMatchObject({ subject: 'device', regions: ['EU'] });
  });

  it('leaves out what only people read', () => {
    const text = JSON.stringify(table);
    for (const word of ['title', 'journey', 'dataUse', '$schema', 'dpo@', 'DPA 2026-02', 'SCC']) {
      expect(text).not.toContain(word);
    }
  });

  it('keeps of a recipient its name, role and country, without which the browser starts no collector', () => {
    expect(table.collectors['mixpanel']).toEqual({ recipient: 'Mixpanel, Inc.', role: 'processor', country: 'US' });
    const withRegions = compileManifest(
      changeGoodManifest([
        ['collectors', 'warehouse', 'regions'],
        ['EU', 'US'],
      ]),
    );
    expect(withRegions.collectors['warehouse']).toMatchObject({ recipient: 'Acme GmbH', regions: ['EU', 'US'] });
  });

  it('leaves out purposes that no event has', () => {
    expect(Object.keys(table.purposes ?? {})).toEqual([
      'feature_adoption',
      'shop_reliability',
      'order_handling',
      'tax_records',
      'health_research',
    ]);
  });

  it('leaves out what says the default', () => {
    expect(table.events['feature_toggle_enabled']?.fields).toEqual({
      user: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
      toggle: { type: 'string', maxLength: 64 },
      enabled: { type: 'boolean' },
      label: { type: 'string' },
      path: { type: 'string', maxLength: 32, protect: 'truncate', optional: true },
      score: { type: 'number', min: -1.5, max: 1.5, optional: true },
    });
    expect(table.events['page opened']).not.toHaveProperty('undecided');
    expect(table.events['invoice_downloaded']).toEqual({
      purpose: 'tax_records',
      tier: 'anonymous',
      basis: 'legal_obligation',
      retentionDays: 3650,
      collectors: ['warehouse'],
      storage: 'necessary',
    });
    expect(compileManifest(changeGoodManifest([['regimes'], { default: 'opt-in' }]))).not.toHaveProperty('regimes');
  });

  it('keeps what the browser decides by', () => {
    const { events, categories, regimes, receipts, controller } = readGoodManifest();
    expect(table.regimes).toEqual(regimes);
    expect(table.receipts).toEqual(receipts);
    expect(table.controller?.publicKey).toEqual(controller?.publicKey);
    expect(table.categories['analytics']?.sources).toEqual(categories['analytics']?.sources);
    expect(table.events['feature_toggle_enabled']).toMatchObject({ undecided: 'refuse' });
    expect(table.events['invoice_downloaded']).toMatchObject({ storage: 'necessary', basis: 'legal_obligation' });
    expect(Object.keys(table.events)).toEqual(Object.keys(events));
  });

  it('leaves its input as it was', () => {
    const manifest = readGoodManifest();
    compileManifest(manifest);
    expect(manifest).toEqual(readGoodManifest());
  });
});
