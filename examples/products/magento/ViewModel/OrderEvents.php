<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel;

use Headgate\Tracking\Model\PlacedOrders;
use Headgate\Tracking\Model\WantedFacts;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use Magento\Sales\Model\Order;

/**
 * The orders that a success page confirms, and their items. Names and addresses are never read.
 */
class OrderEvents implements PageEventsInterface
{
    /**
     * Takes the orders, and what is wanted of them.
     *
     * @param WantedFacts $wanted
     * @param PlacedOrders $orders
     * @param JsonHexTag $json
     */
    public function __construct(
        private readonly WantedFacts $wanted,
        private readonly PlacedOrders $orders,
        private readonly JsonHexTag $json
    ) {
    }

    /**
     * Gives `order_placed` and its `order_item`s, order by order.
     */
    public function getJson(): string
    {
        $events = array_merge(...array_map($this->listEvents(...), $this->orders->all()));
        return $events === [] ? '' : (string)$this->json->serialize($events);
    }

    /**
     * Lists what is wanted of an order.
     *
     * @param Order $order
     * @return array{event: string, data: object}[]
     */
    private function listEvents(Order $order): array
    {
        $number = $order->getIncrementId();
        $currency = $order->getOrderCurrencyCode();
        $events = $this->wanted->toPageEvents('order_placed', [
            'order' => $number,
            'value' => $this->amount($order->getGrandTotal()),
            'tax' => $this->amount($order->getTaxAmount()),
            'shipping' => $this->amount($order->getShippingInclTax()),
            'discount' => abs($this->amount($order->getDiscountAmount())),
            'currency' => $currency,
            'quantity' => $this->amount($order->getTotalQtyOrdered()),
        ]);
        $position = 0;
        foreach ($order->getAllVisibleItems() as $item) {
            $position++;
            $line = $this->wanted->toPageEvents('order_item', [
                'order' => $number,
                'line' => $number . '-' . $position,
                'sku' => $item->getSku(),
                'type' => $item->getProductType(),
                'price' => $this->amount($item->getPriceInclTax()),
                'quantity' => $this->amount($item->getQtyOrdered()),
                'currency' => $currency,
            ]);
            array_push($events, ...$line);
        }
        return $events;
    }

    /**
     * Reads a number as the shop stores it: a text with four decimals.
     *
     * @param mixed $value
     */
    private function amount(mixed $value): float
    {
        return round((float)$value, 4);
    }
}
