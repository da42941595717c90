<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Source;

use Headgate\Tracking\Manifest\Vocabulary;
use Magento\Framework\Data\OptionSourceInterface;

/**
 * The tiers, for the filter of the grid.
 */
class Tiers implements OptionSourceInterface
{
    /**
     * @inheritDoc
     */
    public function toOptionArray(): array
    {
        return array_map(fn (string $tier): array => ['value' => $tier, 'label' => $tier], Vocabulary::TIERS);
    }
}
