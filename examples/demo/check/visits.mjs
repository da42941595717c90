/** What the scripted visitor does on each page. `act` is the same in every step: only the consent differs. */

/** Written into free text and forms: none of it may reach the collector as it is. */
export const secrets = {
  email: 'maya.lindgren@acme.example',
  newsletter: 'visitor@mail.example',
  need: 'I use a screen reader since an injury',
  phone: '+49 30 901820112',
};

/** A Magento shop's own cookies and keys. */
const keeps =
  /^(cookie (PHPSESSID|private_content_version|section_data_ids|mage-[\w-]+)|web storage (mage-cache-[\w-]+|private_content_version))$/;

export function createVisits({ shop, hyva, onboarding, surveyHost }) {
  return [
    { name: 'magento', url: `${shop}/magento/?audit=page`, act: actInLuma, leave: leaveShop, ...inShop },
    { name: 'hyva', url: `${hyva}/hyva/?audit=page`, act: actInHyva, leave: leaveHyva, ...inShop },
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
    { name: 'survey', url: `${surveyHost}/?audit=page`, ...inSurvey },
    { name: 'sandboxed survey', url: `${surveyHost}/sandboxed/?audit=page`, ...inSurvey },
  ];
}

const inShop = {
  keeps,
  ready: (page) => page.locator('#btn-cookie-allow').waitFor(),
  grant: (page) => page.locator('#btn-cookie-allow').click(),
  withdraw: (page) => page.locator('#withdraw-consent').click(),
  grantAgain: (page) => page.locator('#btn-cookie-allow').click(),
};

const inSurvey = {
  async ready(page) {
    await page.locator('#accept').waitFor();
    await survey(page).getByRole('button', { name: 'Next' }).waitFor();
  },
  grant: (page) => page.locator('#accept').click(),
  withdraw: (page) => page.locator('#withdraw-consent').click(),
  async grantAgain(page) {
    await page.locator('#open-choice').click();
    await page.locator('#accept').click();
  },
  act: (page) => actInSurvey(survey(page)),
};

const survey = (page) => page.frameLocator('iframe');

async function actInLuma(page) {
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

/** Stays on the page: what is held is in its memory, and this theme leaves it with each form. */
async function actInHyva(page) {
  await page.locator('.thumbs button').nth(1).click();
  await page.locator('#menu-cart-icon').click();
  await page.locator('#cart-drawer').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#cart-drawer').waitFor({ state: 'hidden' });
}

async function leaveHyva(page) {
  await page.locator('.tocart').click();
  await page.locator('.messages').getByText('You added').waitFor();
  await leaveShop(page);
}

async function actInSurvey(frame) {
  const next = frame.getByRole('button', { name: 'Next' });
  await frame.locator('label', { hasText: /^9$/ }).click();
  await next.click();
  await frame.locator('label', { hasText: 'Price' }).click();
  await next.click();
  await frame.locator('textarea').fill(`All good, ${secrets.email}`);
  await frame.getByRole('button', { name: 'Finish' }).click();
  await frame.locator('#again').click();
  await next.waitFor();
}
