<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\Erasure;
use Headgate\Tracking\Model\SubjectFields;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * For other modules: dispatch headgate_erase_subject with customer_id, email, or subject (values by field).
 */
class EraseOnRequest implements ObserverInterface
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
     * Erases what the event names.
     *
     * @param Observer $observer
     */
    public function execute(Observer $observer): void
    {
        $event = $observer->getEvent();
        $customer = $this->fields->ofCustomer($event->getData('customer_id'), (string)$event->getData('email'));
        $this->erasure->erase($customer + (array)$event->getData('subject'), 'asked by another module');
    }
}
