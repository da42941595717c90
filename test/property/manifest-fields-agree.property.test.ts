import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadSchema } from 'headgate/node';
import { createSealer } from 'headgate/seal';
import type { EventDefinition } from '../../src/manifest/manifest.js';
import { findProtected, protectFields } from '../../src/manifest/protect-fields.js';
import { selectFields } from '../../src/manifest/select-fields.js';
import { arbitraryManifest, arbitraryValue } from '../fixtures/manifests/arbitrary-manifest.js';
import { readGoodManifest } from '../fixtures/manifests/change-manifest.js';

/**
 * The whole way of an event's data, for any sound manifest: what the browser's few lines let pass and protect is what the
 * zod schema of the same manifest takes, and what they refuse it refuses too.
 */

const seal = createSealer(readGoodManifest().controller!.publicKey!);
const pseudonymise = (text: string): Promise<string> =>
  Promise.resolve(createHmac('sha256', 'a key of this test').update(text).digest('base64url'));

const eventAndPayload = arbitraryManifest
  .map(({ events }) => Object.values(events))
  .filter((events) => events.length > 0)
  .chain((events) => fc.constantFrom(...events))
  .chain((event) => fc.tuple(fc.constant(event), payloadOf(event)));

/** Mostly what the manifest declares; sometimes a field is left out, or one is there that it does not declare. */
function payloadOf({ fields = {} }: EventDefinition): fc.Arbitrary<Record<string, unknown>> {
  const declared = Object.entries(fields).map(([name, field]) => {
    const value = arbitraryValue(field);
    return [name, fc.oneof({ arbitrary: value, weight: 12 }, fc.constant(undefined))] as const;
  });
  const known = fc.record(Object.fromEntries(declared));
  const extra = fc.oneof(
    { arbitrary: fc.constant({}), weight: 4 },
    fc.dictionary(fc.string(), fc.anything(), { maxKeys: 2 }),
  );
  return fc.tuple(extra, known).map(([others, payload]) => ({ ...others, ...payload }));
}

const counts = { taken: 0, refused: 0, sealed: 0 };

describe('the browser and a receiver, for any sound manifest', () => {
  it('take the same payloads, each field as its protection leaves it', async () => {
    await fc.assert(
      fc.asyncProperty(eventAndPayload, async ([event, payload]) => {
        const { fields = {} } = event;
        const { data, invalid } = selectFields(fields, payload);
        const schema = payloadSchema(event);
        if (invalid === undefined) {
          counts.taken++;
          if (Object.values(fields).some(({ protect }) => protect === 'seal')) counts.sealed++;
          const sent = await protectFields(
            event,
            findProtected(event),
            { id: 'event-1', data },
            { seal, pseudonymise },
            'Acme GmbH',
          );
          expect(schema.safeParse(JSON.parse(JSON.stringify(sent))).error).toBeUndefined();
          return;
        }
        counts.refused++;
        // What another client sends that has no such check. Redacted text may be longer than what was written.
        if (fields[invalid]?.protect === 'redact') return;
        const raw = Object.fromEntries(
          Object.entries(payload).filter(([name, value]) => name in fields && value != null),
        );
        expect(schema.safeParse(raw).success).toBe(false);
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(counts.taken, counts.refused, counts.sealed)).toBeGreaterThan(50);
  });
});
