/* Links that post: a form made by a script and sent by it, without a submit event of the browser. */
define(['jquery'], function ($) {
  'use strict';

  $(document).on('click', '[data-post]', function (event) {
    var post = $(this).data('post');
    var $form = $('<form method="post" hidden>').attr('action', post.action);
    event.preventDefault();
    Object.keys(post.data).forEach(function (name) {
      $form.append($('<input type="hidden">').attr('name', name).val(post.data[name]));
    });
    $form.appendTo('body').trigger('submit');
  });

  $('.search').on('submit', function (event) {
    var query = $(this).find('[name=q]').val();
    event.preventDefault();
    if (query) this.submit();
  });
});
