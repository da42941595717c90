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
        $paths = $this->mappedPaths($event);
        if ($paths === null) {
            return [];
        }
        return [['event' => $event, 'data' => (object)array_intersect_key($facts, array_flip($paths))]];
    }

    /**
     * Lists what triggers read of an event of the shop; null where there is none.
     *
     * @param string $event
     * @return string[]|null
     */
    private function mappedPaths(string $event): ?array
    {
        $settings = $this->endpoints->find($this->stores->getStore()->getCode());
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
