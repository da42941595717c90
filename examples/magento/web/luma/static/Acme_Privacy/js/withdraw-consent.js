/*
 * Core Magento offers no way back. This shop adds one to the footer, because withdrawing must be as easy as consenting
 * (GDPR Art. 7(3)): the cookie goes, and Headgate is told, so that it closes at once and deletes what still waits.
 */
define(['jquery'], function ($) {
  'use strict';

  var categories = ['analytics', 'outreach'];
  var isWithdrawn = false;

  $('#withdraw-consent').on('click', function () {
    document.cookie = 'user_allowed_save_cookie=; path=/; max-age=0; samesite=lax';
    isWithdrawn = true;
    window.headgate.withdraw.apply(null, categories);
    $('#notice-cookie-block').prop('hidden', false);
    $(document).trigger('shop:message', 'Your consent is withdrawn. Nothing is measured any more.');
  });

  /* "Allow Cookies" after a withdrawal takes back the withdrawal; the cookie alone could only keep the gate closed. */
  $(document).on('user:allowed:save:cookie', function () {
    if (isWithdrawn) window.headgate.grant.apply(null, categories);
    isWithdrawn = false;
  });
});
