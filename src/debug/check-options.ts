import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest } from '../manifest/manifest.js';
import { nearestName } from '../manifest/nearest-name.js';
import { isRecord, kindOf, quote, type Find } from './finding.js';

const KNOWN: { readonly [option in keyof Required<HeadgateOptions<Manifest>>]: string } = {
  manifest: 'object',
  consent: 'object',
  collectors: 'object',
  region: 'string',
  seal: 'function',
  flushInterval: 'number',
  hold: 'object',
  buffer: 'object',
  onDiagnostic: 'function',
  onAudit: 'function',
  onConsent: 'function',
  debug: 'function',
  debugWhen: 'string',
};
const LIMITS: { readonly [option: string]: readonly string[] } = {
  hold: ['maxEvents', 'maxBytes', 'maxAge'],
  buffer: ['maxEvents', 'maxBytes'],
};
/** What people know these options by from elsewhere. */
const ALSO_KNOWN: { readonly [name: string]: string } = { sources: 'consent', lanes: 'collectors', events: 'manifest' };
const SOURCES =
  /^(amasty|c15t|cookiebot|cookieyes|didomi|fides|gpc|googleConsentMode|gpp|hyva|iubenda|ketch|klaro|magento|manual|onetrust|osano|tcf|trustarc|usPrivacy|usercentrics|vanillaCookieConsent)$/;

/** Looks at what `createHeadgate` was given besides the manifest and the collectors. */
export function checkOptions(options: { readonly [option: string]: unknown }, find: Find): void {
  const say = (field: string, found: string, expected: string, mend: string): void =>
    find({ code: 'misconfigured', field, found, expected, mend });

  for (const [name, value] of Object.entries(options)) {
    const type = KNOWN[name as keyof typeof KNOWN];
    if (!type) {
      const meant = ALSO_KNOWN[name] ?? nearestName(name, Object.keys(KNOWN));
      const mend = meant ? `Did you mean \`${meant}\`?` : 'Take it out.';
      say(meant ?? 'options', `an option that there is not`, `one of ${quote(Object.keys(KNOWN))}`, mend);
    } else if (value !== undefined && typeof value !== type) {
      if (name !== 'manifest' && name !== 'consent' && name !== 'collectors')
        say(name, kindOf(value), `a ${type}`, `Pass a ${type} as \`${name}\`.`);
    } else if (type === 'number' && !(Number(value) >= 0))
      say(name, 'a number that is no length of time', 'milliseconds, 0 or more', `Correct \`${name}\`.`);
    else if (LIMITS[name] && isRecord(value)) checkLimits(name, value, say);
  }
  checkConsent(options['consent'], say);
}

type Say = (field: string, found: string, expected: string, mend: string) => void;

function checkLimits(name: string, limits: { readonly [limit: string]: unknown }, say: Say): void {
  for (const [limit, value] of Object.entries(limits)) {
    const known = LIMITS[name]!;
    if (!known.includes(limit)) {
      const nearest = nearestName(limit, known);
      const mend = nearest ? `Did you mean \`${nearest}\`?` : 'Take it out.';
      say(name, 'a limit that there is not', `one of ${quote(known)}`, mend);
    } else if (typeof value !== 'number' || !(value >= 0))
      say(name, `${kindOf(value)} for \`${limit}\``, 'a number, 0 or more', `Correct \`${name}.${limit}\`.`);
  }
}

function checkConsent(consent: unknown, say: Say): void {
  const field = 'consent';
  if (consent === undefined || (Array.isArray(consent) && consent.length === 0)) {
    say(field, 'no consent source', 'at least one', 'Pass one, such as `consent: [manual()]`: else nothing opens.');
    return;
  }
  if (!Array.isArray(consent)) {
    say(field, kindOf(consent), 'a list of sources', 'Put it into a list: `consent: [manual()]`.');
    return;
  }
  for (const source of consent as unknown[]) {
    if (typeof source !== 'function')
      say(field, `${kindOf(source)} in the list`, 'sources such as `onetrust()`', 'Import the source and call it.');
    else if (SOURCES.test(source.name))
      say(field, `\`${source.name}\` itself, not called`, `\`${source.name}()\``, `Call it: \`${source.name}()\`.`);
  }
}
