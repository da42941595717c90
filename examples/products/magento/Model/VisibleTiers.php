<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Manifest\Vocabulary;
use Magento\Framework\AuthorizationInterface;

/**
 * The tiers that the role of whoever is logged in may see.
 */
class VisibleTiers
{
    /**
     * Takes the roles.
     *
     * @param AuthorizationInterface $authorization
     */
    public function __construct(private readonly AuthorizationInterface $authorization)
    {
    }

    /**
     * Lists the tiers.
     *
     * @return string[]
     */
    public function list(): array
    {
        return array_values(array_filter(
            Vocabulary::TIERS,
            fn (string $tier): bool => $this->authorization->isAllowed('Headgate_Tracking::events_' . $tier)
        ));
    }
}
