/* Magento's cookie restriction notice: sets the cookie and triggers a jQuery event, which native listeners do not hear. */
define(['jquery'], function ($) {
  'use strict';

  var name = 'user_allowed_save_cookie';
  var websiteId = 1;
  var lifetimeInSeconds = 31536000;

  function read() {
    var match = document.cookie.match(new RegExp('(?:^|; )' + name + '=([^;]*)'));
    try {
      return JSON.parse(decodeURIComponent(match[1]));
    } catch {
      return {};
    }
  }

  function allow() {
    var value = read();
    value[websiteId] = 1;
    document.cookie =
      name +
      '=' +
      encodeURIComponent(JSON.stringify(value)) +
      '; path=/; max-age=' +
      lifetimeInSeconds +
      '; samesite=lax';
    $('#notice-cookie-block').prop('hidden', true);
    $(document).trigger('user:allowed:save:cookie');
  }

  $('#notice-cookie-block').prop('hidden', read()[websiteId] === 1);
  $('#btn-cookie-allow').on('click', allow);
});
