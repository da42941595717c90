/**
 * How visitors withdraw: they open the consent settings again and refuse there. This is sent to pages as text, so it may use
 * nothing from around it.
 */

/** Opens the consent settings. Returns what was clicked; `null` where there is nothing to click. */
export const OPEN_SETTINGS = `(${clickFirst.toString()})(${JSON.stringify([
  // What platforms call their own links and buttons.
  '[data-cc="show-preferencesModal"]',
  '#ot-sdk-btn, .ot-sdk-show-settings, #ot-sdk-btn-floating button',
  '#CookiebotWidget button, a[href*="Cookiebot.renew"], a[onclick*="Cookiebot.renew"]',
  '#uc-privacy-button, [onclick*="UC_UI.show"]',
  '#teconsent a, .truste_cursor_pointer',
  '.cky-btn-revisit, .iubenda-cs-preferences-link, .didomi-preferences, .osano-cm-widget, [onclick*="klaro.show"]',
])}, ${String(settingsWords())})`;

/** Refuses in what is open. Returns what was clicked; `null` where there is nothing to click. */
export const REFUSE = `(${clickFirst.toString()})(${JSON.stringify([
  '#cc-main [data-role="necessary"]',
  '.ot-pc-refuse-all-handler, #onetrust-reject-all-handler',
  '#CybotCookiebotDialogBodyButtonDecline, #CookiebotWidget-btn-withdraw',
  '.klaro .cn-decline, .klaro .cm-btn-decline',
  '[data-testid="uc-deny-all-button"], .cky-btn-reject, .iubenda-cs-reject-btn, .osano-cm-denyAll, #didomi-notice-disagree-button',
])}, ${String(refusalWords())})`;

function settingsWords(): RegExp {
  return /^\W*(cookie|privacy|consent|datenschutz|tracking)[\s-]*(settings?|preferences?|choices|einstellungen|consent)\W*$|^\W*(manage|change|review|withdraw|revoke|edit)\b.{0,20}\b(cookies?|consent|privacy|preferences?|tracking)\b|^\W*(cookies?|einwilligung)\b.{0,20}\b(widerrufen|ändern|verwalten)|^\W*(gérer|modifier|paramètres|retirer).{0,20}(cookies?|consentement)|^\W*(gestionar|configurar|preferencias).{0,20}cookies?|^\W*(gestisci|preferenze|impostazioni).{0,20}cookies?/i;
}

function refusalWords(): RegExp {
  return /^\W*(reject|decline|refuse|deny|withdraw|revoke|object)\b|^\W*(only )?(strictly )?necessary( cookies)?( only)?\W*$|^\W*(use |accept )?(only )?(strictly )?(necessary|essential)\b|^\W*(alle )?(ablehnen|widerrufen)|^\W*nur (notwendige|erforderliche|essenzielle)|^\W*(tout )?(refuser|retirer)|^\W*rechazar|^\W*rifiuta/i;
}

function clickFirst(selectors: readonly string[], words: RegExp): string | null {
  const isVisible = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const everywhere = (root: ParentNode, selector: string): Element[] => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? everywhere(shadowRoot, selector) : [],
    ),
  ];
  const click = (element: Element | undefined): string | null => {
    if (!(element instanceof HTMLElement)) return null;
    const name = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60) || element.tagName.toLowerCase();
    element.click();
    return name;
  };
  for (const selector of selectors) {
    const found = everywhere(document, selector).find(isVisible);
    if (found) return click(found);
  }
  const said = everywhere(document, 'button, a, [role="button"], input[type="button"], input[type="submit"]').find(
    (element) => {
      const text = element instanceof HTMLInputElement ? element.value : (element.textContent ?? '');
      return text.length < 60 && words.test(text.trim()) && isVisible(element);
    },
  );
  return click(said);
}
