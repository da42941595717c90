<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Magento\Sales\Api\OrderRepositoryInterface;
use Magento\Sales\Model\Order;

/**
 * The orders that the page shown now confirms: one, or with several addresses several.
 */
class PlacedOrders
{
    /**
     * @var int[]
     */
    private array $ids = [];

    /**
     * Takes the shop's orders.
     *
     * @param OrderRepositoryInterface $orders
     */
    public function __construct(private readonly OrderRepositoryInterface $orders)
    {
    }

    /**
     * Notes which orders the page confirms.
     *
     * @param int[] $ids
     */
    public function note(array $ids): void
    {
        $this->ids = $ids;
    }

    /**
     * Loads them.
     *
     * @return Order[]
     */
    public function all(): array
    {
        return array_map(fn (int $id): Order => $this->orders->get($id), $this->ids);
    }
}
