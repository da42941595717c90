import { isWithinRegion } from '../../manifest/is-within-region.js';
import type { Manifest } from '../../manifest/manifest.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { when, type NamedEvent, type Rule } from './rule.js';

/** Where an event may go, how often, and in which journey it stands. */
export const journeyRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG045',
    title: 'An event whose region none of its collectors serves',
    rule: 'it could never leave',
    remedy: 'Add a region within it to "regions" of a collector that has an endpoint there, or remove "region".',
    find: ({ event: { region, collectors } }, { manifest }) => {
      if (region === undefined) return undefined;
      const regions = collectors.flatMap((name) =>
        Object.hasOwn(manifest.collectors, name) ? (manifest.collectors[name]?.regions ?? [region]) : [region],
      );
      const expected = `one of ${[...new Set(regions)].map((one) => JSON.stringify(one)).join(', ')}`;
      return when(!regions.some((one) => isWithinRegion(one, region)), ['region'], region, expected);
    },
  },
  {
    id: 'HG046',
    title: 'A rule for unknown regions without a region',
    severity: 'warning',
    rule: 'it would do nothing',
    remedy: 'Say in "region" where the event stays, or remove "unknownRegion".',
    find: ({ event: { region, unknownRegion } }) =>
      when(
        region === undefined && unknownRegion !== undefined,
        ['unknownRegion'],
        unknownRegion,
        'a "region" beside it',
      ),
  },
  {
    id: 'HG047',
    title: 'Once for each visitor, without leave to remember it',
    rule: 'that it happened is kept on the device, ePrivacy Art. 5(3)',
    remedy: 'Put the event on basis "consent", or take it once for each "session" or "page".',
    find: ({ event: { once, basis, storage } }) => {
      const mayStore = basis === 'consent' || storage === 'necessary';
      return when(once === 'visitor' && !mayStore, ['once'], once, `"page" or "session" with basis ${basis}`);
    },
  },
  {
    id: 'HG048',
    title: 'A step of no journey',
    severity: 'warning',
    rule: 'a milestone belongs to a journey, or no inventory can place it',
    remedy: 'Name the journey.',
    find: ({ event: { step, journey } }) =>
      when(step !== undefined && journey === undefined, ['journey'], journey, `the journey of step "${step}"`),
  },
];

/** Where the browser hears of events without a call: `src/events/`. */
const EVENT_SOURCES = ['adobeDataLayer', 'dataLayer', 'magento', 'zigpoll'] as const;

/** What makes events happen without a call, and what fills their fields. */
export const triggerRules: readonly Rule<NamedEvent>[] = [
  {
    id: 'HG023',
    title: 'A trigger of an event source that does not exist',
    isAcceptable: true,
    rule: 'the event would never happen',
    remedy: 'Correct the name. Where the page brings an event source of its own by that name, accept this and say so.',
    find: ({ event: { triggers = {} } }) =>
      Object.keys(triggers).flatMap((source) => {
        const isKnown = EVENT_SOURCES.some((one) => one === source);
        return when(!isKnown, ['triggers', source], source, () => describeChoice(source, EVENT_SOURCES)) ?? [];
      }),
  },
  {
    id: 'HG024',
    title: 'A trigger that fills a field which is not declared',
    rule: 'only declared fields leave, GDPR Art. 5(1)(c)',
    remedy: 'Correct the name, or declare the field.',
    find: ({ event: { triggers = {}, fields = {} } }) =>
      Object.entries(triggers).flatMap(([source, trigger]) =>
        Object.keys(trigger.fields ?? {}).flatMap((field) => {
          const isUnknown = !Object.hasOwn(fields, field);
          const at = ['triggers', source, 'fields', field];
          return when(isUnknown, at, field, () => describeChoice(field, Object.keys(fields))) ?? [];
        }),
      ),
  },
  {
    id: 'HG025',
    title: 'A duration in a field that cannot take it',
    rule: 'the time since the previous step is a whole number of milliseconds',
    remedy: 'Declare the field with type "integer" or "number".',
    find: ({ event: { elapsed, fields = {} } }) => {
      if (elapsed === undefined) return undefined;
      const type = Object.hasOwn(fields, elapsed) ? fields[elapsed]?.type : undefined;
      const numbers = Object.keys(fields).filter((field) => /^(integer|number)$/.test(fields[field]?.type ?? ''));
      const isNumber = type === 'integer' || type === 'number';
      return when(!isNumber, ['elapsed'], elapsed, () => describeChoice(elapsed, numbers));
    },
  },
  {
    id: 'HG026',
    title: 'A duration since no step',
    rule: 'the duration is that between two steps of a journey',
    remedy: 'Add "journey" and "step", or remove "elapsed".',
    find: ({ event: { elapsed, journey, step } }) => {
      const isPlaced = journey !== undefined && step !== undefined;
      return when(elapsed !== undefined && !isPlaced, ['elapsed'], elapsed, '"journey" and "step" beside it');
    },
  },
];

/** What proves that consent was given. */
export const receiptRules: readonly Rule<Manifest>[] = [
  {
    id: 'HG044',
    title: 'Receipts that are gone before what they justify',
    severity: 'warning',
    rule: 'consent can be demonstrated as long as its data is kept, GDPR Art. 7(1)',
    remedy: 'Keep receipts at least as long as the longest event that rests on consent.',
    find: ({ receipts, events }) => {
      const days = Object.values(events).flatMap(({ basis, retentionDays }) =>
        basis === 'consent' ? retentionDays : [],
      );
      const longest = Math.max(0, ...days);
      const found = receipts?.retentionDays ?? longest;
      return when(found < longest, ['receipts', 'retentionDays'], found, `at least ${longest}`);
    },
  },
  {
    id: 'HG049',
    title: 'Consent without receipts',
    severity: 'warning',
    rule: 'the controller can demonstrate consent, GDPR Art. 7(1)',
    remedy: 'Add "receipts", or accept this and say where else consent is recorded.',
    find: ({ receipts, events }) => {
      const rests = Object.values(events).some(({ basis }) => basis === 'consent');
      return when(rests && !receipts, ['receipts'], receipts, 'a collector that keeps receipts of consent');
    },
  },
];
