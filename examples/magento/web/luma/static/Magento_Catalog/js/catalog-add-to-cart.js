/* The form of a product goes out by Ajax; then `ajax:addToCart` says so, also where the shop refused. */
define(['jquery', 'Magento_Customer/js/customer-data'], function ($) {
  'use strict';

  $(document).on('submit', '[data-role=tocart-form]', function (event) {
    var $form = $(this);
    event.preventDefault();
    $.ajax({ url: $form.attr('action'), type: 'post', dataType: 'json', data: $form.serialize() })
      .done(function (response) {
        $(document).trigger('ajax:addToCart', {
          sku: $form.data('product-sku'),
          productIds: [$form.find('[name=sku]').val()],
          productInfo: [],
          form: $form,
          response: response,
        });
        if (response.backUrl) window.location.assign(response.backUrl);
        else $(document).trigger('shop:message', response.message);
      })
      .fail(function () {
        $(document).trigger('ajax:addToCart:error', { sku: $form.data('product-sku'), form: $form });
      });
  });
});
