import { describePath, describeValue } from './manifest-error.js';
import { RULE_PAGES } from './manifest-rules/rules.js';
import { severityOf, type RulePage } from './manifest-rules/rule.js';
import type { PrintableFinding } from './print-findings.js';

/**
 * Returns findings as a SARIF 2.1.0 log, which code hosts show beside the lines of a pull request. What is accepted is in
 * it too, as suppressed.
 *
 * @param rules - Pages of rules that are not the manifest's.
 */
export function toSarif(
  findings: readonly PrintableFinding[],
  { version, rules = [] }: { readonly version: string; readonly rules?: readonly RulePage[] },
): object {
  const pages = new Map([...RULE_PAGES, ...rules.map((page) => [page.id, page] as const)]);
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'headgate', version, rules: ids.flatMap((id) => toRule(pages.get(id)) ?? []) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => toResult(finding, ids)),
      },
    ],
  };
}

function toRule(page: RulePage | undefined): object | undefined {
  return (
    page && {
      id: page.id,
      shortDescription: { text: page.title },
      fullDescription: { text: page.rule },
      help: { text: page.remedy },
      defaultConfiguration: { level: severityOf(page) },
    }
  );
}

function toResult(finding: PrintableFinding, ids: readonly string[]): object {
  const { id, severity, file, line, column, path, found, expected, rule, articles = [], reason } = finding;
  const region =
    line === undefined ? undefined : { startLine: line, ...(column !== undefined && { startColumn: column }) };
  const name = path && describePath(path);
  const why = [rule, ...articles].join('; ');
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: severity,
    message: { text: `${name ? `${name}: ` : ''}found ${describeValue(found)}, expected ${expected} (${why})` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) }, ...(region && { region }) },
        ...(name && { logicalLocations: [{ fullyQualifiedName: name }] }),
      },
    ],
    ...(reason !== undefined && { suppressions: [{ kind: 'inSource', justification: reason }] }),
  };
}

/** A path on any system as a relative reference of RFC 3986. An address too: browsers leave in it what that does not allow. */
function toUri(file: string): string {
  if (!/^https?:/.test(file) || !URL.canParse(file)) return file.split(/[\\/]/).map(encodeURIComponent).join('/');
  const { origin, pathname, search, hash } = new URL(file);
  const fragment = hash === '' ? '' : `#${encodeRest(hash.slice(1))}`;
  return `${origin}${encodeRest(pathname)}${encodeRest(search)}${fragment}`;
}

/** Such as `|`, `[` and a percent sign that begins no escape. */
function encodeRest(part: string): string {
  return part.replaceAll(/%(?![\da-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/gi, encodeURIComponent);
}
