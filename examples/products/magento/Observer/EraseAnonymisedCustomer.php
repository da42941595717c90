<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\Erasure;
use Headgate\Tracking\Model\SubjectFields;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * Core has no anonymising and modules have no common event for it: it shows in the e-mail address that is left.
 */
class EraseAnonymisedCustomer implements ObserverInterface
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
     * Erases the events of a customer whose address became an anonymous one.
     *
     * @param Observer $observer
     */
    public function execute(Observer $observer): void
    {
        $customer = $observer->getEvent()->getData('customer');
        $before = (string)$customer->getOrigData('email');
        $after = (string)$customer->getData('email');
        if ($before !== $after && $this->fields->isAnonymised($after)) {
            $this->erasure->erase($this->fields->ofCustomer($customer->getId(), $before), 'customer anonymised');
        }
    }
}
