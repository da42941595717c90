import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { runPolicyCommand } from '../src/commands/policy.mjs';
import { readDefaultPolicy } from '../src/policy/default-policy.mjs';
import { smallestGroupOf, viewOfEvent } from '../src/policy/event-view.mjs';
import { openPolicy } from '../src/policy/open-policy.mjs';
import { collectorResource, toEventResource } from '../src/policy/resources.mjs';
import { manifest } from './collector-fixture.js';

const toggle = manifest.events.feature_toggle_enabled;
const survey = manifest.events.survey_answered;

const analyst = `
  @id("no identifier") permit (principal == Role::"analyst", action == Action::"read", resource)
    when { resource.tier != Tier::"sensitive" && resource.data != Data::"identifier" };
  @id("the person, masked") @mask("start")
  permit (principal == Role::"analyst", action == Action::"read-masked", resource in Event::"feature_toggle_enabled");
  @id("counts") @smallest_group("5") permit (principal == Role::"analyst", action == Action::"count", resource)
    when { resource.purpose == Purpose::"feature_adoption" };`;

const open = (text: string) => openPolicy(text, [manifest]);
const viewOf = (
  text: string,
  role = 'analyst',
  event: 'feature_toggle_enabled' | 'survey_answered' = 'feature_toggle_enabled',
) => Object.fromEntries(viewOfEvent(open(text), role, event, manifest.events[event]));

describe('a policy', () => {
  it('permits nothing that no rule permits', () => {
    const policy = open('');
    expect(policy.decide('operator', 'read-log', collectorResource).isAllowed).toBe(false);
    expect(policy.decide('operator', 'count', toEventResource('survey_answered', survey)).isAllowed).toBe(false);
    expect(viewOf('')).toEqual({});
  });

  it('shows one role a field, masks another, and withholds the rest', () => {
    const view = viewOf(analyst);
    expect(view.toggle).toEqual({ as: 'plain' });
    expect(view.user).toEqual({ as: 'masked', mask: 'start' });
    expect(viewOf(analyst, 'analyst', 'survey_answered')).toEqual({});
    expect(viewOf(analyst, 'intern')).toEqual({});
  });

  it('lets a forbid win over every permit', () => {
    const view = viewOf(
      `${analyst} forbid (principal, action == Action::"read", resource) when { resource.tier == Tier::"pseudonymous" };`,
    );
    expect(Object.values(view).filter(({ as }) => as === 'plain')).toEqual([]);
  });

  it('allows nothing where a rule cannot be evaluated, since that may be the one that forbids', () => {
    const overflow = 'forbid (principal, action == Action::"read", resource) when { 9223372036854775807 + 1 > 2 };';
    expect(viewOf(`${analyst} ${overflow}`).toggle?.as).toBe('masked');
  });

  it('hands out a sealed text to who may open it, and to nobody else', () => {
    const read = 'permit (principal == Role::"reader", action == Action::"read", resource);';
    const seal = 'permit (principal == Role::"keeper", action in [Action::"read", Action::"open-sealed"], resource);';
    expect(viewOf(read, 'reader', 'survey_answered').answer).toEqual({ as: 'masked', mask: 'hidden' });
    expect(viewOf(seal, 'keeper', 'survey_answered').answer).toEqual({ as: 'plain' });
  });

  it('takes the strictest smallest group of the rules that decide, and ten where a rule names none', () => {
    const group = (text: string) =>
      smallestGroupOf(open(text), 'analyst', 'feature_toggle_enabled', toggle, ['toggle']);
    expect(group(analyst)).toBe(5);
    expect(group(`${analyst} permit (principal, action == Action::"count", resource is Field);`)).toBe(10);
    expect(group('permit (principal, action == Action::"count", resource is Event);')).toBeUndefined();
  });

  it('counts by no field that the manifest does not declare', () => {
    expect(smallestGroupOf(open(analyst), 'analyst', 'feature_toggle_enabled', toggle, ['nothing'])).toBeUndefined();
  });

  it.each([
    [
      'a purpose of no manifest',
      'permit (principal, action, resource is Event) when { resource.purpose == Purpose::"ads" };',
      'ads',
    ],
    [
      'a tier that is misspelt',
      'permit (principal, action, resource is Event) when { resource.tier == Tier::"sensitve" };',
      'sensitve',
    ],
    ['an event of no manifest', 'permit (principal, action, resource in Event::"gone");', 'gone'],
    ['an action that does not exist', 'permit (principal, action == Action::"raed", resource);', 'raed'],
    ['an annotation that is misspelt', '@smalest_group("5") permit (principal, action, resource);', '@smalest_group'],
    ['a smallest group of none', '@smallest_group("0") permit (principal, action, resource);', '@smallest_group'],
    ['a mask that does not exist', '@mask("end") permit (principal, action, resource);', '@mask'],
    [
      'two rules of one name',
      '@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);',
      'two rules',
    ],
    ['text that is no policy', 'permit everything', 'unexpected token'],
    ['a template', 'permit (principal == ?principal, action, resource);', 'templates'],
  ])('is refused with %s', (_, text, said) => {
    expect(() => open(text)).toThrow(said);
  });

  it('leaves the operator and the privacy officer without a file what their tokens always could', () => {
    const policy = open(readDefaultPolicy());
    expect(policy.roles).toEqual(['operator', 'privacy']);
    expect(viewOf(readDefaultPolicy(), 'operator', 'survey_answered').answer).toEqual({ as: 'plain' });
    expect(policy.decide('operator', 'erase', toEventResource('survey_answered', survey)).isAllowed).toBe(false);
    expect(policy.decide('privacy', 'erase', toEventResource('survey_answered', survey)).isAllowed).toBe(true);
    expect(viewOf(readDefaultPolicy(), 'privacy')).toEqual({});
  });
});

describe('policy check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const manifestFile = join(folder, 'events.json');
  writeFileSync(manifestFile, JSON.stringify(manifest));

  function check(text: string) {
    const file = join(folder, 'access.cedar');
    writeFileSync(file, text);
    const printed = { out: '', err: '' };
    const print = { out: (text: string) => (printed.out += text), err: (text: string) => (printed.err += text) };
    const code = runPolicyCommand(['check', '--manifest', manifestFile, '--policy', file], print);
    return { code, ...printed };
  }

  it('prints what each role sees of each event', () => {
    const { code, out } = check(analyst);
    expect(code).toBe(0);
    const cells = out.split('\n').map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
    expect(cells).toContainEqual([
      'analyst',
      'feature_toggle_enabled',
      'pseudonymous',
      '–',
      'from 5 people',
      'time, received_at, tier, purpose, basis, manifest, consent_source, toggle, enabled',
      'id, subject, user',
      '–',
      '–',
    ]);
  });

  it('ends with 1 and says what is wrong', () => {
    expect(check('permit (principal, action, resource in Event::"gone");')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no manifest declares the event "gone"'),
    });
  });

  it('ends with 2 and its usage where it is not told what to check', () => {
    let said = '';
    expect(runPolicyCommand(['check'], { out: () => {}, err: (text) => (said += text) })).toBe(2);
    expect(said).toContain('usage: headgate-collector policy check');
  });
});
