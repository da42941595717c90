/*
 * The one event of this shop that no event source knows: a size that the page offers and the stock does not have. Calls made
 * before headgate.min.js has run wait in the array; nothing here asks for consent, because the gate does.
 */
define(['jquery'], function ($) {
  'use strict';

  $(document).on('ajax:addToCart', function (event, added) {
    if (!added.response.backUrl) return;
    var size = added.form.find('[name=size]:checked').val();
    (window.headgate = window.headgate || []).push(['track', 'stock_missing', { sku: added.sku, size: size }]);
  });
});
