import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAWS } from '../../../src/node/laws/laws.js';
import { RULE_PAGES } from '../../../src/node/manifest-rules/rules.js';
import { ALL_PAGES, rulePage, rulesPage } from '../../../src/node/rules-page.js';

const docs = resolve(import.meta.dirname, '../../../docs');

describe('the page of rules', () => {
  // Run with `--update` to write the files anew.
  it('is what docs/rules.md says', async () => {
    await expect(`${rulesPage()}\n`).toMatchFileSnapshot(resolve(docs, 'rules.md'));
  });

  it('leads to each rule once, and each has a page of its own', async () => {
    const ids = rulesPage().match(/(?<=^\| \[)HG\d{3}/gm) ?? [];
    expect(ids.sort()).toEqual([...ALL_PAGES.keys()].sort());
    for (const [id, page] of ALL_PAGES) {
      await expect(`${rulePage(page)}\n`).toMatchFileSnapshot(resolve(docs, `rules/${id}.md`));
    }
    expect(readdirSync(resolve(docs, 'rules')).sort()).toEqual(ids.map((id) => `${id}.md`));
  });

  it('says of every rule what is amiss, why, and what to do', () => {
    for (const { id, title, rule, remedy } of ALL_PAGES.values()) {
      expect(id).toMatch(/^HG\d{3}$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(rule).toMatch(/[^.]$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('cites laws for rules that exist, and names where each law can be read', () => {
    for (const { articles, sources } of LAWS) {
      expect(Object.keys(articles).filter((id) => !RULE_PAGES.has(id))).toEqual([]);
      expect(sources.length).toBeGreaterThan(0);
      for (const { url } of sources) expect(new URL(url).protocol).toBe('https:');
    }
  });
});
