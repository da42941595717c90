/* Which POST changes which sections, as `sections.xml` says. */
define([], function () {
  'use strict';

  var all = ['cart', 'wishlist', 'compare-products', 'customer', 'messages', 'directory-data'];
  var affected = [
    [/\/checkout\/cart\/(add|couponPost)\//, ['cart', 'directory-data', 'messages']],
    [/\/checkout\/sidebar\/(removeItem|updateItemQty)\//, ['cart', 'messages']],
    [/\/rest\/\w+\/V1\/guest-carts\/\w+\/payment-information$/, ['cart', 'messages']],
    [/\/wishlist\/index\//, ['wishlist', 'messages']],
    [/\/catalog\/product_compare\//, ['compare-products', 'messages']],
    [/\/customer\/account\/(createpost|loginPost)\//, all],
  ];

  return {
    getSectionNames: function () {
      return all;
    },
    getAffectedSections: function (url) {
      var found = affected.find(function (entry) {
        return entry[0].test(url);
      });
      return found ? found[1] : ['messages'];
    },
    /* Known to the browser alone: never asked for. */
    isClientSideSection: function (name) {
      return name === 'checkout-data';
    },
  };
});
