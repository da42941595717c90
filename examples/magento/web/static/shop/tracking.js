/*
 * Everything that this shop tracks. Calls made before headgate.min.js has run wait in the array; nothing here asks for
 * consent, because the gate does.
 */
define(['jquery'], function ($) {
  'use strict';

  var sku = $('[data-role=tocart-form]').data('product-sku');

  function track(name, data) {
    (window.headgate = window.headgate || []).push(['track', name, data]);
  }

  track('product_viewed', { sku: sku, price: 129, currency: 'EUR' });

  $(document)
    .on('gallery:show', function (event, shown) {
      track('gallery_image_viewed', { sku: sku, position: shown.position });
    })
    .on('ajax:addToCart', function (event, added) {
      track('add_to_cart', added.item);
    })
    .on('shop:soldOut', function (event, item) {
      track('stock_missing', { sku: item.sku, size: item.size });
    })
    .on('dropdowndialogopen', function (event, cart) {
      track('minicart_opened', { items: cart.items });
    });

  /* A native form: the page leaves at once, so the event has to be on the device before that. */
  $('#newsletter-validate-detail').on('submit', function () {
    track('newsletter_subscribed', { email: this.elements.email.value, placement: 'footer' });
  });
});
