import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/manifest/manifest.js';
import { auditText } from '../../../../src/node/open-manifest.js';
import { readJson } from '../../../../src/node/read-json.js';
import { fixtures, runCommand } from '../cli/run-command.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Output {
  readonly events: readonly string[];
  readonly lost: readonly { readonly path: string; readonly why: string }[];
}

async function importFile(name: string) {
  const { code, out, notes } = await runCommand(['import', resolve(fixtures, 'import', name), '--json'], { folder });
  expect({ code, notes }).toEqual({ code: 0, notes: '' });
  const { lost, events } = JSON.parse(out) as Output;
  const text = readFileSync(join(folder, 'headgate.imported.jsonc'), 'utf8');
  const { findings } = auditText(text, 'm.jsonc');
  // The recipient is for people to name; all else of the draft is sound.
  expect(findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(['HG050', 'HG050']);
  const json = readJson(text);
  if ('message' in json) throw new Error(json.message);
  return { events, lost: lost.map(({ path }) => path), why: lost, manifest: json.value as Manifest };
}

describe('headgate import', () => {
  it('takes events, fields and descriptions from a plan of Segment, and says what it lost', async () => {
    const { events, lost, why, manifest } = await importFile('typewriter.json');
    expect(events).toEqual(['order_completed']);
    expect(manifest.events['order_completed']).toMatchObject({
      title: 'A customer placed an order',
      tier: 'personal',
      basis: 'consent',
      fields: {
        total: { type: 'number', min: 0, title: 'The total' },
        currency: { type: 'string', values: ['EUR', 'USD'] },
        coupon: { type: 'string', optional: true },
      },
    });
    expect(lost).toEqual([
      'Order Completed',
      'Order Completed.context',
      'Order Completed.coupon.pattern',
      'Order Completed.products',
      'Order Completed.address',
      'Order Completed.reference',
      'User Identified',
    ]);
    expect(why.find(({ path }) => path.endsWith('products'))?.why).toContain('sku, price');
  });

  it('reads the plan of RudderStack', async () => {
    const { lost, manifest } = await importFile('rudderstack.json');
    expect(manifest.events['feature_enabled']).toMatchObject({ fields: { count: { type: 'integer', max: 9 } } });
    expect(lost).toEqual([]);
  });

  it('reads a data structure of Snowplow', async () => {
    const { lost, manifest } = await importFile('snowplow.json');
    expect(manifest.events['button_click']).toMatchObject({
      title: 'A click on a button',
      fields: { label: { type: 'string', maxLength: 255 }, is_first: { type: 'boolean', optional: true } },
    });
    expect(lost).toEqual(['button_click', 'button_click.at.format']);
  });

  it('reads a plan of Avo', async () => {
    const { lost, manifest } = await importFile('avo.json');
    expect(manifest.events['survey_answered']).toMatchObject({
      title: 'One answer',
      fields: { Score: { type: 'integer' } },
    });
    expect(lost).toEqual(['Survey Answered', 'Survey Answered.Tags']);
  });

  it('reads the tags of a container, and says which it cannot', async () => {
    const { events, lost, manifest } = await importFile('gtm.json');
    expect(events).toEqual(['add_to_cart']);
    expect(manifest.events['add_to_cart']).toMatchObject({
      title: 'A product was put into the cart',
      fields: { value: { type: 'string', optional: true } },
    });
    expect(lost).toEqual(['GA4 - add to cart.value', 'GA4 - any', 'Hotjar', 'CE - add to cart']);
  });

  it('prints what was lost for people', async () => {
    const { out } = await runCommand(['import', resolve(fixtures, 'import/gtm.json')], { folder });
    expect(out).toContain('1 events of a container of Google Tag Manager');
    expect(out).toContain('  Hotjar: a tag of type html: no event of a manifest');
  });

  it('overwrites nothing, and refuses what is no plan', async () => {
    writeFileSync(join(folder, 'other.json'), '{ "a": 1 }');
    expect(await runCommand(['import', 'other.json'], { folder })).toMatchObject({ code: 2 });
    writeFileSync(join(folder, 'headgate.imported.jsonc'), 'precious');
    const plan = resolve(fixtures, 'import/avo.json');
    expect(await runCommand(['import', plan], { folder })).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, 'headgate.imported.jsonc'), 'utf8')).toBe('precious');
  });
});
