import type { FieldDefinition, Manifest } from '../../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../../manifest/select-fields.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import { severityOf, type RulePage } from '../manifest-rules/rule.js';
import { describeChoice, nearestName } from '../../manifest/nearest-name.js';
import type { PrintableFinding } from '../print-findings.js';
import { scanRules } from './scan-rules.js';
import type { EventSighting, FieldSighting, Sighting } from './sighting.js';
import type { Origin } from './syntax.js';

/** Returns what a sighting says against the manifest. */
export function judgeSighting(sighting: Sighting, file: string, manifest: Manifest): PrintableFinding[] {
  const toFinding = (page: RulePage, at: Origin, found: unknown, expected: string): PrintableFinding => ({
    id: page.id,
    severity: severityOf(page),
    file,
    line: at.line,
    column: at.column,
    found,
    expected,
    rule: page.rule,
  });
  switch (sighting.kind) {
    case 'event':
      return judgeEvent(sighting, manifest, toFinding);
    case 'category': {
      const names = Object.keys(manifest.categories);
      const isKnown = names.includes(sighting.name);
      return isKnown
        ? []
        : [toFinding(scanRules.undeclaredCategory, sighting, sighting.name, describeChoice(sighting.name, names))];
    }
    case 'call':
      return [toFinding(scanRules.vendorCall, sighting, sighting.text, `no call of ${sighting.vendor.name} by itself`)];
    case 'foreign': {
      const isBypass = sighting.isCertain || sighting.names.some((name) => Object.hasOwn(manifest.events, name));
      return isBypass
        ? [toFinding(scanRules.vendorCall, sighting, sighting.text, `no call of ${sighting.from} by itself`)]
        : [];
    }
    case 'script':
      return [
        toFinding(scanRules.vendorScript, sighting, sighting.text, `${sighting.vendor.name} by consent category`),
      ];
  }
}

type ToFinding = (page: RulePage, at: Origin, found: unknown, expected: string) => PrintableFinding;

function judgeEvent(sighting: EventSighting, manifest: Manifest, toFinding: ToFinding): PrintableFinding[] {
  const { name, isCertain } = sighting;
  if (name === undefined)
    return [toFinding(scanRules.dynamicName, sighting, 'a computed name', 'a name that can be read')];
  const names = Object.keys(manifest.events);
  if (!names.includes(name)) {
    // What is called `track` may be anything; a name that is nearly a declared one is meant for Headgate.
    const isMeant = isCertain || isSlip(name, names);
    return isMeant ? [toFinding(scanRules.undeclaredEvent, sighting, name, describeChoice(name, names))] : [];
  }
  const untraced = isCertain
    ? []
    : [toFinding(scanRules.untraced, sighting, `track(${JSON.stringify(name)}, …)`, 'an object that can be traced')];
  return [...untraced, ...judgeFields(sighting, name, manifest, toFinding)];
}

function judgeFields(
  sighting: EventSighting,
  name: string,
  manifest: Manifest,
  toFinding: ToFinding,
): PrintableFinding[] {
  if (!sighting.fields) return [];
  const { fields = {}, elapsed } = manifest.events[name]!;
  const declared = Object.keys(fields);
  const passed = sighting.fields.flatMap((field) => {
    const definition = Object.hasOwn(fields, field.name) ? fields[field.name] : undefined;
    if (!definition) {
      const expected = declared.length ? describeChoice(field.name, declared) : `no field for "${name}"`;
      return [toFinding(scanRules.undeclaredField, field, field.name, expected)];
    }
    const expected = describeMismatch(definition, field);
    return expected === undefined
      ? []
      : [toFinding(scanRules.wrongValue, field, field.value, `${field.name}: ${expected}`)];
  });
  if (!sighting.isComplete) return passed;
  const names = new Set(sighting.fields.map((field) => field.name));
  const missing = declared.filter((field) => !fields[field]?.optional && field !== elapsed && !names.has(field));
  return [
    ...passed,
    ...missing.map((field) => toFinding(scanRules.missingField, sighting, undefined, `field ${field} of "${name}"`)),
  ];
}

/** What a constant should have been; `undefined` where it fits. */
function describeMismatch(
  { type, values, maxLength = DEFAULT_MAX_LENGTH, min = -Infinity, max = Infinity, protect }: FieldDefinition,
  { value }: FieldSighting,
): string | undefined {
  if (value === undefined) return undefined;
  if (type === 'integer' || type === 'number') {
    if (typeof value !== 'number') return type === 'integer' ? 'a whole number' : 'a number';
    if (type === 'integer' && !Number.isSafeInteger(value)) return 'a whole number';
    return value < min || value > max ? `${min} to ${max}` : undefined;
  }
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  if (typeof value !== 'string') return 'a text';
  if (values && !values.includes(value)) return describeChoice(value, values);
  return value.length > maxLength && protect !== 'truncate' ? `at most ${maxLength} characters` : undefined;
}

function isSlip(name: string, names: readonly string[]): boolean {
  const nearest = nearestName(name, names);
  return nearest !== undefined && Math.abs(nearest.length - name.length) <= 2;
}

/** Returns a finding for each declared event that nothing calls and nothing triggers. */
export function findUncalled(
  manifest: Manifest,
  called: ReadonlySet<string>,
  locate: (name: string) => Origin,
  file: string,
): PrintableFinding[] {
  const page: RulePage = scanRules.neverCalled;
  return Object.entries(manifest.events)
    .filter(([name, { triggers }]) => !called.has(name) && !triggers && name !== RECEIPT_EVENT)
    .map(([name]) => ({
      id: page.id,
      severity: severityOf(page),
      file,
      ...locate(name),
      path: ['events', name],
      found: undefined,
      expected: `a call of "${name}" in the paths that were scanned`,
      rule: page.rule,
    }));
}
