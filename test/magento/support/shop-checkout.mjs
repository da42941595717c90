/** Luma's checkout, the one that both themes have in Open Source. */
import { open } from './shop-visitor.mjs';

/** @import { Visitor } from './shop-visitor.mjs' */

/** Without what a shop of another country has not; a customer's address is there already. @param {Visitor} visitor */
export async function goToPayment(visitor) {
  const { page } = visitor;
  await open(visitor, 'checkout/');
  const checkout = page.locator('#checkout');
  await checkout.locator('.continue, #place-order').locator('visible=true').first().waitFor();
  await isIdle(page);
  const fields = {
    '[type="email"]': 'guest@example.com',
    '[name="firstname"]': 'Test',
    '[name="lastname"]': 'Guest',
    '[name="street[0]"], [name="street"]': 'Main Street 1',
    '[name="city"]': 'Austin',
    '[name="postcode"]': '78701',
    '[name="telephone"]': '5125550100',
  };
  const region = checkout.locator('select[name="region_id"]:visible').first();
  if (await region.count()) await region.selectOption({ label: 'Texas' });
  for (const [selector, value] of Object.entries(fields)) {
    const field = checkout.locator(selector).locator('visible=true').first();
    if ((await field.count()) && !(await field.inputValue())) await field.fill(value);
  }
  await isIdle(page);
  const method = checkout.locator('.table-checkout-shipping-method input[type="radio"]').first();
  if (await method.count()) await method.check();
  await isIdle(page);
  await checkout.locator('button.continue').first().click();
  await page.locator('button.checkout, #place-order').locator('visible=true').first().waitFor();
  await isIdle(page);
}

/** @param {Visitor} visitor @param {string} code */
export async function useCouponAtCheckout({ page }, code) {
  await page.locator('.discount-code .action-toggle').click();
  await page.locator('#discount-code').fill(code);
  await page.locator('.discount-code .action-apply').click();
  await page.locator('.discount-code .action-cancel').waitFor();
}

/** @param {Visitor} visitor */
export async function placeOrder({ page }) {
  await page.locator('button.checkout, #place-order').locator('visible=true').first().click();
  await page.waitForURL('**/checkout/onepage/success/**');
}

/** No question to the server is open, and none follows at once: a checkout asks for rates after each field. @param {import('@playwright/test').Page} page */
async function isIdle(page) {
  const active = () => /** @type {any} */ (window).jQuery?.active ?? 0;
  for (let quiet = 0; quiet < 4; quiet++) {
    if ((await page.evaluate(active)) > 0) quiet = -1;
    await page.waitForTimeout(200);
  }
}
