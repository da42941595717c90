/* The mini-cart and the cart's page: both show the section `cart`. */
define(['jquery', 'Magento_Customer/js/customer-data'], function ($, customerData) {
  'use strict';

  var $toggle = $('.showcart');
  var $dropdown = $('#minicart');
  var euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

  function describe(item) {
    var chosen = item.options.map(function (option) {
      return option.value;
    });
    return [item.product_name].concat(chosen).join(', ');
  }

  function toRow(item) {
    var $quantity = $('<input type="number" min="1" max="99">')
      .val(item.qty)
      .attr('aria-label', 'Quantity of ' + item.product_name)
      .addClass('item-qty');
    return $('<li>')
      .attr('data-item', item.item_id)
      .append(
        $('<span>').text(describe(item)),
        $quantity,
        $('<b>').text(euro.format(item.qty * item.product_price_value)),
      )
      .append(
        $('<button type="button" class="action delete">')
          .attr('aria-label', 'Remove ' + item.product_name)
          .text('×'),
      );
  }

  function show(cart) {
    var items = cart.items || [];
    $('.counter')
      .text(cart.summary_count || 0)
      .prop('hidden', !items.length);
    $('.cart-items').empty().append(items.map(toRow));
    $('.empty').prop('hidden', items.length > 0);
    $('.filled').prop('hidden', !items.length);
    $('.subtotal b').text(euro.format(cart.subtotalAmount || 0));
    $('.coupon-used')
      .prop('hidden', !cart.coupon_code)
      .find('b')
      .text(cart.coupon_code || '');
  }

  function post(route, event, data, item) {
    $.ajax({
      url: window.BASE_PATH + 'checkout/sidebar/' + route + '/',
      type: 'post',
      dataType: 'json',
      data: data,
    }).done(function (response) {
      $(document).trigger(event, { productIds: [item], response: response });
    });
  }

  $('.cart-items')
    .on('click', '.delete', function (event) {
      var item = $(this).closest('li').data('item');
      event.stopPropagation();
      post('removeItem', 'ajax:removeFromCart', { item_id: item }, item);
    })
    .on('change', '.item-qty', function () {
      var item = $(this).closest('li').data('item');
      post('updateItemQty', 'ajax:updateCartItemQty', { item_id: item, item_qty: this.value }, item);
    });

  $toggle.on('click', function () {
    var isOpening = $dropdown.prop('hidden');
    $dropdown.prop('hidden', !isOpening);
    $toggle.attr('aria-expanded', String(isOpening));
    $dropdown.trigger(isOpening ? 'dropdowndialogopen' : 'dropdowndialogclose');
  });

  $(document).on('click keydown', function (event) {
    var isOutside = event.type === 'click' && !$(event.target).closest('.minicart').length;
    if ((isOutside || event.key === 'Escape') && !$dropdown.prop('hidden')) $toggle.trigger('click');
  });

  customerData.get('cart').subscribe(show);
  show(customerData.get('cart')());

  function count(selector, section, read) {
    function update(value) {
      var number = read(value);
      $(selector).text(number).prop('hidden', !number);
    }
    customerData.get(section).subscribe(update);
    update(customerData.get(section)());
  }
  count('.wishlist-count', 'wishlist', function (wishlist) {
    return parseInt(wishlist.counter, 10) || 0;
  });
  count('.compare-count', 'compare-products', function (compare) {
    return compare.count || 0;
  });

  function greet(customer) {
    $('.greet').text(customer.firstname ? 'Welcome, ' + customer.firstname + '!' : 'Free shipping over €50');
    $('.signed-out').prop('hidden', !!customer.firstname);
    $('.signed-in').prop('hidden', !customer.firstname);
  }
  customerData.get('customer').subscribe(greet);
  greet(customerData.get('customer')());
});
