import type { Paint } from '../commands/command.js';
import { GRADES, type Grade } from './change.js';
import type { Diff } from './diff-schema.js';

const HEADINGS: { readonly [grade in Grade]: string } = {
  high: 'High: needs a decision of whoever answers for the processing',
  medium: 'Medium: needs a review',
  low: 'Low: worth a look',
  none: 'For the record: protects more, or changes nothing for anybody',
};

const COLOURS = { high: 'red', medium: 'yellow', low: 'blue', none: 'dim' } as const;

/** The gravest first. */
const ORDER = [...GRADES].reverse();

/** Returns the comparison as text for a terminal. */
export function renderDiffText(diff: Diff, paint: Paint): string {
  const groups = ORDER.flatMap((grade) => {
    const changes = diff.changes.filter((change) => change.grade === grade);
    if (changes.length === 0) return [];
    const lines = changes.map(
      (change) => `  ${mark(change.effect)} ${change.path}: ${change.text}${sides(change)}${reason(change)}`,
    );
    return [[paint[COLOURS[grade]](paint.bold(HEADINGS[grade])), ...lines].join('\n')];
  });
  return [...groups, summarise(diff)].join('\n\n');
}

/** Returns the comparison as Markdown for a pull request. */
export function renderDiffMarkdown(diff: Diff): string {
  const title = `### What changes for compliance: ${span(diff.old.version)} → ${span(diff.new.version)}`;
  const groups = ORDER.flatMap((grade) => {
    const changes = diff.changes.filter((change) => change.grade === grade);
    if (changes.length === 0) return [];
    const rows = changes.map(
      (change) =>
        `| ${mark(change.effect)} | ${span(change.path)} | ${cell(change.text)} | ${cell(change.before)} | ${cell(change.after)} | ${cell(change.article)} |`,
    );
    const table = [
      '|  | Where | What | Before | After | Article |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
    return grade === 'none'
      ? [`<details><summary>${HEADINGS[grade]} (${changes.length})</summary>\n\n${table}\n\n</details>`]
      : [`#### ${HEADINGS[grade]}\n\n${table}`];
  });
  return `${[title, cell(summarise(diff)), ...groups].join('\n\n')}\n`;
}

/** A sign beside the words, so that a reader sees the direction of a change at once. */
function mark(effect: Diff['changes'][number]['effect']): string {
  return { weakens: '▼', strengthens: '▲', neutral: '•' }[effect];
}

function sides({ before, after }: Diff['changes'][number]): string {
  if (before !== undefined && after !== undefined) return ` (${before} → ${after})`;
  return '';
}

function reason({ article }: Diff['changes'][number]): string {
  return article === undefined ? '' : ` [${article}]`;
}

function summarise({ counts, changes }: Diff): string {
  if (changes.length === 0) return 'Nothing changed.';
  const parts = ORDER.filter((grade) => counts[grade] > 0).map((grade) =>
    grade === 'none' ? `${counts[grade]} for the record` : `${counts[grade]} ${grade}`,
  );
  return `${changes.length === 1 ? '1 change' : `${changes.length} changes`}: ${parts.join(', ')}.`;
}

/** Words of the manifest are never taken for markup, nor do they mention or link anybody in a pull request. */
function cell(text = ''): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replaceAll('@', '@\u200B')
    .replaceAll('://', ':\u200B//')
    .replaceAll(/\s*\n\s*/g, ' ');
}

function span(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
