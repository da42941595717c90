/* The cart of a Luma page: the form goes out by Ajax, then `ajax:addToCart` says so. Kept in the page's memory. */
define(['jquery'], function ($) {
  'use strict';

  var items = [];
  var $toggle = $('.showcart');
  var $dropdown = $('#minicart');
  var euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

  function count() {
    return items.reduce(function (sum, item) {
      return sum + item.quantity;
    }, 0);
  }

  function show() {
    var total = items.reduce(function (sum, item) {
      return sum + item.quantity * item.price;
    }, 0);
    $('.counter')
      .text(count())
      .prop('hidden', items.length === 0);
    $dropdown.find('.empty').prop('hidden', items.length > 0);
    $dropdown
      .find('.subtotal')
      .prop('hidden', items.length === 0)
      .find('b')
      .text(euro.format(total));
    $dropdown
      .find('.items')
      .empty()
      .append(
        items.map(function (item) {
          var text = item.quantity + ' × Birch Trail Jacket, ' + item.size + ', ' + item.colour;
          return $('<li>')
            .text(text)
            .append($('<b>').text(euro.format(item.quantity * item.price)));
        }),
      );
  }

  function toItem($form) {
    return {
      sku: $form.data('product-sku'),
      size: $form.find('[name=size]:checked').val(),
      colour: $form.find('[name=colour]:checked').val(),
      quantity: Number($form.find('[name=qty]').val()),
      price: Number($form.data('price')),
    };
  }

  $('[data-role=tocart-form]').on('submit', function (event) {
    var $form = $(this);
    var item = toItem($form);
    event.preventDefault();
    $.ajax({ url: $form.attr('action'), type: 'post', dataType: 'json', data: $form.serialize() }).done(
      function (response) {
        if (response.error) {
          $(document).trigger('shop:soldOut', item).trigger('shop:message', response.error);
          return;
        }
        items.push(item);
        show();
        $(document).trigger('ajax:addToCart', { sku: item.sku, form: $form, response: response, item: item });
        $(document).trigger('shop:message', 'You added Birch Trail Jacket to your shopping cart.');
      },
    );
  });

  $toggle.on('click', function () {
    var isOpening = $dropdown.prop('hidden');
    $dropdown.prop('hidden', !isOpening);
    $toggle.attr('aria-expanded', String(isOpening));
    $dropdown.trigger(isOpening ? 'dropdowndialogopen' : 'dropdowndialogclose', [{ items: count() }]);
  });

  $(document).on('click keydown', function (event) {
    var isOutside = event.type === 'click' && !$(event.target).closest('.minicart').length;
    if ((isOutside || event.key === 'Escape') && !$dropdown.prop('hidden')) $toggle.trigger('click');
  });
});
