<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Magento\Catalog\Helper\Data as CatalogData;
use Magento\Framework\DataObject;
use Magento\Sales\Api\OrderRepositoryInterface;
use Magento\Sales\Model\Order;

/**
 * A product and orders, as far as the module asks for them: amounts of orders are texts with four decimals, as the shop has them.
 */
class Goods
{
    public static function product(bool $isSalable = true): DataObject
    {
        return new class ($isSalable) extends DataObject {
            public function __construct(private bool $isSalable)
            {
                parent::__construct(['sku' => 'TENT-1', 'type_id' => 'simple', 'cost' => '20.0000']);
            }

            public function getPriceInfo(): object
            {
                return $this;
            }

            public function getPrice(string $code): DataObject
            {
                return new DataObject(['amount' => new DataObject(['value' => $code === 'final_price' ? 52.5 : 0])]);
            }

            public function isSalable(): bool
            {
                return $this->isSalable;
            }
        };
    }

    /**
     * The page's product, where it has one.
     */
    public static function catalog(?DataObject $product): CatalogData
    {
        return new class ($product) extends CatalogData {
            public function __construct(private ?DataObject $product)
            {
            }

            public function getProduct()
            {
                return $this->product;
            }
        };
    }

    /**
     * Orders of two items, numbered by their ids.
     */
    public static function orders(): OrderRepositoryInterface
    {
        return new class () implements OrderRepositoryInterface {
            public function get($id)
            {
                $item = fn (string $sku, string $price, string $quantity): DataObject => new DataObject([
                    'sku' => $sku, 'product_type' => 'simple', 'price_incl_tax' => $price, 'qty_ordered' => $quantity,
                ]);
                return new Order([
                    'increment_id' => "00000012$id", 'order_currency_code' => 'EUR',
                    'customer_email' => 'anna@shop.example', 'grand_total' => '99.9500', 'tax_amount' => '15.9600',
                    'shipping_incl_tax' => '5.0000', 'discount_amount' => '-10.0500', 'total_qty_ordered' => '3.0000',
                    'visible_items' => [$item('TENT-1', '40.0000', '2.0000'), $item('PEG-2', '25.0000', '1.0000')],
                ]);
            }
        };
    }
}
