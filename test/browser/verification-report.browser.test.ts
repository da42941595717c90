import type { Verification } from '../../src/node/verify/verification.js';
import { renderVerification } from '../../src/node/verify/report/render-verification.js';
import { expect, test } from '../support/browser.js';

/** The report of a verification as somebody prints it who has no other copy. */

const sighting = { visit: 'ignore', step: 'shows /', phase: 'undecided', at: 1, document: '', what: 'GET /' } as const;
const verification: Verification = {
  site: 'https://shop.example/',
  created: '2026-11-30T12:00:00.000Z',
  versions: { headgate: '0.1.0' },
  pages: ['https://shop.example/'],
  findings: [
    {
      id: 'HG201',
      severity: 'error',
      file: 'https://shop.example/',
      party: 'Criteo',
      found: 'Criteo (ad) was asked',
      expected: 'no request before the visitor has chosen',
      rule: 'consent comes before the tracker',
      sightings: [
        { ...sighting, stack: [{ function: 'sendPixel', url: 'https://shop.example/shop.js', line: 3, column: 7 }] },
      ],
    },
  ],
  parties: [],
  visits: [],
};

test('printed, a finding keeps the calls that started it', async ({ page, pages }) => {
  pages.set('/', renderVerification(verification, new Map()));
  await page.emulateMedia({ media: 'print' });
  await page.goto(pages.origin);
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.getByText('sendPixel')).toBeVisible();
});
