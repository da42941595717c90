/** What the scripted visitor does on each page. `act` is the same in every step: only the consent differs. */

/** Written into free text and forms: none of it may reach the collector as it is. */
export const secrets = {
  email: 'maya.lindgren@acme.example',
  newsletter: 'visitor@mail.example',
  need: 'I use a screen reader since an injury',
  phone: '+49 30 901820112',
};

export function createVisits({ shop, onboarding, surveyHost, surveyFrame }) {
  return [
    {
      name: 'magento',
      url: `${shop}/magento/?audit=page`,
      ready: (page) => page.locator('#btn-cookie-allow').waitFor(),
      grant: (page) => page.locator('#btn-cookie-allow').click(),
      withdraw: (page) => page.locator('#withdraw-consent').click(),
      grantAgain: (page) => page.locator('#btn-cookie-allow').click(),
      act: actInShop,
      leave: leaveShop,
    },
    {
      name: 'onboarding',
      url: `${onboarding}/?audit=page`,
      ready: (page) => page.locator('#cc-main .cm [data-role=all]').waitFor(),
      grant: (page) => page.locator('#cc-main .cm [data-role=all]').click(),
      withdraw: (page) => page.locator('#withdraw-consent').click(),
      async grantAgain(page) {
        await page.locator('#open-preferences').click();
        await page.locator('#cc-main .pm [data-role=all]').click();
      },
      act: actInOnboarding,
    },
    {
      name: 'survey',
      url: `${surveyHost}/?audit=page`,
      async ready(page) {
        await page.locator('#accept').waitFor();
        await survey(page, surveyFrame).locator('#next').waitFor();
      },
      grant: (page) => page.locator('#accept').click(),
      withdraw: (page) => page.locator('#withdraw-consent').click(),
      async grantAgain(page) {
        await page.locator('#open-choice').click();
        await page.locator('#accept').click();
      },
      act: (page) => actInSurvey(survey(page, surveyFrame)),
    },
  ];
}

const survey = (page, origin) => page.frameLocator(`iframe[src^="${origin}"]`);

async function actInShop(page) {
  await page.locator('.thumbs button').nth(1).click();
  await page.locator('.swatch span.rust').click();
  await page.locator('.tocart').click();
  await page.locator('.messages').getByText('You added').waitFor();
  await page.locator('.showcart').click();
  await page.locator('.showcart').click();
  await page.evaluate(() => (document.querySelector('.messages').textContent = ''));
}

/** A plain form post: the event must be safe before the page is gone. */
async function leaveShop(page) {
  await page.locator('#newsletter').fill(secrets.newsletter);
  await page.locator('.newsletter button').click();
  await page.locator('.messages').getByText('Thank you').waitFor();
}

async function actInOnboarding(page) {
  await page.locator('#create-workspace').click();
  await page.locator('#invite-teammate').click();
  await page.locator('#toggle-offline_maps').click();
  await page.locator('#comment').fill(`Lovely. Write to ${secrets.email} or call ${secrets.phone}.`);
  await page.locator('#need').fill(secrets.need);
  await page.locator('#send-feedback').click();
}

async function actInSurvey(frame) {
  await frame.locator('label', { hasText: /^9$/ }).click();
  await frame.locator('#next').click();
  await frame.locator('label', { hasText: 'Price' }).click();
  await frame.locator('#next').click();
  await frame.locator('#comment').fill(`All good, ${secrets.email}`);
  await frame.locator('#next').click();
  await frame.locator('#again').click();
  await frame.locator('#next').waitFor();
}
