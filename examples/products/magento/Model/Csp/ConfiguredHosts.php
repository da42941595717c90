<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Csp;

use Headgate\Tracking\Model\Config;
use Magento\Csp\Api\PolicyCollectorInterface;
use Magento\Csp\Model\Policy\FetchPolicy;

/**
 * Lets pages post to the collector that is configured. The shop's own needs nothing: it is of the page's origin.
 */
class ConfiguredHosts implements PolicyCollectorInterface
{
    /**
     * Takes the configuration.
     *
     * @param Config $config
     */
    public function __construct(private readonly Config $config)
    {
    }

    /**
     * @inheritDoc
     */
    public function collect(array $defaultPolicies = []): array
    {
        if (!$this->config->isOn('general/active') || $this->config->usesOwnCollector()) {
            return $defaultPolicies;
        }
        if (preg_match('~^https?://[\w.:\[\]-]+~', $this->config->text('collector/url'), $origin) === 1) {
            $defaultPolicies[] = new FetchPolicy('connect-src', false, [$origin[0]]);
        }
        return $defaultPolicies;
    }
}
