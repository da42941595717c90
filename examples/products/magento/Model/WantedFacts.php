<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Storage\EndpointStore;
use Magento\Store\Model\StoreManagerInterface;
use stdClass;

/**
 * Which facts of the shop's events the store view's manifest maps to fields: a page is told no others.
 */
class WantedFacts
{
    /**
     * @var array<string,string[]|null> What triggers read of each event that was asked for, by store view and event.
     */
    private array $known = [];

    /**
     * Takes what was published.
     *
     * @param EndpointStore $endpoints
     * @param StoreManagerInterface $stores
     */
    public function __construct(
        private readonly EndpointStore $endpoints,
        private readonly StoreManagerInterface $stores
    ) {
    }

    /**
     * Leaves the facts that some event of the manifest maps, as the page's script reads them; none where no event does.
     *
     * @param string $event
     * @param array<string,mixed> $facts
     * @return array{}|array{array{event: string, data: stdClass}}
     */
    public function toPageEvents(string $event, array $facts): array
    {
        $code = $this->stores->getStore()->getCode();
        $key = $code . ' ' . $event;
        if (!array_key_exists($key, $this->known)) {
            $this->known[$key] = $this->mappedPaths($event, $code);
        }
        $paths = $this->known[$key];
        if ($paths === null) {
            return [];
        }
        return [['event' => $event, 'data' => (object)array_intersect_key($facts, array_flip($paths))]];
    }

    /**
     * Lists what triggers read of an event of the shop; null where there is none.
     *
     * @param string $event
     * @param string $code
     * @return string[]|null
     */
    private function mappedPaths(string $event, string $code): ?array
    {
        $settings = $this->endpoints->find($code);
        $paths = null;
        foreach (get_object_vars($settings?->page()->manifest->events ?? new stdClass()) as $rule) {
            $trigger = $rule->triggers->magento ?? null;
            if (($trigger->event ?? null) !== $event) {
                continue;
            }
            $fields = array_values(get_object_vars($trigger->fields ?? new stdClass()));
            $conditions = array_keys(get_object_vars($trigger->where ?? new stdClass()));
            $paths = array_merge($paths ?? [], $fields, $conditions);
        }
        return $paths;
    }
}
