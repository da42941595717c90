/* The script tag stays the only copy: calls go to its queue, whether it has started or not. */
define([], function () {
  'use strict';

  return {
    push: function (call) {
      (window.headgate = window.headgate || []).push(call);
    },
  };
});
