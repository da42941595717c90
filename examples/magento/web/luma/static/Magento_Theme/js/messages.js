/* Messages: from the cookie that an answer set, and from scripts of the page. */
define(['jquery', 'mage/cookies'], function ($, cookies) {
  'use strict';

  function show(text, type) {
    $('.messages')
      .empty()
      .append(
        $('<p class="message">')
          .addClass(type || 'success')
          .text(text),
      );
  }

  JSON.parse(cookies.get('mage-messages') || '[]').forEach(function (message) {
    show(message.text, message.type);
  });
  if (cookies.get('mage-messages')) cookies.set('mage-messages', '', '; max-age=0');

  $(document).on('shop:message', function (event, text) {
    show(text);
  });
});
