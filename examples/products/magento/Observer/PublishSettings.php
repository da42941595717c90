<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\Publisher;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Magento\Framework\Message\ManagerInterface;

/**
 * Publishes after the configuration was saved, and tells the admin how that went.
 */
class PublishSettings implements ObserverInterface
{
    /**
     * Takes what publishes.
     *
     * @param Publisher $publisher
     * @param ManagerInterface $messages
     * @param TypeListInterface $caches
     */
    public function __construct(
        private readonly Publisher $publisher,
        private readonly ManagerInterface $messages,
        private readonly TypeListInterface $caches
    ) {
    }

    /**
     * Publishes.
     *
     * @param Observer $observer
     * @SuppressWarnings(PHPMD.UnusedFormalParameter)
     */
    public function execute(Observer $observer): void
    {
        foreach ($this->publisher->publish() as $store => $problems) {
            if ($problems === []) {
                $this->messages->addSuccessMessage((string)__('Headgate: store view %1 is published.', $store));
                continue;
            }
            $text = implode(' ', array_slice($problems, 0, 20));
            $this->messages->addErrorMessage((string)__('Headgate: store view %1 tracks nothing. %2', $store, $text));
        }
        $this->caches->invalidate('full_page');
    }
}
