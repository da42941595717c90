/* The Alpine components of the pages. Under this policy Alpine takes names, so what they do is here. */
(() => {
  const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
  const reloadSections = () => dispatchEvent(new CustomEvent('reload-customer-section-data'));
  const say = (text, type = 'success') =>
    dispatchEvent(new CustomEvent('messages-loaded', { detail: { messages: [{ text, type }] } }));

  /** Where the shop refused, it names the page that says why. */
  function follow({ backUrl, message }) {
    if (backUrl) location.assign(backUrl);
    else if (message) say(message);
    return !backUrl;
  }

  const components = {
    initHeader: () => ({
      count: 0,
      compared: 0,
      name: '',
      get isGuest() {
        return !this.name;
      },
      get isCustomer() {
        return !!this.name;
      },
      get greeting() {
        return this.name ? `Hi, ${this.name}` : '';
      },
      receive({ detail: { data } }) {
        this.count = data.cart.summary_count ?? 0;
        this.compared = data['compare-products'].count ?? 0;
        this.name = data.customer.firstname ?? '';
      },
      openCart: () => dispatchEvent(new CustomEvent('toggle-cart', { detail: { isOpen: true } })),
    }),

    initMessages: () => ({
      messages: [],
      init() {
        addEventListener('messages-loaded', ({ detail }) => (this.messages = detail.messages));
        const left = hyva.getCookie('mage-messages');
        if (!left) return;
        this.messages = JSON.parse(left);
        hyva.setCookie('mage-messages', '', 0);
      },
    }),

    initCart: () => ({
      isOpen: false,
      items: [],
      subtotal: '',
      coupon: '',
      get isEmpty() {
        return this.items.length === 0;
      },
      get isFilled() {
        return this.items.length > 0;
      },
      receive({ detail: { data } }) {
        this.items = (data.cart.items ?? []).map(
          ({ item_id: id, product_name: name, options, qty, product_price_value: price }) => ({
            id,
            title: [`${qty} × ${name}`, ...options.map(({ value }) => value)].join(', '),
            total: euro.format(qty * price),
          }),
        );
        this.subtotal = euro.format(data.cart.subtotalAmount ?? 0);
        this.coupon = data.cart.coupon_code ? `Coupon ${data.cart.coupon_code} is in use.` : '';
      },
      toggle({ detail }) {
        this.isOpen = detail.isOpen ?? !this.isOpen;
      },
      close() {
        if (this.isOpen) dispatchEvent(new CustomEvent('toggle-cart', { detail: { isOpen: false } }));
      },
      async remove({ currentTarget, target }) {
        const { item } = (target.closest('[data-item]') ?? currentTarget).dataset;
        await hyva.post('checkout/sidebar/removeItem/', { item_id: item });
        reloadSections();
      },
    }),

    initLists: () => ({
      async addToWishlist({ target }) {
        if (follow(await hyva.post('wishlist/index/add/', { product: target.dataset.sku }))) reloadSections();
      },
      async addToCompare({ target }) {
        await hyva.post('catalog/product_compare/add/', { product: target.dataset.sku });
        location.reload();
      },
    }),

    initCoupon: () => ({
      isLoading: false,
      load() {
        this.isLoading = true;
      },
      async send({ target }) {
        const { coupon_code: code, remove } = Object.fromEntries(new FormData(target));
        dispatchEvent(new CustomEvent('cart-is-loading'));
        follow(await hyva.post('checkout/cart/couponPost/', { coupon_code: code, remove }));
        this.isLoading = false;
        reloadSections();
      },
    }),

    initCheckout: () => ({
      step: '',
      init() {
        if (!location.hash) location.hash = 'shipping';
        this.show();
      },
      show() {
        this.step = location.hash.slice(1);
      },
      get isShipping() {
        return this.step === 'shipping';
      },
      get isPayment() {
        return this.step === 'payment';
      },
      get shippingMark() {
        return this.isShipping ? 'step' : null;
      },
      get paymentMark() {
        return this.isPayment ? 'step' : null;
      },
      async goOn({ target }) {
        await this.send('shipping-information', { shipping_address: Object.fromEntries(new FormData(target)) });
        location.hash = 'payment';
      },
      async order() {
        await this.send('payment-information', { paymentMethod: { method: 'checkmo' } });
        location.assign(`${BASE_URL}checkout/onepage/success/`);
      },
      send: (route, body) =>
        fetch(`${BASE_URL}rest/default/V1/guest-carts/${document.getElementById('checkout').dataset.cart}/${route}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    }),

    /** As Hyvä: the browser's own submit is prevented, and the form is sent by a script. */
    initNewsletter: () => ({ send: ({ target }) => target.submit() }),

    initGallery: () => ({
      show({ target }) {
        const { position } = target.dataset;
        if (!position) return;
        for (const thumb of this.$root.querySelectorAll('.thumbs button'))
          thumb.setAttribute('aria-pressed', String(thumb === target));
        this.$root.querySelector('.stage').dataset.view = position;
      },
      paint({ target }) {
        if (target.name === 'colour') this.$root.dataset.colour = target.value;
      },
    }),

    initCookieNotice: () => ({
      isShown: readConsent()[CURRENT_WEBSITE_ID] !== 1,
      init() {
        addEventListener('shop:consent-withdrawn', () => (this.isShown = true));
      },
      allow() {
        const value = encodeURIComponent(JSON.stringify({ ...readConsent(), [CURRENT_WEBSITE_ID]: 1 }));
        document.cookie = `${CONSENT}=${value}; path=/; max-age=31536000; samesite=lax`;
        this.isShown = false;
        dispatchEvent(new CustomEvent('user-allowed-save-cookie'));
      },
    }),

    /** Core Magento offers no way back; withdrawing must be as easy as consenting (GDPR Art. 7(3)). */
    initWithdrawal: () => ({
      isWithdrawn: false,
      init() {
        addEventListener('user-allowed-save-cookie', () => {
          if (this.isWithdrawn) headgate.grant('analytics', 'outreach');
          this.isWithdrawn = false;
        });
      },
      withdraw() {
        document.cookie = `${CONSENT}=; path=/; max-age=0; samesite=lax`;
        this.isWithdrawn = true;
        headgate.withdraw('analytics', 'outreach');
        dispatchEvent(new CustomEvent('shop:consent-withdrawn'));
        say('Your consent is withdrawn. Nothing is measured any more.');
      },
    }),
  };

  const CONSENT = 'user_allowed_save_cookie';
  function readConsent() {
    try {
      const [, value] = new RegExp(`(?:^|; )${CONSENT}=([^;]*)`).exec(document.cookie);
      return JSON.parse(decodeURIComponent(value));
    } catch {
      return {};
    }
  }

  document.addEventListener('alpine:init', () => {
    for (const [name, create] of Object.entries(components)) Alpine.data(name, create);
  });
})();
