<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\PlacedOrders;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * Notes the orders of a success page: the shop says them before it renders the page, and forgets some of them by then.
 */
class NotePlacedOrders implements ObserverInterface
{
    /**
     * Takes where they are noted.
     *
     * @param PlacedOrders $orders
     */
    public function __construct(private readonly PlacedOrders $orders)
    {
    }

    /**
     * Notes them.
     *
     * @param Observer $observer
     */
    public function execute(Observer $observer): void
    {
        $ids = $observer->getEvent()->getData('order_ids');
        $this->orders->note(array_map('intval', array_filter(is_array($ids) ? array_values($ids) : [])));
    }
}
