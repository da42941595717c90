import type { Law } from './laws/law.js';
import { LAWS } from './laws/laws.js';
import { isAcceptable, severityOf, type RulePage, type Severity } from './manifest-rules/rule.js';
import { RULE_PAGES } from './manifest-rules/rules.js';
import { scanRules } from './scan/scan-rules.js';
import { verifyRules } from './verify/verify-rules.js';

/** The page of every rule of `check`, `scan` and `verify`, by id. */
export const ALL_PAGES: ReadonlyMap<string, RulePage> = new Map([
  ...RULE_PAGES,
  ...[...Object.values<RulePage>(scanRules), ...Object.values<RulePage>(verifyRules)].map(
    (page) => [page.id, page] as const,
  ),
]);

const VERIFY_IDS: ReadonlySet<string> = new Set(Object.values<RulePage>(verifyRules).map(({ id }) => id));

/** Returns what there is to know of one rule, as Markdown. */
export function rulePage(page: RulePage): string {
  const articles = articlesOf(page).map(({ law, article }) => `- ${law}: ${article}`);
  const command = commandOf(page);
  const reason =
    command === 'scan'
      ? `A reason can stand instead, in a comment: \`headgate-accept ${page.id}: …\`.`
      : command === 'check' && isAcceptable(page)
        ? `A reason can stand instead: \`"accept": { "${page.id}": "…" }\`, in the event, the collector or at the top.`
        : 'No reason can stand instead.';
  return [
    `# ${page.id} ${page.title}`,
    `**${describeSeverity(command, severityOf(page))}** ${reason}`,
    `Why: ${page.rule}.`,
    `What to do: ${quoteMarkup(page.remedy)}`,
    ...(articles.length ? [`Elsewhere:\n${articles.join('\n')}`] : []),
  ].join('\n\n');
}

/** In Markdown, markup without quotes would be markup of the page. */
function quoteMarkup(text: string): string {
  return text.replace(/<[^>]+>/g, '`$&`');
}

/** What each law beside the GDPR says where a rule asks for something. */
export function articlesOf({ id }: RulePage): { law: string; article: string }[] {
  return LAWS.flatMap(({ title, articles }) => {
    const article = articles[id];
    return article === undefined ? [] : [{ law: title, article }];
  });
}

/** The command that finds what breaks a rule. */
function commandOf({ id }: RulePage): 'check' | 'scan' | 'verify' {
  if (RULE_PAGES.has(id)) return 'check';
  return VERIFY_IDS.has(id) ? 'verify' : 'scan';
}

function describeSeverity(command: ReturnType<typeof commandOf>, severity: Severity): string {
  if (severity === 'note') return 'Note.';
  if (command !== 'check') {
    const unless = severity === 'warning' ? ', unless by `--fail-on error`' : '';
    return `${severity === 'error' ? 'Error' : 'Warning'}: \`headgate ${command}\` fails${unless}.`;
  }
  return severity === 'error' ? 'Error: the manifest is not compiled.' : 'Warning: `headgate check` fails.';
}

/** Returns the page that leads to all rules, and says where the laws that they cite can be read. */
export function rulesPage(): string {
  return [
    '# Rules of `headgate check`',
    'Written by the code of the rules. An id is never given to another rule. `headgate check --explain HG038` prints a page too.',
    listRules([...RULE_PAGES.values()]),
    '# Rules of `headgate scan`',
    listRules(Object.values<RulePage>(scanRules)),
    '# Rules of `headgate verify`',
    listRules(Object.values<RulePage>(verifyRules)),
    '# Laws',
    ...LAWS.map(lawPage),
  ].join('\n\n');
}

function listRules(pages: readonly RulePage[]): string {
  const rows = pages.map((page) => `| [${page.id}](rules/${page.id}.md) | ${page.title} | ${severityOf(page)} |`);
  return ['| rule | what is amiss | severity |', '|---|---|---|', ...rows].join('\n');
}

function lawPage({ id, title, places, retentionDays, sources }: Law): string {
  const limits = Object.entries(retentionDays).map(([tier, days]) => `${tier} ${days}`);
  return [
    `## ${title}`,
    `\`--laws ${id}\`. Where "regimes" names ${places.join(', ')}.${
      limits.length ? ` Days that data is kept at most, without a reason: ${limits.join(', ')}.` : ''
    }`,
    sources.map((source) => `- [${source.title}](${source.url})`).join('\n'),
  ].join('\n\n');
}
