/** Consent strings that were made at random, read by independent libraries, against what the built sources decide of them. */
import { GVL, TCModel, TCString, PurposeRestriction, RestrictionType } from '@iabtcf/core';
import { GppModel } from '@iabgpp/cmpapi';
import { build } from 'esbuild';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '@playwright/test';
import { root } from '../support/dist.js';
import { openBrowser, type OpenBrowser } from '../support/open-browser.mjs';
import type { Codes, Decisions, GppString } from './support/consent-page.js';
import { installJava, installPython } from './support/install.js';
import { createRandom } from './support/create-random.js';
import { recordAs } from './support/record.js';
import { servePages, type Pages } from '../support/serve-pages.mjs';
import { hasTool } from './tools.mjs';

const recorded = recordAs('consent-strings');
const TCF_COUNT = 10_000;
const GPP_COUNT = 1600;
const VENDORS = [2, 25, 755];

const TCF_CODES: Codes = {
  purpose: 8,
  purposes: [7, 8, 9],
  vendor: [8, 'vendor.consents.25'],
  otherVendor: [7, 'vendor.consents.755'],
  interest: 'purpose.legitimateInterests.8',
  interestOfVendor: ['purpose.legitimateInterests.8', 'vendor.consents.25'],
  feature: 'specialFeatureOptins.1',
};

/** What a library says of a TC string. */
interface Tc {
  readonly purposes: readonly number[];
  readonly interests: readonly number[];
  readonly features: readonly number[];
  readonly vendors: readonly number[];
  readonly treatment: boolean;
  readonly restrictions: readonly (readonly [purpose: number, type: number, vendor: number])[];
  /** `null`: the string has no such segment, as far as the library can tell. */
  readonly disclosed: readonly number[] | null;
}

let browser: OpenBrowser;
let page: Page;
let pages: Pages;

beforeAll(async () => {
  browser = await openBrowser();
  pages = await servePages({ '/': '<!doctype html><title>Shop</title>' });
  page = await browser.context.newPage();
  await page.goto(pages.origin);
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/interop/support/consent-page.ts')],
    // What is built, not the sources that TypeScript's own configuration names.
    tsconfigRaw: {},
    bundle: true,
    format: 'iife',
    write: false,
    target: 'es2022',
  });
  await page.addScriptTag({ content: outputFiles[0]!.text });
});
afterAll(async () => {
  await browser.close();
  await pages.close();
});

describe('TC strings', () => {
  const texts = makeTcStrings(TCF_COUNT);

  it.skipIf(!hasTool('python'))('are decided by tcf() as what iab-tcf reads of them says', async () => {
    await compareTcf('PyPI iab-tcf 0.2.2', await readByPython(texts));
  });
  it.skipIf(!hasTool('java'))('are decided by tcf() as what iabtcf-decoder reads of them says', async () => {
    const read = await readByJava(texts);
    // It reads no vendors where there is no segment.
    const told = read.map((one, index) => ({ ...one, disclosed: hasDisclosed(texts[index]!) ? one.disclosed : null }));
    await compareTcf('Maven com.iabtcf:iabtcf-decoder 2.0.10', told);
  });

  /** Through a platform that tells of disclosed vendors where 2.3 has it, and through IAB's own, which has another place for it. */
  async function compareTcf(version: string, read: readonly Tc[]): Promise<void> {
    expect(read).toHaveLength(texts.length);
    const decide = (saysDisclosed: boolean): Promise<Decisions[]> =>
      page.evaluate(([all, codes, says]) => consentPage.decideTcf(all, codes, says), [
        texts,
        TCF_CODES,
        saysDisclosed,
      ] as const);
    const told = await decide(true);
    const untold = await decide(false);
    expect(differ(told, read.map(decideTc)).slice(0, 3)).toEqual([]);
    expect(
      differ(
        untold,
        // A segment that discloses nobody is told like none.
        read.map((one) => decideTc({ ...one, disclosed: one.disclosed?.length ? one.disclosed : null })),
      ).slice(0, 3),
    ).toEqual([]);
    const all = told.flatMap((one) => Object.values(one));
    const count = (choice: string): number => all.filter((value) => value === choice).length;
    expect(Math.min(count('granted'), count('denied'), count('undecided'))).toBeGreaterThan(TCF_COUNT / 10);
    recorded.rows.push({
      receiver: version.includes('iab-tcf') ? 'iab-tcf' : 'iabtcf-decoder',
      version,
      from: 'tcf',
      sent: `${texts.length} TC strings of policies 4 and 5, with restrictions and disclosed vendors, ${Object.keys(TCF_CODES).length} categories each`,
      readBack: `the same decision of all: ${count('granted')} granted, ${count('denied')} denied, ${count('undecided')} undecided`,
      refused:
        'none; IAB’s own `cmpapi` 1.5.6 tells of disclosed vendors at `outOfBand`, and not at `vendor.disclosedVendors`',
      retries: '–',
    });
  }

  const differ = (seen: readonly Decisions[], expected: readonly Decisions[]) =>
    texts.flatMap((text, index) =>
      Object.keys(TCF_CODES)
        .filter((name) => seen[index]![name] !== expected[index]![name])
        .map((name) => ({ text, name, seen: seen[index]![name], expected: expected[index]![name] })),
    );
});

