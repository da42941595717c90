<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * Where and when a batch arrived, and where the shop sends on from there.
 */
class Arrival
{
    /**
     * Takes what is the same for all events of a batch.
     *
     * @param int $storeId
     * @param int $now Milliseconds since the epoch.
     * @param array<string,string> $forwards The regions of the collectors that the shop forwards to, by name.
     * @param string $device The hash of the secret of the device that sent it; empty where it told none.
     */
    public function __construct(
        public readonly int $storeId,
        public readonly int $now,
        public readonly array $forwards,
        public readonly string $device = ''
    ) {
    }
}
