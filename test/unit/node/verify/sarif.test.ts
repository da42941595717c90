import { describe, expect, it } from 'vitest';
import { toSarif } from '../../../../src/node/to-sarif.js';
import { createFindings } from '../../../../src/node/verify/create-findings.js';
import { verifyRules } from '../../../../src/node/verify/verify-rules.js';
import { problemsOf, schemaOf } from '../cli/output-schemas.js';

const rules = Object.values(verifyRules);

/** A finding by each rule, of addresses with what a code host could stumble over. */
function findAll() {
  const findings = createFindings();
  for (const rule of rules) {
    findings.add(
      rule,
      { party: 'Ärzte & Söhne "GmbH"', found: 'GET https://t.example/?a=%FF&b=<c>', expected: 'nothing' },
      {
        visit: 'ignore',
        step: 'open /',
        phase: 'undecided',
        at: 1,
        document: new URL('https://shop.example/größe|a?q[]=100%&x={y}^`#top#[2]').href,
        what: 'GET https://t.example/',
        stack: [],
      },
    );
  }
  return findings.list();
}

describe('what a verification found, as SARIF', () => {
  const text = JSON.stringify(toSarif(findAll(), { version: '1.0.0', rules }));

  it('is as the schema of SARIF describes it, for every rule', () => {
    const validate = schemaOf('sarif-2.1.0-rtm.5');
    expect(problemsOf(validate, text)).toEqual([]);
    expect(problemsOf(validate, text.replaceAll('"ruleIndex"', '"rule"'))).not.toEqual([]);
  });

  it('describes each rule that it names, at the place where it says that it does', () => {
    const { runs } = JSON.parse(text) as {
      runs: [{ tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }];
    };
    const [{ tool, results }] = runs;
    expect(results).toHaveLength(rules.length);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });
});