describe('the US Privacy string', () => {
  it.skipIf(!hasTool('java'))('is decided by usPrivacy() as what iabgpp-encoder reads of it says', async () => {
    const letters = ['Y', 'N', '-'];
    const texts = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `1${a}${b}${c}`)));
    const decided = await page.evaluate((all) => consentPage.decideUsPrivacy(all), texts);
    const read = await readGppByJava(texts.map((text) => `DBABTA~${text} uspv1 Notice OptOutSale`));
    const expected = read.map(({ Notice: notice, OptOutSale: sale }, index) => {
      if (texts[index] === '1---') return {};
      if (sale === 'Y') return { sold: 'denied' };
      return { sold: notice === 'Y' && sale === 'N' ? 'granted' : 'undecided' };
    });
    expect(decided).toEqual(expected);
    recorded.rows.push({
      receiver: 'iabgpp-encoder',
      version: 'Maven com.iabgpp:iabgpp-encoder 3.2.4',
      from: 'usPrivacy',
      sent: `all ${texts.length} US Privacy strings`,
      readBack: 'the same decision of all',
      refused: 'none',
      retries: '–',
    });
  });
});

describe('GPP strings of the US', () => {
  it.skipIf(!hasTool('java'))('are decided by gpp() as what iabgpp-encoder reads of them says', async () => {
    const made = makeGppStrings(GPP_COUNT);
    const codes = { sold: 'SaleOptOut', shared: 'SharingOptOut', ads: 'TargetedAdvertisingOptOut' };
    const decided = await page.evaluate(([all, given]) => consentPage.decideGpp(all, given), [
      made as readonly GppString[],
      codes,
    ] as const);
    const read = await readGppByJava(made.map(({ text, section, fields }) => [text, section, ...fields].join(' ')));
    const differing = made.flatMap(({ text, section }, index) => {
      const expected = Object.fromEntries(
        Object.entries(codes).map(([name, field]) => [name, decideUs(read[index]!, field)]),
      );
      return JSON.stringify(expected) === JSON.stringify(decided[index])
        ? []
        : [{ section, text, expected, seen: decided[index], read: read[index] }];
    });
    expect(differing.slice(0, 3)).toEqual([]);
    const choices = decided.flatMap((one) => Object.values(one));
    for (const choice of ['granted', 'denied', 'undecided'])
      expect(choices.filter((value) => value === choice).length).toBeGreaterThan(GPP_COUNT / 10);
    const all = new Set(made.map(({ section }) => section));
    recorded.rows.push({
      receiver: 'iabgpp-encoder',
      version: 'Maven com.iabgpp:iabgpp-encoder 3.2.4',
      from: 'gpp',
      sent: `${made.length} GPP strings of ${all.size} sections, by npm @iabgpp/cmpapi 3.2.0`,
      readBack: 'the same decision of all',
      refused: 'none',
      retries: '–',
    });
  });
});

