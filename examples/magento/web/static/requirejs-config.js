/* The shape of a Luma theme's generated configuration: paths, then what starts the page. */
require.config({
  paths: { jquery: 'jquery/jquery.min' },
  deps: [
    'Magento_Cookie/js/notices',
    'Acme_Privacy/js/withdraw-consent',
    'shop/messages',
    'shop/cart',
    'shop/gallery',
    'shop/tracking',
  ],
});
