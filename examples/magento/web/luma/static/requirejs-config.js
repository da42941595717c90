/* The shape of a Luma theme's generated configuration: paths, then what starts the page. */
require.config({
  paths: { jquery: 'jquery/jquery.min' },
  deps: [
    'Magento_Cookie/js/notices',
    'Acme_Privacy/js/withdraw-consent',
    'Magento_Theme/js/messages',
    'Magento_Catalog/js/catalog-add-to-cart',
    'Magento_Checkout/js/sidebar',
    'Magento_Checkout/js/discount-codes',
    'Magento_Checkout/js/checkout',
    'mage/data-post',
    'shop/gallery',
    'shop/stock',
  ],
});
