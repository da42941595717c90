<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Source;

use Headgate\Tracking\Model\Config;
use Magento\Framework\Data\OptionSourceInterface;

/**
 * Where pages send to.
 */
class CollectorTypes implements OptionSourceInterface
{
    /**
     * @inheritDoc
     */
    public function toOptionArray(): array
    {
        return [
            ['value' => Config::OWN, 'label' => __('This shop')],
            ['value' => 'remote', 'label' => __('A collector of its own')],
        ];
    }
}
