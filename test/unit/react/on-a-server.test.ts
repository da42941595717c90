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
