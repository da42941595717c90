import { act, createElement, StrictMode, useEffect, type ReactNode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHeadgate, defineManifest, manual, type Headgate } from 'headgate';
import { openPage } from '../support/core-page.js';
import { createHooks } from '../../src/react.js';
import { OURS } from '../support/recipient.js';

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    step_shown: {
      purpose: 'onboarding',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: { step: { type: 'integer' } },
    },
  },
});

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const ends: (() => void)[] = [];

afterEach(() => {
  vi.unstubAllGlobals();
  for (const end of ends.splice(0)) end();
  document.body.innerHTML = '';
});

function create() {
  const choice = manual();
  const { headgate, close } = openPage({ manifest, consent: [choice], collectors: {} });
  ends.push(close);
  return { choice, headgate: headgate as unknown as Headgate<typeof manifest> };
}

function render(children: ReactNode): Root {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  act(() => root.render(createElement(StrictMode, null, children)));
  ends.push(() => act(() => root.unmount()));
  return root;
}

describe('useTrack', () => {
  it('gives the instance’s track, the same at each render', () => {
    const { headgate } = create();
    const { useTrack } = createHooks(headgate);
    const given = new Set<unknown>();
    const Component = () => {
      given.add(useTrack());
      return null;
    };
    const root = render(createElement(Component));
    act(() => root.render(createElement(StrictMode, null, createElement(Component))));
    expect([...given]).toEqual([headgate.track]);
  });
});

describe('useTrackOnMount', () => {
  it('tracks once, though StrictMode runs effects twice and the component renders again', () => {
    const { headgate } = create();
    const track = vi.fn(headgate.track);
    const { useTrackOnMount } = createHooks({ ...headgate, track });
    const Component = () => {
      useTrackOnMount('step_shown', { step: 1 });
      return null;
    };
    const root = render(createElement(Component));
    act(() => root.render(createElement(StrictMode, null, createElement(Component))));
    expect(track.mock.calls).toEqual([['step_shown', { step: 1 }]]);
  });

  it('would track twice with an effect of its own', () => {
    const { headgate } = create();
    const track = vi.fn(headgate.track);
    const Component = () => {
      useEffect(() => void track('step_shown', { step: 1 }), []);
      return null;
    };
    render(createElement(Component));
    expect(track).toHaveBeenCalledTimes(2);
  });

  it('tracks again in a component that is shown anew', () => {
    const { headgate } = create();
    const track = vi.fn(headgate.track);
    const { useTrackOnMount } = createHooks({ ...headgate, track });
    const Component = () => {
      useTrackOnMount('step_shown', { step: 1 });
      return null;
    };
    const root = render(createElement(Component));
    act(() => root.render(null));
    act(() => root.render(createElement(StrictMode, null, createElement(Component))));
    expect(track).toHaveBeenCalledTimes(2);
  });
});

describe('useConsent', () => {
  const show = (headgate: Headgate<typeof manifest>) => {
    const { useConsent } = createHooks(headgate);
    return createElement(() => `consent: ${useConsent().categories['analytics'] ?? 'unknown'}`);
  };

  it('renders again at every change', () => {
    const { headgate, choice } = create();
    render(show(headgate));
    expect(document.body.textContent).toBe('consent: undecided');
    act(() => choice.grant('analytics'));
    expect(document.body.textContent).toBe('consent: granted');
    act(() => choice.withdraw('analytics'));
    expect(document.body.textContent).toBe('consent: denied');
  });

  it('stops listening with its component', () => {
    const { headgate } = create();
    let listening = 0;
    const onConsent = (listener: Parameters<Headgate['onConsent']>[0]) => {
      const end = headgate.onConsent(listener);
      listening++;
      return () => {
        listening--;
        end();
      };
    };
    const root = render(show({ ...headgate, onConsent }));
    expect(listening).toBe(1);
    act(() => root.render(null));
    expect(listening).toBe(0);
  });

  it('knows nothing on a server, and comes to life without a mismatch', () => {
    const { headgate, choice } = create();
    choice.grant('analytics');
    const page = show(headgate);
    const text = renderToString(page);
    expect(text).toBe('consent: unknown');
    const container = document.body.appendChild(document.createElement('div'));
    container.innerHTML = text;
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    let root: Root;
    act(() => void (root = hydrateRoot(container, page)));
    ends.push(() => act(() => root.unmount()));
    expect([container.textContent, complaints.mock.calls]).toEqual(['consent: granted', []]);
  });
});

it('an instance made on a server refuses everything and renders', () => {
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('window', undefined);
  const headgate = createHeadgate({ manifest, consent: [manual()], collectors: {} });
  const { useTrack, useConsent } = createHooks(headgate);
  const outcomes: unknown[] = [];
  const Component = () => {
    outcomes.push(useTrack()('step_shown', { step: 1 }).outcome);
    return useConsent().regime;
  };
  expect(renderToString(createElement(Component))).toBe('opt-in');
  expect(outcomes).toEqual(['refuse']);
});
