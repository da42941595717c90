/* Cookies of the shop. */
define([], function () {
  'use strict';

  return {
    get: function (name) {
      var pair = document.cookie.split('; ').find(function (candidate) {
        return candidate.indexOf(name + '=') === 0;
      });
      return pair && decodeURIComponent(pair.slice(name.length + 1));
    },
    set: function (name, value, options) {
      document.cookie =
        name + '=' + encodeURIComponent(value) + '; samesite=lax; path=' + window.BASE_PATH + (options || '');
    },
  };
});