/** The rules of `tcf()` in the words of the framework, of what another library read. */
function decideTc({ purposes, interests, features, vendors, treatment, restrictions, disclosed }: Tc): Decisions {
  const consents = (purpose: number): boolean => purposes.includes(purpose) && (treatment || purposes.includes(1));
  const isBarred = (purpose: number, vendor: number, other: number): boolean =>
    restrictions.some(([p, type, v]) => p === purpose && v === vendor && (type === 0 || type === other));
  const isShown = (vendor: number): boolean => disclosed?.includes(vendor) ?? true;
  const forVendor = (purpose: number, vendor: number): Decisions[string] => {
    const isOpen = consents(purpose) && !isBarred(purpose, vendor, 2) && (vendors.includes(vendor) || !isShown(vendor));
    if (!isOpen) return 'denied';
    return isShown(vendor) ? 'granted' : 'undecided';
  };
  const interestsOf = (vendor: number): Decisions[string] => {
    const isOpen = interests.includes(8) && !isBarred(8, vendor, 1) && (vendors.includes(vendor) || !isShown(vendor));
    return isOpen ? 'undecided' : 'denied';
  };
  return {
    purpose: consents(8) ? 'granted' : 'denied',
    purposes: [7, 8, 9].every(consents) ? 'granted' : 'denied',
    vendor: forVendor(8, 25),
    otherVendor: forVendor(7, 755),
    // A legitimate interest is no consent: it never grants.
    interest: interests.includes(8) ? 'undecided' : 'denied',
    interestOfVendor: interestsOf(25),
    feature: features.includes(1) ? 'granted' : 'denied',
  };
}

/** The rules of `gpp()`, of what another library read of a section. */
function decideUs(fields: { readonly [field: string]: unknown }, field: string): Decisions[string] {
  const numbers = (name: string): number[] => [fields[name] ?? []].flat().map(Number);
  const closes = ['KnownChildSensitiveDataConsents', 'PersonalDataConsents', 'Gpc'].some((name) =>
    numbers(name).includes(1),
  );
  const [value] = numbers(field);
  const [notice = 1] = numbers(`${field}Notice`);
  if (closes || value === 1 || (value && notice !== 1)) return 'denied';
  return value === 2 ? 'granted' : 'undecided';
}

async function readByPython(texts: readonly string[]): Promise<Tc[]> {
  return parse(await (await installPython('consent-strings', ['iab-tcf==0.2.2']))([], texts.join('\n')));
}

const JAVA = ['com.iabtcf:iabtcf-decoder:2.0.10', 'com.iabgpp:iabgpp-encoder:3.2.4'];

async function readByJava(texts: readonly string[]): Promise<Tc[]> {
  return parse(await (await installJava('ConsentStrings', JAVA))([], texts.join('\n')));
}

async function readGppByJava(lines: readonly string[]): Promise<{ readonly [field: string]: unknown }[]> {
  return parse(await (await installJava('ConsentStrings', JAVA))([], lines.join('\n')));
}

