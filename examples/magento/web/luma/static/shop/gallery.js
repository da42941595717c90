/* Pictures and colours of the product. */
define(['jquery'], function ($) {
  'use strict';

  var names = { 1: 'front', 2: 'back', 3: 'pocket' };

  $('.thumbs').on('click', 'button', function () {
    var position = Number($(this).data('position'));
    $('.thumbs button').attr('aria-pressed', 'false');
    $(this).attr('aria-pressed', 'true');
    $('.stage').attr({ 'data-view': position, 'aria-label': 'Birch Trail Jacket, ' + names[position] });
    $(document).trigger('gallery:show', { position: position });
  });

  $('[name=colour]').on('change', function () {
    $('.gallery').attr('data-colour', this.value);
  });
});
