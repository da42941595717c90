<?php

declare(strict_types=1);

namespace Headgate\Tracking\Cron;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Storage\Purge;
use Headgate\Tracking\Storage\Tables;

/**
 * Deletes what is kept of senders for a minute, when nobody sends any more.
 */
class ForgetSenders
{
    /**
     * Takes what deletes.
     *
     * @param Purge $purge
     * @param Tables $tables
     * @param Clock $clock
     */
    public function __construct(
        private readonly Purge $purge,
        private readonly Tables $tables,
        private readonly Clock $clock
    ) {
    }

    /**
     * Deletes.
     */
    public function execute(): void
    {
        if ($this->tables->exist()) {
            $this->purge->dropMarks($this->clock->now());
        }
    }
}
