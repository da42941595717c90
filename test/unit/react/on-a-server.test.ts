import { createElement, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { createHeadgate, defineManifest, manual } from 'headgate';
import { createHooks } from 'headgate/react';

/** A process without a document, as pages are rendered in. */

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    step_shown: {
      purpose: 'onboarding',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
    },
  },
});

it('renders to text where there is no document, tracks nothing, and throws nothing', () => {
  expect([typeof document, typeof window]).toEqual(['undefined', 'undefined']);
  const headgate = createHeadgate({ manifest, consent: [manual()], collectors: {} });
  const track = vi.fn(headgate.track);
  const { useConsent, useTrack, useTrackOnMount } = createHooks({ ...headgate, track });
  const outcomes: string[] = [];
  const Step = () => {
    useTrackOnMount('step_shown');
    outcomes.push(useTrack()('step_shown').outcome);
    return `consent: ${useConsent().categories['analytics'] ?? 'unknown'}`;
  };
  const page = createElement(StrictMode, null, createElement(Step));
  expect(renderToString(page)).toBe('consent: unknown');
  // The call while rendering is refused; the one on mount is not even made.
  expect(outcomes).toEqual(['refuse']);
  expect(track.mock.calls).toEqual([['step_shown']]);
});

it('says once that there is no page, and nothing else', async () => {
  const codes: string[] = [];
  const headgate = createHeadgate({
    manifest,
    consent: [manual({ remember: true })],
    collectors: {},
    onDiagnostic: ({ code }) => codes.push(code),
    debug: () => Promise.reject(new Error('nobody asks for it on a server')),
    debugWhen: 'asked',
  });
  headgate.consent();
  await headgate.flush();
  // The instance is wired in a task of its own, and whatever else would be said is said by then.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([codes, headgate.status().problems]).toEqual([['no-page'], [{ code: 'no-page' }]]);
});
