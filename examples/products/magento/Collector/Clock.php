<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * The time, so that tests can set it.
 */
class Clock
{
    /**
     * Tells the time in milliseconds since the epoch.
     */
    public function now(): int
    {
        return (int)(microtime(true) * 1000);
    }
}
