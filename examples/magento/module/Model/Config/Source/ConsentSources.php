<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Source;

use Headgate\Tracking\Model\ScriptParts;
use Magento\Framework\Data\OptionSourceInterface;

/**
 * The consent sources that can be chosen: those that the script file was built with.
 */
class ConsentSources implements OptionSourceInterface
{
    private const TITLES = [
        'magento' => 'Magento cookie restriction mode',
        'hyva' => 'Hyvä',
        'amasty' => 'Amasty GDPR Cookie',
        'onetrust' => 'OneTrust',
        'trustarc' => 'TrustArc',
        'gpc' => 'Global Privacy Control (closes only)',
        'tcf' => 'IAB TCF',
        'googleConsentMode' => 'Google Consent Mode',
    ];

    /**
     * Takes what the script was built with.
     *
     * @param ScriptParts $parts
     */
    public function __construct(private readonly ScriptParts $parts)
    {
    }

    /**
     * @inheritDoc
     */
    public function toOptionArray(): array
    {
        return array_map(
            fn (string $name): array => ['value' => $name, 'label' => self::TITLES[$name] ?? ucfirst($name)],
            $this->parts->list('sources')
        );
    }
}
