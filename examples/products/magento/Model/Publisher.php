<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Manifest\Manifest;
use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Script\Needs;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\ManifestStore;
use Magento\Framework\UrlInterface;
use Magento\Store\Api\Data\StoreInterface;
use Magento\Store\Model\StoreManagerInterface;

/**
 * Publishes what pages and the collector need, by store view. The collector, without Magento, reads nothing else.
 */
class Publisher
{
    /**
     * Takes what settings are made of.
     *
     * @param Config $config
     * @param StoreManagerInterface $stores
     * @param ManifestProvider $manifests
     * @param ManifestKeeper $keeper
     * @param ManifestStore $manifestStore
     * @param EndpointStore $endpoints
     * @param PageSettings $pages
     * @param Needs $needs
     * @param Clock $clock
     * @param Instant $instant
     */
    public function __construct(
        private readonly Config $config,
        private readonly StoreManagerInterface $stores,
        private readonly ManifestProvider $manifests,
        private readonly ManifestKeeper $keeper,
        private readonly ManifestStore $manifestStore,
        private readonly EndpointStore $endpoints,
        private readonly PageSettings $pages,
        private readonly Needs $needs,
        private readonly Clock $clock,
        private readonly Instant $instant
    ) {
    }

    /**
     * Publishes all store views that are switched on, and takes the others back.
     *
     * @return array<string, string[]> Problems by store code; none where a store view was published.
     */
    public function publish(): array
    {
        $endpoints = [];
        $problems = [];
        foreach ($this->stores->getStores() as $store) {
            $code = $store->getCode();
            if (!$this->config->isOn('general/active', $code)) {
                continue;
            }
            try {
                $endpoints[$code] = [(int)$store->getId(), $this->settingsOf($store)];
                $problems[$code] = [];
            } catch (ManifestProblems $exception) {
                $problems[$code] = $exception->problems();
            }
        }
        $this->endpoints->replace($endpoints, $this->instant->toColumn($this->clock->now()));
        return $problems;
    }

    /**
     * Writes the settings of a store view.
     *
     * @param StoreInterface $store
     * @throws ManifestProblems
     */
    private function settingsOf(StoreInterface $store): string
    {
        $code = $store->getCode();
        $manifest = $this->manifests->get($code) ?? throw new ManifestProblems(['There is no manifest yet.']);
        $name = $this->config->text('collector/name', $code);
        if (!isset($manifest->section('collectors')[$name])) {
            throw new ManifestProblems([sprintf('The manifest describes no collector "%s".', $name)]);
        }
        $problems = $this->needs->problems($this->config->sources($code), $manifest);
        if ($problems !== []) {
            throw new ManifestProblems($problems);
        }
        $this->keeper->keep($manifest);
        return json_encode([
            'collector' => $name,
            'manifests' => $this->manifestsOf($manifest),
            'origins' => $this->originsOf($store),
            'limits' => $this->limitsOf($code),
            'forwards' => (object)$this->forwardsOf($manifest),
            'page' => $this->pages->create($manifest, $store),
        ], JSON_THROW_ON_ERROR);
    }

    /**
     * Lists the manifest in force, and those before it that browsers may hold events of.
     *
     * @param Manifest $manifest
     * @return array
     */
    private function manifestsOf(Manifest $manifest): array
    {
        $former = $this->manifestStore->former($manifest->version(), intdiv($this->clock->now(), 1000));
        return [$manifest->table(), ...$former];
    }

    /**
     * Lists the origins of a store view's pages.
     *
     * @param StoreInterface $store
     * @return string[]
     */
    private function originsOf(StoreInterface $store): array
    {
        $origins = [];
        foreach ([true, false] as $isSecure) {
            $url = (string)$store->getBaseUrl(UrlInterface::URL_TYPE_WEB, $isSecure);
            if (preg_match('~^https?://[^/]+~', $url, $match) === 1) {
                $origins[] = $match[0];
            }
        }
        return array_values(array_unique($origins));
    }

    /**
     * Lists where the shop forwards to, and in which region that lies.
     *
     * @param Manifest $manifest
     * @return array<string, string>
     */
    private function forwardsOf(Manifest $manifest): array
    {
        $regions = [];
        foreach ($this->config->forwards() as $collector => $target) {
            $regions[$collector] = $target->region($manifest->regionsOf($collector));
        }
        return $regions;
    }

    /**
     * Lists the bounds.
     *
     * @param string $code
     * @return array<string, int>
     */
    private function limitsOf(string $code): array
    {
        return [
            'maxBytes' => min(1048576, $this->config->number('collector/max_bytes', $code)),
            'maxEvents' => min(1000, $this->config->number('collector/max_events', $code)),
            'perMinute' => $this->config->number('collector/per_minute', $code),
            'perMinuteOfClient' => $this->config->number('collector/per_minute_of_client', $code),
        ];
    }
}
