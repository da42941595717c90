<?php

declare(strict_types=1);

namespace Headgate\Tracking\Observer;

use Headgate\Tracking\Model\Config;
use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;

/**
 * Brings the script into pages of store views that are switched on, and not one byte into others. A script element in
 * layout XML knows no ifconfig, so its whole layout file depends on a handle.
 */
class AddStorefrontHandle implements ObserverInterface
{
    public const HANDLE = 'headgate_active';
    private const HYVA = 'hyva_default';

    /**
     * Takes the configuration.
     *
     * @param Config $config
     */
    public function __construct(private readonly Config $config)
    {
    }

    /**
     * Adds the handle. It depends on the store view alone, so the page can be cached.
     *
     * @param Observer $observer
     */
    public function execute(Observer $observer): void
    {
        if (!$this->config->isOn('general/active')) {
            return;
        }
        $update = $observer->getEvent()->getData('layout')->getUpdate();
        $update->addHandle(self::HANDLE);
        if (in_array(self::HYVA, $update->getHandles(), true)) {
            $update->addHandle('hyva_' . self::HANDLE);
        }
    }
}
