<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Manifest\ClientManifest;
use Headgate\Tracking\Manifest\Manifest;
use Magento\Store\Api\Data\StoreInterface;
use stdClass;

/**
 * What pages of a store view are told. Nothing of it is about a visitor, so pages can be cached.
 */
class PageSettings
{
    private const OF_WEBSITE = ['magento', 'hyva'];

    /**
     * Takes the configuration.
     *
     * @param Config $config
     * @param ClientManifest $client
     */
    public function __construct(private readonly Config $config, private readonly ClientManifest $client)
    {
    }

    /**
     * Puts the settings together, in the words of the script tag's block.
     *
     * @param Manifest $manifest
     * @param StoreInterface $store
     */
    public function create(Manifest $manifest, StoreInterface $store): stdClass
    {
        $code = $store->getCode();
        $settings = (object)[
            'manifest' => $this->client->fromManifest($manifest),
            'consent' => $this->sources($store),
            'collectors' => (object)[
                $this->config->text('collector/name', $code) => [
                    'type' => 'json',
                    'url' => $this->config->collectorUrl($code),
                ],
            ],
            'events' => $this->events($code),
        ];
        $region = $this->config->text('consent/region', $code);
        if ($region !== '') {
            $settings->region = $region;
        }
        return $settings;
    }

    /**
     * Lists the consent sources. A consent given on another website of the shop proves nothing here.
     *
     * @param StoreInterface $store
     */
    private function sources(StoreInterface $store): stdClass
    {
        $sources = new stdClass();
        foreach ($this->config->sources($store->getCode()) as $name) {
            $isOfWebsite = in_array($name, self::OF_WEBSITE, true);
            $sources->{$name} = (object)($isOfWebsite ? ['websiteId' => (int)$store->getWebsiteId()] : []);
        }
        return $sources;
    }

    /**
     * Lists the event sources. Which events they switch on is said by the manifest.
     *
     * @param string $code
     */
    private function events(string $code): stdClass
    {
        $events = new stdClass();
        foreach (['magento', 'attributes'] as $name) {
            if ($this->config->isOn('events/' . $name, $code)) {
                $events->{$name} = new stdClass();
            }
        }
        return $events;
    }
}
