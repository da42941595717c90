import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { listData, toNamed } from './event-inventory.js';
import type { Assessment, Report } from './report-schema.js';
import { fill, type Words } from './words.js';

type Events = readonly (readonly [name: string, event: EventDefinition])[];
type Screening = Assessment['screening'][number];

/**
 * For each purpose: who needs its events, the nine criteria by which it is seen whether an impact assessment is due
 * (GDPR Art. 35, WP 248 rev.01), and, where it rests on legitimate interests, the skeleton of their assessment. What the
 * manifest says is answered; the rest is left open, for people.
 */
export function toAssessments(manifest: Manifest, words: Words): Assessment[] {
  const purposes = [...new Set(Object.values(manifest.events).map(({ purpose }) => purpose))];
  return purposes.map((purpose) => {
    const events = Object.entries(manifest.events).filter(([, event]) => event.purpose === purpose);
    const screening = screen(events, words);
    const balanced = events.filter(([, { basis }]) => basis === 'legitimate_interests');
    return {
      purpose: toNamed(purpose, manifest.purposes),
      needs: events.flatMap(([event, { need }]) => (need === undefined ? [] : [{ event, need }])),
      unstated: events.filter(([, { need }]) => need === undefined).map(([event]) => event),
      screening,
      result: judge(screening, words),
      ...(balanced.length > 0 && { legitimateInterests: weigh(manifest, balanced, words) }),
    };
  });
}

/** Returns whether the next review should have been before the day of the report. */
export function isOverdue(review: Report['review'], date: string): boolean {
  return review?.next !== undefined && review.next < date;
}

/** Two criteria are enough in most cases (WP 248 rev.01, III.B.a). */
function judge(screening: readonly Screening[], { texts: { assessments }, count, number }: Words): string {
  const met = screening.filter(({ answer }) => answer === 'yes').length;
  const open = number(screening.filter(({ answer }) => answer === 'open').length);
  if (met >= 2) return fill(assessments.likely, { met: number(met), open });
  return count(assessments.undecided, met, { open });
}

function screen(events: Events, { texts }: Words): Screening[] {
  const { criteria, unanswered, monitored, notMonitored, special, notSpecial, matched } = texts.assessments;
  const open = (criterion: string): Screening => ({ criterion, answer: 'open', why: unanswered });
  const yes = (criterion: string, why: string, found: Events): Screening => ({
    criterion,
    answer: 'yes',
    why: fill(why, { events: names(found) }),
  });
  const no = (criterion: string, why: string): Screening => ({ criterion, answer: 'no', why });
  const known = events.filter(([, { tier }]) => tier !== 'anonymous');
  const sealed = events.filter(([, event]) => event.tier === 'sensitive' || listData(event).includes('special'));
  const plain = events.filter(([, event]) => event.collectors.length > 1 && hasPlainIdentifier(event));
  return [
    open(criteria.scoring),
    open(criteria.automated),
    known.length > 0 ? yes(criteria.monitoring, monitored, known) : no(criteria.monitoring, notMonitored),
    sealed.length > 0 ? yes(criteria.sensitive, special, sealed) : no(criteria.sensitive, notSpecial),
    open(criteria.scale),
    plain.length > 0 ? yes(criteria.matching, matched, plain) : open(criteria.matching),
    open(criteria.vulnerable),
    open(criteria.technology),
    open(criteria.barrier),
  ];
}

function hasPlainIdentifier({ fields = {} }: EventDefinition): boolean {
  return Object.values(fields).some(({ data, protect }) => data === 'identifier' && !protect);
}

function weigh(manifest: Manifest, events: Events, words: Words): NonNullable<Assessment['legitimateInterests']> {
  const { assessments, tiers: tierTexts, common } = words.texts;
  const { purposeTest, necessityTest, balanceTest } = assessments;
  const fields = [...new Set(events.flatMap(([, event]) => Object.keys(event.fields ?? {})))];
  const tiers = [...new Set(events.map(([, { tier }]) => tierTexts[tier].title))];
  const days = Math.max(...events.map(([, { retentionDays }]) => retentionDays));
  const categories = [...new Set(events.flatMap(([, event]) => event.categories ?? []))];
  const collectors = [...new Set(events.flatMap(([, event]) => event.collectors))];
  const recipients = collectors.map((name) => manifest.collectors[name]?.recipient ?? name);
  return [
    { ...purposeTest, stated: fill(purposeTest.stated, { events: names(events) }) },
    {
      ...necessityTest,
      stated: fill(necessityTest.stated, {
        fields: fields.join(', ') || common.none,
        tiers: tiers.join(', '),
        days: words.count(common.days, days),
        recipients: recipients.join(', '),
      }),
    },
    { ...balanceTest, stated: fill(balanceTest.stated, { categories: categories.join(', ') || common.none }) },
  ];
}

const names = (events: Events): string => events.map(([name]) => name).join(', ');
