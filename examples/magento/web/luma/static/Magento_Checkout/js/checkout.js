/* The checkout: two steps that the address names, and what was typed so far in the section `checkout-data`. */
define(['jquery', 'Magento_Customer/js/customer-data'], function ($, customerData) {
  'use strict';

  var $checkout = $('#checkout');
  var steps = ['shipping', 'payment'];

  function handleHash() {
    var code = window.location.hash.slice(1);
    if (steps.indexOf(code) === -1) return;
    steps.forEach(function (step) {
      $('#' + step + '-step').prop('hidden', step !== code);
      $('[data-step=' + step + ']').attr('aria-current', step === code ? 'step' : null);
    });
  }

  function post(route, data) {
    var url = window.BASE_PATH + 'rest/default/V1/guest-carts/' + $checkout.data('cart') + '/' + route;
    return $.ajax({ url: url, type: 'post', contentType: 'application/json', data: JSON.stringify(data) });
  }

  function readAddress() {
    var address = {};
    $('#shipping-step :input[name]').each(function () {
      address[this.name] = this.value;
    });
    return address;
  }

  if (!$checkout.length) return;
  window.addEventListener('hashchange', handleHash);
  if (!window.location.hash) window.location.hash = steps[0];
  handleHash();

  $('#shipping-step').on('change', ':input', function () {
    var address = readAddress();
    customerData.set('checkout-data', { shippingAddressFromData: address, inputFieldEmailValue: address.email });
  });
  $('#shipping-step').on('submit', function (event) {
    event.preventDefault();
    post('shipping-information', { addressInformation: { shipping_address: readAddress() } }).done(function () {
      window.location.hash = 'payment';
    });
    return false;
  });
  $('#place-order').on('click', function () {
    post('payment-information', { email: readAddress().email, paymentMethod: { method: 'checkmo' } }).done(function () {
      window.location.assign(window.BASE_PATH + 'checkout/onepage/success/');
    });
  });
});
