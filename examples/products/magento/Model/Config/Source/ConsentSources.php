<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Source;

use Headgate\Tracking\Script\Parts;
use Magento\Framework\Data\OptionSourceInterface;

/**
 * The consent sources that can be chosen: those that the script file was put together with, then those that it can
 * be, with a star: the list of the admin cuts off what is longer than its box.
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
        'c15t' => 'c15t',
        'cookiebot' => 'Cookiebot',
        'cookieyes' => 'CookieYes',
        'fides' => 'Fides',
        'gpp' => 'IAB Global Privacy Platform',
        'iubenda' => 'iubenda',
        'tcf' => 'IAB TCF',
        'usPrivacy' => 'IAB US Privacy',
        'googleConsentMode' => 'Google Consent Mode',
        'vanillaCookieConsent' => 'CookieConsent by Orest Bida',
    ];

    /**
     * Takes what scripts are put together from.
     *
     * @param Parts $parts
     */
    public function __construct(private readonly Parts $parts)
    {
    }

    /**
     * @inheritDoc
     */
    public function toOptionArray(): array
    {
        $inScript = $this->parts->inScript()['sources'] ?? [];
        $names = array_diff(array_unique([...$inScript, ...$this->parts->list('sources')]), ['manual']);
        $options = [];
        foreach ($names as $name) {
            $title = self::TITLES[$name] ?? ucfirst($name);
            $isInside = in_array($name, $inScript, true);
            $options[] = [
                'value' => $name,
                'label' => $isInside ? $title : __('%1 *', $title),
            ];
        }
        return $options;
    }
}
