<?php

declare(strict_types=1);

namespace Headgate\Tracking\Cron;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\Tables;
use Psr\Log\LoggerInterface;

/**
 * Deletes what is past its retention.
 */
class PurgeExpired
{
    private const DAY = 86400000;
    // Where Headgate_Tracking is switched off, its defaults are not there.
    private const AT_ONCE = 1000;
    private const ACCESS_DAYS = 365;

    /**
     * Takes what deletes.
     *
     * @param Purge $purge
     * @param AccessLog $accesses
     * @param Tables $tables
     * @param Config $config
     * @param Clock $clock
     * @param Instant $instant
     * @param LoggerInterface $logger
     */
    public function __construct(
        private readonly Purge $purge,
        private readonly AccessLog $accesses,
        private readonly Tables $tables,
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
        if (!$this->tables->exist()) {
            return;
        }
        $now = $this->clock->now();
        $counts = $this->purge->run(
            $now,
            $this->config->number('retention/batch_size', null, self::AT_ONCE),
            $this->config->number('retention/max_batches', null, self::AT_ONCE)
        );
        $before = $now - $this->config->number('retention/access_log_days', null, self::ACCESS_DAYS) * self::DAY;
        $this->logger->info('headgate: purged expired events', [
            'count' => array_sum($counts),
            'events' => $counts,
            'accesses' => $this->accesses->drop($this->instant->toColumn($before), $this->instant->toColumn($now)),
        ]);
    }
}
