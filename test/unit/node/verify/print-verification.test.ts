import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../../src/node/terminal/create-paint.js';
import type { VerifyFinding } from '../../../../src/node/verify/create-findings.js';
import { printVerification } from '../../../../src/node/verify/print-verification.js';
import { renderVerification } from '../../../../src/node/verify/report/render-verification.js';
import type { Verification } from '../../../../src/node/verify/verification.js';

const hostile = '\u001B[2J<img src=x onerror=alert(1)>';
const finding: VerifyFinding = {
  id: 'HG208',
  severity: 'error',
  file: 'https://shop.example/',
  party: 'Criteo',
  found: `Criteo (ad) wrote localStorage ${hostile}`,
  expected: 'nothing on the device for it',
  rule: 'ePrivacy Art. 5(3)',
  sightings: [
    { visit: 'ignore', step: 'shows /', phase: 'undecided', at: 1, document: hostile, what: hostile, stack: [] },
    { visit: 'reject', step: 'rejects', phase: 'rejected', at: 2, document: hostile, what: hostile, stack: [] },
  ],
};
const verification: Verification = {
  site: 'https://shop.example/',
  created: '2026-11-30T12:00:00.000Z',
  versions: { headgate: '0.1.0' },
  pages: ['https://shop.example/'],
  findings: [finding],
  parties: [],
  visits: [
    {
      kind: 'ignore',
      answers: [],
      failures: [],
      steps: [
        {
          name: 'shows /',
          from: 0,
          until: 1,
          phase: 'undecided',
          url: 'https://shop.example/',
          requests: [],
          appeared: [{ kind: 'localStorage', owner: 'shop.example', name: hostile, value: hostile }],
          gone: [],
        },
      ],
    },
  ],
};

describe('what a site names as it likes', () => {
  it('is no command to the terminal', () => {
    const text = printVerification(verification, createPaint(false));
    expect(text).not.toContain('\u001B');
    expect(text).toContain('2 times in ignore (shows /), reject (rejects)');
    expect(text).toContain('1 error (1 visit, 1 step, 0 other parties)');
  });

  it('is no markup of the report', () => {
    const report = renderVerification(verification, new Map());
    expect(report).not.toContain('<img src=x');
    expect(report).toContain('&lt;img src=x');
  });
});