const parse = <T>(lines: string): T[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

function makeTcStrings(count: number): string[] {
  const { isTrue, pick, numbers } = createRandom(8);
  const byId = (ids: readonly number[]) => Object.fromEntries(ids.map((id) => [id, { id, name: `${id}` }]));
  const purposes = Array.from({ length: 11 }, (_, index) => index + 1);
  const vendor = (id: number) => ({
    id,
    name: `${id}`,
    purposes,
    legIntPurposes: [],
    flexiblePurposes: purposes,
    specialPurposes: [],
    features: [],
    specialFeatures: [1, 2],
  });
  return Array.from({ length: count }, () => {
    const tcfPolicyVersion = pick([4, 5]);
    const list = new GVL({
      gvlSpecificationVersion: 3,
      vendorListVersion: 130,
      tcfPolicyVersion,
      lastUpdated: '2026-11-01T00:00:00Z',
      purposes: byId(purposes),
      specialPurposes: {},
      features: {},
      specialFeatures: byId([1, 2]),
      stacks: {},
      vendors: Object.fromEntries(VENDORS.map((id) => [id, vendor(id)])),
    } as unknown as ConstructorParameters<typeof GVL>[0]);
    const model = new TCModel(list);
    Object.assign(model, { cmpId: 10, cmpVersion: 3, publisherCountryCode: 'DE', isServiceSpecific: true });
    model.purposeOneTreatment = isTrue(0.2);
    model.purposeConsents.set(numbers(purposes, 0.8));
    model.purposeLegitimateInterests.set(numbers(purposes.slice(1), 0.7));
    model.specialFeatureOptins.set(numbers([1, 2], 0.5));
    model.vendorConsents.set(numbers(VENDORS, 0.7));
    model.vendorLegitimateInterests.set(numbers(VENDORS, 0.7));
    for (const id of VENDORS) {
      if (!isTrue(0.3)) continue;
      const restriction = new PurposeRestriction();
      restriction.purposeId = pick([7, 8]);
      restriction.restrictionType = pick([
        RestrictionType.NOT_ALLOWED,
        RestrictionType.REQUIRE_CONSENT,
        RestrictionType.REQUIRE_LI,
      ]);
      model.publisherRestrictions.add(id, restriction);
    }
    const core = TCString.encode(model);
    // IAB's library never writes the segment of a service-specific string.
    return isTrue(0.7) ? `${core}.${toDisclosed(numbers(VENDORS, 0.7))}` : core;
  });
}

/** The type of a segment is in its first three bits. */
const hasDisclosed = (text: string): boolean =>
  text
    .split('.')
    .slice(1)
    .some((segment) => /^[I-P]/.test(segment));

/** The segment of disclosed vendors, as a field of bits. */
function toDisclosed(vendors: readonly number[]): string {
  const max = Math.max(0, ...vendors);
  const flags = Array.from({ length: max }, (_, index) => Number(vendors.includes(index + 1))).join('');
  const bits = `001${max.toString(2).padStart(16, '0')}0${flags}`;
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g)!;
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('base64url');
}

function makeGppStrings(count: number): (GppString & { section: string; fields: string[] })[] {
  const { pick } = createRandom(7);
  const ids = {
    usnat: 7,
    usca: 8,
    usva: 9,
    usco: 10,
    usut: 11,
    usct: 12,
    usfl: 13,
    usmt: 14,
    usor: 15,
    ustx: 16,
    usde: 17,
    usia: 18,
    usne: 19,
    usnh: 20,
    usnj: 21,
    ustn: 22,
  };
  const sections = Object.keys(ids) as (keyof typeof ids)[];
  return Array.from({ length: count }, (_, index) => {
    const section = sections[index % sections.length]!;
    const model = new GppModel();
    model.setFieldValue(section, 'MspaCoveredTransaction', 2);
    const known = model.getSection(section) as { readonly [field: string]: unknown };
    const fields = Object.keys(known).filter((name) => /OptOut$|Notice$|Consents$|^Gpc$/.test(name));
    for (const field of fields) {
      const value = known[field];
      if (Array.isArray(value))
        model.setFieldValue(
          section,
          field,
          value.map(() => pick([0, 0, 0, 0, 2, 1])),
        );
      else if (field === 'Gpc') model.setFieldValue(section, field, pick([false, false, false, true]));
      else if (field.endsWith('Notice')) model.setFieldValue(section, field, pick([0, 1, 1, 1, 2]));
      else model.setFieldValue(section, field, pick([0, 1, 2, 2]));
    }
    return { text: model.encode(), applies: [ids[section]], section, fields };
  });
}
