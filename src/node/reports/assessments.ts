import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { listData, toNamed } from './event-inventory.js';
import type { Assessment } from './report-schema.js';

type Events = readonly (readonly [name: string, event: EventDefinition])[];
type Screening = Assessment['screening'][number];

/**
 * For each purpose: who needs its events, the nine criteria by which it is seen whether an impact assessment is due
 * (GDPR Art. 35, WP 248 rev.01), and, where it rests on legitimate interests, the skeleton of their assessment. What the
 * manifest says is answered; the rest is left open, for people.
 */
export function toAssessments(manifest: Manifest): Assessment[] {
  const purposes = [...new Set(Object.values(manifest.events).map(({ purpose }) => purpose))];
  return purposes.map((purpose) => {
    const events = Object.entries(manifest.events).filter(([, event]) => event.purpose === purpose);
    const screening = screen(events);
    const balanced = events.filter(([, { basis }]) => basis === 'legitimate_interests');
    return {
      purpose: toNamed(purpose, manifest.purposes),
      needs: events.flatMap(([event, { need }]) => (need === undefined ? [] : [{ event, need }])),
      unstated: events.filter(([, { need }]) => need === undefined).map(([event]) => event),
      screening,
      result: judge(screening),
      ...(balanced.length > 0 && { legitimateInterests: weigh(manifest, balanced) }),
    };
  });
}

/** Two criteria are enough in most cases (WP 248 rev.01, III.B.a). */
function judge(screening: readonly Screening[]): string {
  const met = screening.filter(({ answer }) => answer === 'yes').length;
  const open = screening.filter(({ answer }) => answer === 'open').length;
  if (met >= 2) return `An impact assessment is likely to be due: ${met} criteria are met, ${open} are open.`;
  return `Not decided: ${met} of the two criteria that make it likely ${met === 1 ? 'is' : 'are'} met, ${open} are open.`;
}

const OPEN = 'The manifest does not say: to be answered.';

function screen(events: Events): Screening[] {
  const special = events.filter(([, event]) => event.tier === 'sensitive' || listData(event).includes('special'));
  const known = events.filter(([, { tier }]) => tier !== 'anonymous');
  const plain = events.filter(([, { fields = {}, collectors }]) => {
    const isPlain = Object.values(fields).some(({ data, protect }) => data === 'identifier' && !protect);
    return isPlain && collectors.length > 1;
  });
  return [
    { criterion: 'Evaluation or scoring', answer: 'open', why: OPEN },
    { criterion: 'Automated decisions with legal or similar effect', answer: 'open', why: OPEN },
    {
      criterion: 'Systematic monitoring',
      answer: known.length > 0 ? 'yes' : 'no',
      why: known.length > 0 ? `Behaviour of recognisable people: ${names(known)}.` : 'Nobody is singled out.',
    },
    {
      criterion: 'Sensitive data',
      answer: special.length > 0 ? 'yes' : 'no',
      why: special.length > 0 ? `Special categories: ${names(special)}.` : 'No field holds a special category.',
    },
    { criterion: 'Large scale', answer: 'open', why: OPEN },
    {
      criterion: 'Matching or combining datasets',
      answer: plain.length > 0 ? 'yes' : 'open',
      why: plain.length > 0 ? `The same plain identifier goes to several recipients: ${names(plain)}.` : OPEN,
    },
    { criterion: 'Vulnerable people', answer: 'open', why: OPEN },
    { criterion: 'New technology', answer: 'open', why: OPEN },
    { criterion: 'Keeps people from a right, a service or a contract', answer: 'open', why: OPEN },
  ];
}

function weigh(manifest: Manifest, events: Events): NonNullable<Assessment['legitimateInterests']> {
  const fields = [...new Set(events.flatMap(([, event]) => Object.keys(event.fields ?? {})))];
  const tiers = [...new Set(events.map(([, { tier }]) => tier))];
  const days = Math.max(...events.map(([, { retentionDays }]) => retentionDays));
  const categories = [...new Set(events.flatMap(([, event]) => event.categories ?? []))];
  const collectors = [...new Set(events.flatMap(([, event]) => event.collectors))];
  const recipients = collectors.map((name) => manifest.collectors[name]?.recipient ?? name);
  return [
    {
      test: 'Purpose: is there an interest, and is it legitimate?',
      stated: `Events: ${names(events)}.`,
      open: 'Whose interest it is, what it is worth, and why it is lawful.',
    },
    {
      test: 'Necessity: is there a milder way?',
      stated: `Fields: ${fields.join(', ') || 'none'}. Tiers: ${tiers.join(', ')}. Kept ${days} days at most. Recipients: ${recipients.join(', ')}.`,
      open: 'Why less data, a shorter time or fewer recipients would not do.',
    },
    {
      test: 'Balance: do the interests of the people weigh more?',
      stated: `Objection (Art. 21): by ${categories.join(', ') || 'no category'}. Memory only unless strictly necessary; declared fields only.`,
      open: 'What the people expect, what it may do to them, whether children are among them, and what else protects them.',
    },
  ];
}

const names = (events: Events): string => events.map(([name]) => name).join(', ');
