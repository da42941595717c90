/* The cart's coupon form: its button is none that submits, a script does. */
define(['jquery'], function ($) {
  'use strict';

  var $form = $('#discount-coupon-form');

  $form.find('.apply').on('click', function () {
    if (!$form.find('#coupon_code').val()) return;
    $form.find('#remove-coupon').val('0');
    $form.trigger('submit');
  });
  $form.find('.cancel').on('click', function () {
    $form.find('#remove-coupon').val('1');
    $form.trigger('submit');
  });
});
