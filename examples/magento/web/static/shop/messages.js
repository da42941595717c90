/* Magento's message area. */
define(['jquery'], function ($) {
  'use strict';

  function show(text) {
    $('.messages').empty().append($('<p class="message">').text(text));
  }

  $(document).on('shop:message', function (event, text) {
    show(text);
  });
  if (new URLSearchParams(location.search).has('subscribed')) show('Thank you for your subscription.');
});
