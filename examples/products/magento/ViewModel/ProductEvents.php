<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel;

use Headgate\Tracking\Model\WantedFacts;
use Magento\Catalog\Helper\Data as CatalogData;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use Magento\Store\Model\StoreManagerInterface;

/**
 * The product that a page shows, with price and stock as the page has them. Nothing of it is about a visitor, so the
 * page can be cached.
 */
class ProductEvents implements PageEventsInterface
{
    /**
     * Takes the product, and what is wanted of it.
     *
     * @param WantedFacts $wanted
     * @param CatalogData $catalog
     * @param StoreManagerInterface $stores
     * @param JsonHexTag $json
     */
    public function __construct(
        private readonly WantedFacts $wanted,
        private readonly CatalogData $catalog,
        private readonly StoreManagerInterface $stores,
        private readonly JsonHexTag $json
    ) {
    }

    /**
     * Gives `product_viewed`.
     */
    public function getJson(): string
    {
        $product = $this->catalog->getProduct();
        if ($product === null) {
            return '';
        }
        $events = $this->wanted->toPageEvents('product_viewed', [
            'sku' => $product->getSku(),
            'type' => $product->getTypeId(),
            'price' => round((float)$product->getPriceInfo()->getPrice('final_price')->getAmount()->getValue(), 4),
            'currency' => $this->stores->getStore()->getCurrentCurrencyCode(),
            'stock' => $product->isSalable() ? 'in' : 'out',
        ]);
        return $events === [] ? '' : (string)$this->json->serialize($events);
    }
}
