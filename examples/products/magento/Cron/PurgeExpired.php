<?php

declare(strict_types=1);

namespace Headgate\Tracking\Cron;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\Purge;
use Psr\Log\LoggerInterface;

/**
 * Deletes what is past its retention.
 */
class PurgeExpired
{
    private const DAY = 86400000;

    /**
     * Takes what deletes.
     *
     * @param Purge $purge
     * @param AccessLog $accesses
     * @param Config $config
     * @param Clock $clock
     * @param Instant $instant
     * @param LoggerInterface $logger
     */
    public function __construct(
        private readonly Purge $purge,
        private readonly AccessLog $accesses,
        private readonly Config $config,
        private readonly Clock $clock,
        private readonly Instant $instant,
        private readonly LoggerInterface $logger
    ) {
    }

    /**
     * Deletes and logs the counts.
     */
    public function execute(): void
    {
        $now = $this->clock->now();
        $counts = $this->purge->run(
            $now,
            $this->config->number('retention/batch_size'),
            $this->config->number('retention/max_batches')
        );
        $before = $now - $this->config->number('retention/access_log_days') * self::DAY;
        $this->logger->info('headgate: purged expired events', [
            'count' => array_sum($counts),
            'events' => $counts,
            'accesses' => $this->accesses->drop($this->instant->toColumn($before)),
        ]);
    }
}
