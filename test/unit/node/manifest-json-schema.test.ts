import { resolve } from 'node:path';
import { fromJSONSchema } from 'zod';
import { describe, expect, it } from 'vitest';
import { manifestJsonSchema } from 'headgate/node';
import { changeGoodManifest, readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

describe('manifestJsonSchema', () => {
  // Run with `--update` to write the file anew.
  it('is what manifest.schema.json says', async () => {
    const text = `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, '../../../manifest.schema.json'));
  });

  it('describes every key, so that an editor can explain it', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      const { properties, additionalProperties } = schema as { [keyword: string]: object | undefined };
      for (const [key, property] of Object.entries(properties ?? {})) {
        // The members of a JWK are named by RFC 7517.
        if (!('description' in property) && !path.endsWith('publicKey')) undescribed.push(`${path}.${key}`);
        visit(property, `${path}.${key}`);
      }
      if (typeof additionalProperties === 'object') visit(additionalProperties, `${path}.*`);
    };
    visit(manifestJsonSchema(), '');
    expect(undescribed).toEqual([]);
  });

  it('takes a sound manifest and refuses a mistyped key', () => {
    const schema = fromJSONSchema(manifestJsonSchema());
    expect(schema.safeParse(readGoodManifest()).error).toBeUndefined();
    const mistyped = changeGoodManifest([['events', 'page opened', 'purpos'], 'x']);
    expect(schema.safeParse(mistyped).success).toBe(false);
  });
});
