<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel\Adminhtml;

use Headgate\Tracking\Collector\Settings;
use Headgate\Tracking\Report\ComplianceMap;
use Headgate\Tracking\Report\Inventory;
use Headgate\Tracking\Storage\EndpointStore;
use Magento\Framework\View\Element\Block\ArgumentInterface;

/**
 * Inventory and compliance map of what is in force, by store view.
 */
class ManifestMap implements ArgumentInterface
{
    /**
     * Takes what was published and what describes it.
     *
     * @param EndpointStore $endpoints
     * @param Inventory $inventory
     * @param ComplianceMap $map
     */
    public function __construct(
        private readonly EndpointStore $endpoints,
        private readonly Inventory $inventory,
        private readonly ComplianceMap $map
    ) {
    }

    /**
     * Lists the store views by what they publish: each manifest once.
     *
     * @return array<string, Settings> By version.
     */
    public function getManifests(): array
    {
        $manifests = [];
        foreach ($this->endpoints->all() as $settings) {
            $manifests[$settings->current()->version()] ??= $settings;
        }
        return $manifests;
    }

    /**
     * Lists the events and their fields.
     *
     * @param Settings $settings
     * @return array
     */
    public function getInventory(Settings $settings): array
    {
        return $this->inventory->list($settings->current());
    }

    /**
     * Lists legal bases, conditions, retention and recipients.
     *
     * @param Settings $settings
     * @return array
     */
    public function getMap(Settings $settings): array
    {
        return $this->map->map($settings->current());
    }

    /**
     * Lists the recipients.
     *
     * @param Settings $settings
     * @return array
     */
    public function getRecipients(Settings $settings): array
    {
        return $this->map->recipients($settings->current());
    }
}
