/* Magento's cookie restriction notice: sets the cookie and triggers a jQuery event, which native listeners do not hear. */
define(['jquery'], function ($) {
  'use strict';

  var name = 'user_allowed_save_cookie';
  var websiteId = 1;
  var lifetimeInSeconds = 31536000;

  function isAllowed() {
    var match = document.cookie.match(new RegExp('(?:^|; )' + name + '=([^;]*)'));
    try {
      return JSON.parse(decodeURIComponent(match[1]))[websiteId] === 1;
    } catch {
      return false;
    }
  }

  function allow() {
    var value = {};
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

  $('#notice-cookie-block').prop('hidden', isAllowed());
  $('#btn-cookie-allow').on('click', allow);
});
