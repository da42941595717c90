<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\Erasure;
use Headgate\Tracking\Model\SubjectFields;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * A customer who is deleted takes the events along.
 */
class EraseDeletedCustomer implements ObserverInterface
{
    /**
     * Takes what erases.
     *
     * @param Erasure $erasure
     * @param SubjectFields $fields
     */
    public function __construct(private readonly Erasure $erasure, private readonly SubjectFields $fields)
    {
    }

    /**
     * Erases the customer's events.
     *
     * @param Observer $observer
     */
    public function execute(Observer $observer): void
    {
        $customer = $observer->getEvent()->getData('customer');
        $email = (string)$customer->getData('email');
        $this->erasure->erase($this->fields->ofCustomer($customer->getId(), $email), 'customer deleted');
    }
}
